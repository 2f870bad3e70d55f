import { chosen } from '../../chosen.ts';
import { nativeDevice, passThrough, passThroughStrict, srIovPosted, vmdq } from './direct.ts';
import { emulatedE1000, emulatedIde } from './emulated.ts';
import type { IoPath } from './step.ts';
import { virtioQemu, virtioVhost } from './virtio.ts';
import { xenAdapted, xenSplit } from './xen.ts';

/** Every way to a device. A new one is one object and one line. */
export const ioPaths: readonly IoPath[] = [
  nativeDevice,
  emulatedIde,
  emulatedE1000,
  virtioQemu,
  virtioVhost,
  xenSplit,
  xenAdapted,
  passThrough,
  passThroughStrict,
  srIovPosted,
  vmdq,
];

export function ioPath(id: string): IoPath {
  return chosen(ioPaths, id, 'a device path');
}
