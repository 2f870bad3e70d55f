// L2 tables made private before anything in their range changes (R6).

import { COPIED_TABLES, count, giveTable, NEW_TABLES, tableBytes, takeTable } from './layer';
import { allocateClusters, refcount, release } from './refcounts';
import { touchSlice } from './status';

export function l1Slot(layer: usize, offset: u64): usize {
  const index = <usize>(offset >> (<u64>load<u32>(layer, 0) + <u64>load<u32>(layer, 12)));
  return <usize>load<u32>(layer, 24) + (index << 2);
}

export function privateTable(layer: usize, offset: u64): usize {
  touchSlice(layer, offset);
  const slot = l1Slot(layer, offset);
  const old = <usize>load<u32>(slot);
  if (old && refcount(layer, load<u32>(old)) == 1) return old;
  const cluster = allocateClusters(layer, 1);
  const table = takeTable(layer);
  if (old) memory.copy(table, old, tableBytes(layer));
  store<u32>(table, cluster);
  store<u32>(slot, <u32>table);
  count(layer, old ? COPIED_TABLES : NEW_TABLES, 1);
  if (old) releaseTable(layer, old);
  return table;
}

/** One reference less on a table's cluster; an unused table goes back to the list. */
export function releaseTable(layer: usize, table: usize): void {
  const cluster = load<u32>(table);
  release(layer, cluster);
  if (!refcount(layer, cluster)) giveTable(layer, table);
}
