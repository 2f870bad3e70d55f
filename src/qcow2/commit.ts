import { discardEverything } from './discard.ts';
import { clustersFor } from './geometry.ts';
import type { HostIo } from './host-io.ts';
import { type Image, layOut } from './image.ts';
import { readDisk } from './read.ts';
import { resize } from './resize.ts';
import { isPresent, runAt, statusThrough } from './status.ts';
import { write } from './write.ts';
import { zero } from './zero.ts';

const MAX_RUN_BYTES = 16 * 1024 * 1024;
const MAX_COPY_BYTES = 1024 * 1024;

/** Copies a layer into its direct backing and empties the layer (R15, R16). */
export function commit(image: Image, io: HostIo): void {
  const target = image.backing;
  if (!target) throw new RangeError(`image ${image.name} has no backing file to commit to`);
  if (target.size < image.size) resize(target, image.size, io);
  const chunk = Math.min(65536, Math.max(4096, target.shape.clusterSize));
  for (const run of dirtyRuns(image, chunk)) copyRun({ image, target, chunk, io }, run);
  empty(image);
}

/** Runs of chunks touched by something the layer holds, at most 16 MiB long, ascending. */
function dirtyRuns(image: Image, chunk: number): [start: number, end: number][] {
  const runs: [number, number][] = [];
  let start = -1;
  let end = -1;
  const flush = () => {
    for (let at = start; at < end; at += MAX_RUN_BYTES) {
      runs.push([at, Math.min(end, at + MAX_RUN_BYTES)]);
    }
  };
  for (let at = 0; at < image.size; ) {
    const run = runAt(image, at, image.size - at);
    if (isPresent(run.kind)) {
      const from = at - (at % chunk);
      const to = Math.ceil((at + run.bytes) / chunk) * chunk;
      if (from > end || start < 0) {
        if (start >= 0) flush();
        start = from;
      }
      end = Math.max(end, to);
    }
    at += run.bytes;
  }
  if (start >= 0) flush();
  return runs;
}

function copyRun(
  { image, target, chunk, io }: { image: Image; target: Image; chunk: number; io: HostIo },
  [start, end]: readonly [start: number, end: number],
): void {
  const { clusterSize } = target.shape;
  for (let at = start; at < end && at < image.size; ) {
    const status = statusThrough(image, at, end - at);
    let bytes = status.zero ? status.bytes : Math.min(status.bytes, MAX_COPY_BYTES);
    bytes -= bytes % chunk;
    const tooShort = bytes < chunk;
    if (tooShort) bytes = chunk;
    const aligned = at % clusterSize === 0 && bytes % clusterSize === 0;
    const clipped = Math.min(bytes, image.size - at);
    if (status.zero && !tooShort && aligned) zero(target, at, clipped, true, io);
    else write(target, at, readDisk(image, at, clipped, io), io);
    at += bytes;
  }
}

/** Empties a layer: the fresh layout again, or with snapshots every cluster dropped one by one (R16). */
function empty(image: Image): void {
  const l1Clusters = clustersFor(image.shape, image.l1.length * 8);
  const fits = 3 + l1Clusters <= image.shape.clustersPerRefcountBlock;
  if (image.snapshots.length === 0 && fits) layOut(image, image.l1.length);
  else discardEverything(image);
}
