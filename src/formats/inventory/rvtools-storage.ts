import type { InventoryDatastore, InventoryDisk } from '../../inventory/inventory.ts';
import type { Collected } from './findings.ts';
import { Cells, isTrue } from './rvtools-cells.ts';
import type { Tab } from './tab.ts';

/** Datastores of the tab vDatastore; an export without the tab has none. */
export function datastoresOf(
  tab: Tab | undefined,
  into: Collected,
  file: string,
): InventoryDatastore[] {
  const name = tab?.column('Name');
  const capacity = tab?.column('Capacity MiB', 'Capacity MB');
  if (!tab || name === undefined || capacity === undefined) return [];
  const cells = new Cells(tab, into, file);
  const provisioned = tab.column('Provisioned MiB', 'Provisioned MB');
  const used = tab.column('In Use MiB', 'In Use MB');
  const free = tab.column('Free MiB', 'Free MB');
  return tab.rows
    .filter((row) => cells.text(row, name) !== '')
    .map((row) => {
      const capacityMib = cells.number(row, capacity);
      const inUseMib =
        used === undefined && free !== undefined
          ? Math.max(0, capacityMib - cells.number(row, free))
          : cells.number(row, used);
      const provisionedMib = cells.number(row, provisioned);
      return { name: cells.text(row, name), capacityMib, provisionedMib, inUseMib };
    });
}

/** Datastore of a path such as `[store] machine/machine.vmdk`. */
export const datastoreOfPath = (path: string): string => /^\[([^\]]+)\]/.exec(path)?.[1] ?? '';

/** Disks by machine name from the tab vDisk. */
export function disksOf(
  tab: Tab | undefined,
  into: Collected,
  file: string,
): Map<string, InventoryDisk[]> {
  const disks = new Map<string, InventoryDisk[]>();
  const vm = tab?.column('VM');
  const capacity = tab?.column('Capacity MiB', 'Capacity MB');
  if (!tab || vm === undefined || capacity === undefined) return disks;
  const cells = new Cells(tab, into, file);
  const [thin, path] = [tab.column('Thin'), tab.column('Path', 'Disk Path')];
  for (const row of tab.rows) {
    const name = cells.text(row, vm);
    if (name === '') continue;
    const text = cells.text(row, thin);
    const disk: InventoryDisk = {
      capacityMib: cells.number(row, capacity),
      datastore: datastoreOfPath(cells.text(row, path)),
      thin: text === '' ? undefined : isTrue(text),
    };
    const list = disks.get(name);
    if (list) list.push(disk);
    else disks.set(name, [disk]);
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
