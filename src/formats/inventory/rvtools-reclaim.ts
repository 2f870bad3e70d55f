import type {
  InventoryPartition,
  InventorySnapshot,
  OrphanedFile,
} from '../../inventory/inventory.ts';
import { exportTime } from './export-time.ts';
import type { Collected } from './findings.ts';
import { columnNames } from './rvtools-columns.ts';
import { machineKeys } from './rvtools-keys.ts';
import { datastoreOfPath } from './rvtools-storage.ts';
import type { Tab } from './tab.ts';
import { Columns, type TableRow } from './table.ts';

/** Rows of a tab by the keys of the machine they belong to. */
function byMachine<T>(
  tab: Tab,
  keys: (row: TableRow) => string[],
  read: (row: TableRow) => T,
): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of tab.rows) {
    const entry = read(row);
    for (const key of keys(row)) {
      const list = found.get(key);
      if (list) list.push(entry);
      else found.set(key, [entry]);
    }
  }
  return found;
}

/** Snapshots of the tab vSnapshot by the keys of their machine. */
export function snapshotsOf(
  tab: Tab | undefined,
  into: Collected,
): Map<string, InventorySnapshot[]> {
  if (!tab) return new Map();
  const [columns, names] = [new Columns(tab, into), columnNames.vSnapshot];
  if (!columns.has(...names.vm)) return new Map();
  const keys = machineKeys(columns, names);
  const [name, taken] = [columns.text(...names.name), columns.text(...names.taken)];
  const size = columns.number('whole', names.size);
  return byMachine(tab, keys, (row) => ({
    name: name(row),
    takenMs: exportTime(taken(row)),
    sizeMib: size(row),
  }));
}

/** File systems of the tab vPartition by the keys of their machine. */
export function partitionsOf(
  tab: Tab | undefined,
  into: Collected,
): Map<string, InventoryPartition[]> {
  if (!tab) return new Map();
  const [columns, names] = [new Columns(tab, into), columnNames.vPartition];
  if (!columns.has(...names.vm) || !columns.has(...names.consumed)) return new Map();
  const keys = machineKeys(columns, names);
  const name = columns.text(...names.disk);
  const [capacity, consumed] = [
    columns.number('whole', names.capacity),
    columns.number('whole', names.consumed),
  ];
  return byMachine(tab, keys, (row) => ({
    name: name(row),
    capacityMib: capacity(row),
    consumedMib: consumed(row),
  }));
}

/** Disk files the tab vHealth calls zombies, with their sizes where vFileInfo lists them. */
export function orphanedFilesOf(tables: ReadonlyMap<string, Tab>, into: Collected): OrphanedFile[] {
  const health = tables.get('vHealth');
  if (!health) return [];
  const columns = new Columns(health, into);
  const { name: names, message: messages, type: types } = columnNames.vHealth;
  const [name, message, type] = [
    columns.text(...names),
    columns.text(...messages),
    columns.text(...types),
  ];
  const sizes = fileSizes(tables.get('vFileInfo'), into);
  return health.rows
    .filter((row) => /zombie/i.test(`${type(row)} ${message(row)}`) && /\.vmdk$/i.test(name(row)))
    .map((row) => ({
      path: name(row),
      datastore: datastoreOfPath(name(row)),
      sizeMib: sizes.get(name(row)),
    }));
}

function fileSizes(tab: Tab | undefined, into: Collected): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  if (!tab) return sizes;
  const [columns, names] = [new Columns(tab, into), columnNames.vFileInfo];
  if (!columns.has(...names.path) || !columns.has(...names.bytes)) return sizes;
  const path = columns.text(...names.path);
  const bytes = columns.number('whole', names.bytes, 2 ** -20);
  for (const row of tab.rows) sizes.set(path(row), bytes(row));
  return sizes;
}

/** When the workbook was written, by its tab vMetaData. */
export function exportedMs(tab: Tab | undefined, into: Collected): number | undefined {
  if (!tab) return undefined;
  const columns = new Columns(tab, into);
  const created = columns.text(...columnNames.vMetaData.created);
  const times = tab.rows
    .map((row) => exportTime(created(row)))
    .filter((time) => time !== undefined);
  return times.length > 0 ? Math.max(...times) : undefined;
}
