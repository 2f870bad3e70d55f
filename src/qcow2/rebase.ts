import type { HostIo } from './host-io.ts';
import { type Image, SECTOR } from './image.ts';
import { readDisk } from './read.ts';
import { isPresent, runAt } from './status.ts';
import { write } from './write.ts';
import { zero } from './zero.ts';

const MAX_COMPARE_BYTES = 2 * 1024 * 1024;

/**
 * Puts an image on a new backing file without changing what it reads: whatever the layer does not hold
 * and the two backings disagree on is written into the layer (R17). `target` null flattens.
 */
export function rebase(image: Image, target: Image | null, io: HostIo): void {
  const old = image.backing;
  const targetInChain = target !== null && isBelow(image, target);
  for (let at = 0; at < image.size; ) {
    const run = runAt(image, at, Math.min(MAX_COMPARE_BYTES, image.size - at));
    let bytes = run.bytes;
    if (isPresent(run.kind)) {
      at += bytes;
      continue;
    }
    if (old && targetInChain) {
      const between = heldBetween(old, target, at, bytes);
      if (between.bytes > 0) bytes = between.bytes;
      if (!between.held && between.bytes > 0) {
        at += bytes;
        continue;
      }
    }
    bytes = rewriteDifferences(image, { old, target }, at, bytes, io);
    at += bytes;
  }
  image.backing = target;
}

/** Changes the backing pointer only. */
export function rebaseUnsafe(image: Image, target: Image | null): void {
  image.backing = target;
}

function isBelow(image: Image, target: Image): boolean {
  for (let layer = image.backing; layer; layer = layer.backing) if (layer === target) return true;
  return false;
}

/** Whether a layer from `top` down to just above `base` holds the run at `offset`; 0 bytes: beyond `top`. */
function heldBetween(
  top: Image,
  base: Image,
  offset: number,
  bytes: number,
): { held: boolean; bytes: number } {
  if (top === base) return { held: false, bytes };
  let left = Math.min(bytes, top.size - offset);
  if (left <= 0) return { held: false, bytes: 0 };
  for (let layer: Image | null = top; layer && layer !== base; layer = layer.backing) {
    if (offset >= layer.size) return { held: true, bytes: left };
    const run = runAt(layer, offset, Math.min(left, layer.size - offset));
    left = run.bytes;
    if (isPresent(run.kind)) return { held: true, bytes: left };
  }
  return { held: false, bytes: left };
}

/** Writes the old content wherever old and new backing differ; returns the bytes looked at. */
function rewriteDifferences(
  image: Image,
  { old, target }: { old: Image | null; target: Image | null },
  at: number,
  most: number,
  io: HostIo,
): number {
  let bytes = most;
  const beyondOld = !old || at >= old.size;
  if (old && !beyondOld) bytes = Math.min(bytes, old.size - at);
  const before = old && !beyondOld ? readDisk(old, at, bytes, io) : new Uint8Array(bytes / SECTOR);
  const beyondTarget = !target || at >= target.size;
  if (target && !beyondTarget) bytes = Math.min(bytes, target.size - at);
  const after =
    target && !beyondTarget ? readDisk(target, at, bytes, io) : new Uint8Array(bytes / SECTOR);
  const sectors = bytes / SECTOR;
  for (let from = 0; from < sectors; ) {
    const differs = before[from] !== after[from];
    let to = from + 1;
    while (to < sectors && (before[to] !== after[to]) === differs) to++;
    if (differs) {
      const offset = at + from * SECTOR;
      if (beyondOld) zero(image, offset, (to - from) * SECTOR, false, io);
      else write(image, offset, before.subarray(from, to), io);
    }
    from = to;
  }
  return bytes;
}
