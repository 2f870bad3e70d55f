/**
 * The clear model of a qcow2 driver: every extent, refcount, content and host request of every operation,
 * from 24 rules. The WebAssembly kernel is checked against it. One file a mechanism, in `blocks/`.
 */
export type { Geometry } from './geometry.ts';
export type { DataIo } from './host-io.ts';
export type { Image, Snapshot } from './image.ts';
export { Machine } from './machine.ts';
export {
  checkOf,
  type Extent,
  mapOf,
  type Observation,
  observe,
  snapshotContentOf,
} from './observe.ts';
export type { BatchOp, Op } from './op.ts';
