/**
 * The clear model of a qcow2 driver: every extent, refcount, content and host request of every operation,
 * from 24 rules. The WebAssembly kernel is checked against it. One file a mechanism, in `blocks/`.
 */
export { type Geometry, geometry, sliceEntries } from './geometry.ts';
export { type DataIo, HostIo } from './host-io.ts';
export { createImage, type Image, openAfresh, SECTOR, type Snapshot } from './image.ts';
export { Kind } from './l2-table.ts';
export { Machine } from './machine.ts';
export {
  checkOf,
  contentOf,
  type Extent,
  mapOf,
  type Observation,
  observe,
  refcountsOf,
  snapshotContentOf,
} from './observe.ts';
export type { BatchOp, Op } from './op.ts';
