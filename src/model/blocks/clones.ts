import { present } from '../../elements.ts';
import { AccessKind, BlockKernel } from '../../kernels/blocks/index.ts';
import { Rng } from '../../rng.ts';

export interface BootStorm {
  clones: number;
  clusterSize: number;
  extended: boolean;
  /** Bytes of the base image's disk, and how much of it a boot reads. */
  baseBytes: number;
  bootReadBytes: number;
  /** Bytes a boot writes (logs, state), in requests of 4 KiB spread over the disk. */
  bootWriteBytes: number;
  seed: number;
}

export interface BootStormResult {
  /** Guest reads of all clones, and the bytes read from the base when its blocks are cached once. */
  guestReadBytes: number;
  baseReadBytes: number;
  baseReadBytesCachedOnce: number;
  /** Host bytes the clones write, fills included, and read for copies. */
  writtenBytes: number;
  copyReadBytes: number;
  /** Space of all clones above the base. */
  cloneBytes: number;
  metadataShare: number;
  /** Host space of full copies instead. */
  fullCopyBytes: number;
  lookups: number;
}

const READ_REQUEST = 64 * 1024;
const WRITE_REQUEST = 4096;

/** Linked clones of one base that boot at once: exact space and copies from the qcow2 kernel. */
export function bootStorm(storm: BootStorm, memoryBytes = 2 ** 31): BootStormResult {
  const kernel = new BlockKernel(memoryBytes);
  const { baseBytes: size, clusterSize, extended } = storm;
  const base = kernel.createLayer({
    size,
    clusterSize,
    extended,
    snapshots: 1,
    maxFileBytes: 2 * size,
  });
  for (let at = 0; at < size; at += 2 ** 22) {
    kernel.access(base, AccessKind.write, at, Math.min(2 ** 22, size - at));
  }
  const boot = bootAccesses(storm);
  const maxFileBytes = 2 * size;
  const total = { written: 0, space: 0, metadata: 0, lookups: 0 };
  const seen = kernel.counts(base).readBytes;
  for (let clone = 0; clone < storm.clones; clone++) {
    const options = { size, clusterSize, extended, backing: base, snapshots: 1, maxFileBytes };
    const layer = kernel.createLayer(options);
    for (const [kind, offset, length] of boot) kernel.access(layer, kind, offset, length);
    const counts = kernel.counts(layer);
    const [, , , used, , , metadata] = kernel.check(layer);
    total.written += counts.writtenBytes;
    total.space += present(used) * clusterSize;
    total.metadata += present(metadata) * clusterSize;
    total.lookups += counts.lookups;
  }
  const guestReadBytes =
    storm.clones * Math.floor(storm.bootReadBytes / READ_REQUEST) * READ_REQUEST;
  const baseReadBytes = kernel.counts(base).readBytes - seen;
  return {
    guestReadBytes,
    baseReadBytes,
    baseReadBytesCachedOnce: storm.clones > 0 ? baseReadBytes / storm.clones : 0,
    writtenBytes: total.written,
    copyReadBytes: Math.max(0, baseReadBytes - guestReadBytes),
    cloneBytes: total.space,
    metadataShare: total.space > 0 ? total.metadata / total.space : 0,
    fullCopyBytes: storm.clones * size,
    lookups: total.lookups,
  };
}

/** What every clone does while it boots: the same base blocks, the same places written. */
function bootAccesses(storm: BootStorm): [kind: number, offset: number, length: number][] {
  const rng = new Rng(storm.seed);
  const accesses: [number, number, number][] = [];
  const pick = (unit: number) =>
    Math.floor(rng.nextUnit() * Math.floor(storm.baseBytes / unit)) * unit;
  for (let done = 0; done + READ_REQUEST <= storm.bootReadBytes; done += READ_REQUEST) {
    accesses.push([AccessKind.read, pick(READ_REQUEST), READ_REQUEST]);
  }
  for (let done = 0; done + WRITE_REQUEST <= storm.bootWriteBytes; done += WRITE_REQUEST) {
    accesses.push([AccessKind.write, pick(WRITE_REQUEST), WRITE_REQUEST]);
  }
  return accesses;
}
