import type { Columns, TableRow } from './table.ts';

interface KeyTitles {
  vm: readonly string[];
  id: readonly string[];
  vcenter: readonly string[];
}

/**
 * What joins the rows of one machine in several tabs, the surest first: its ID or its name within its vCenter, then
 * without the vCenter, which some tabs do not name.
 */
export function machineKeys(columns: Columns, names: KeyTitles): (row: TableRow) => string[] {
  const [vm, id, vcenter] = [
    columns.text(...names.vm),
    columns.text(...names.id),
    columns.text(...names.vcenter),
  ];
  return (row) => {
    const [at, name] = [vcenter(row).toLowerCase(), vm(row)];
    const within = (scope: string) => [
      ...(id(row) === '' ? [] : [`${scope}\0id\0${id(row)}\0${name}`]),
      ...(name === '' ? [] : [`${scope}\0name\0${name}`]),
    ];
    return at === '' ? within('') : [...within(at), ...within('')];
  };
}
