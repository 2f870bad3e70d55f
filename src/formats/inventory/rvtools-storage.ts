import type { InventoryDatastore, InventoryDisk } from '../../inventory/inventory.ts';
import type { Collected } from './findings.ts';
import { columnNames } from './rvtools-columns.ts';
import { machineKeys } from './rvtools-keys.ts';
import type { Tab } from './tab.ts';
import { Columns, isTrue } from './table.ts';

/** Datastores of the tab vDatastore; an export without the tab has none. */
export function datastoresOf(tab: Tab | undefined, into: Collected): InventoryDatastore[] {
  if (!tab) return [];
  const [columns, names] = [new Columns(tab, into), columnNames.vDatastore];
  if (!columns.has(...names.name) || !columns.has(...names.capacity)) return [];
  const name = columns.text(...names.name);
  const capacity = columns.number('whole', names.capacity);
  const provisioned = columns.number('whole', names.provisioned);
  const [used, free] = [
    columns.optional('whole', names.used),
    columns.optional('whole', names.free),
  ];
  return tab.rows
    .filter((row) => name(row) !== '')
    .map((row) => {
      const capacityMib = capacity(row);
      return {
        name: name(row),
        capacityMib,
        provisionedMib: provisioned(row),
        inUseMib: used(row) ?? Math.max(0, capacityMib - (free(row) ?? capacityMib)),
      };
    });
}

/** Datastore of a path such as `[store] machine/machine.vmdk`. */
export const datastoreOfPath = (path: string): string => /^\[([^\]]+)\]/.exec(path)?.[1] ?? '';

/** Disks of the tab vDisk by the keys of their machine. */
export function disksOf(tab: Tab | undefined, into: Collected): Map<string, InventoryDisk[]> {
  const disks = new Map<string, InventoryDisk[]>();
  if (!tab) return disks;
  const [columns, names] = [new Columns(tab, into), columnNames.vDisk];
  if (!columns.has(...names.vm) || !columns.has(...names.capacity)) return disks;
  const keys = machineKeys(columns, names);
  const capacity = columns.number('whole', names.capacity);
  const [thin, path] = [columns.text(...names.thin), columns.text(...names.path)];
  for (const row of tab.rows) {
    const disk: InventoryDisk = {
      capacityMib: capacity(row),
      datastore: datastoreOfPath(path(row)),
      thin: thin(row) === '' ? undefined : isTrue(thin(row)),
    };
    for (const key of keys(row)) {
      const list = disks.get(key);
      if (list) list.push(disk);
      else disks.set(key, [disk]);
    }
  }
  return disks;
}

/** Rules vCenter names at a machine: what kind a rule is, its own text tells; others are left out. */
export function rulesOf(
  kinds: string,
  names: string,
): { rule: 'together' | 'apart'; name: string }[] {
  const texts = kinds.split(/[,;]/).map((text) => text.trim());
  return names
    .split(/[,;]/)
    .map((name) => name.trim())
    .flatMap((name, i): { rule: 'together' | 'apart'; name: string }[] => {
      const kind = texts[i] ?? texts[0] ?? '';
      if (name === '' || /host/i.test(kind)) return [];
      if (/anti/i.test(kind)) return [{ rule: 'apart', name }];
      return /affinity|together/i.test(kind) ? [{ rule: 'together', name }] : [];
    });
}
