import { present, u8 } from '../elements.ts';
import { clustersFor } from './geometry.ts';
import { type Image, SECTOR, type Snapshot } from './image.ts';
import { Kind } from './l2-table.ts';
import { sha256 } from './sha256.ts';
import { isPresent, runAt } from './status.ts';

/** Flags of an extent. */
export const PRESENT = 1;
export const ZERO = 2;
export const DATA = 4;

/** [start, length, depth, flags, host offset or -1], as `qemu-img map --output=json` reports it. */
export type Extent = [start: number, length: number, depth: number, flags: number, host: number];

/** The state of one image in the recorded form. */
export interface Observation {
  map: Extent[];
  chk: [number, number, number, number, number, number];
  ref: [number, number, number, number];
  dig: string;
  runs: number;
}

/** What the chain shows at one offset: one extent, not yet merged (R14). */
function extentAt(image: Image, start: number): { extent: Extent; layer: Image } {
  let bytes = image.size - start;
  let depth = 0;
  for (let layer = image; ; depth++) {
    const run = runAt(layer, start, Math.min(bytes, layer.size - start));
    bytes = run.bytes;
    const flags =
      run.kind === Kind.data ? PRESENT | DATA : isPresent(run.kind) ? PRESENT | ZERO : 0;
    const below = layer.backing;
    if (flags !== 0 || !below || start >= below.size) {
      return { extent: [start, bytes, depth, flags || ZERO, run.host], layer };
    }
    layer = below;
  }
}

/** The flattened map of a chain; neighbours merge if they agree and continue in the same file (R14). */
export function mapOf(image: Image): Extent[] {
  const map: Extent[] = [];
  for (let at = 0; at < image.size; ) {
    const { extent } = extentAt(image, at);
    const [, length, depth, flags, host] = extent;
    const last = map.at(-1);
    if (
      last &&
      last[2] === depth &&
      last[3] === flags &&
      (last[4] === -1 ? host === -1 : host === last[4] + last[1])
    ) {
      last[1] += length;
    } else {
      map.push(extent);
    }
    at += length;
  }
  return map;
}

/** [allocated, fragmented, end of the file in clusters, leaks, corruptions, errors] of `qemu-img check` (R21). */
export function checkOf(image: Image): Observation['chk'] {
  let allocated = 0;
  let fragmented = 0;
  for (const cluster of image.l1) {
    if (cluster === 0) continue;
    let next = 0;
    for (const host of present(image.tables.get(cluster)).host) {
      if (host === 0) continue;
      allocated++;
      if (next !== 0 && host !== next) fragmented++;
      next = host + 1;
    }
  }
  return [allocated, fragmented, image.refcounts.end(), 0, 0, 0];
}

/** [clusters in use, sum of refcounts, largest refcount, metadata clusters]. */
export function refcountsOf(image: Image): Observation['ref'] {
  const { refcounts, l1, shape, snapshots, snapshotTable } = image;
  const tables = new Set<number>();
  for (const cluster of l1) if (cluster !== 0) tables.add(cluster);
  let metadata =
    1 + refcounts.tableClusters + refcounts.blocks.size + clustersFor(shape, l1.length * 8);
  for (const snapshot of snapshots) {
    metadata += clustersFor(shape, snapshot.l1.length * 8);
    for (const cluster of snapshot.l1) if (cluster !== 0) tables.add(cluster);
  }
  metadata += tables.size + snapshotTable.clusters;
  return [...refcounts.summary(), metadata];
}

/** Digest of the guest-visible content: maximal runs of one non-zero byte, `offset:length:byte` a line. */
export function contentOf(image: Image): { dig: string; runs: number } {
  const lines: string[] = [];
  let start = 0;
  let end = 0;
  let byte = 0;
  for (let at = 0; at < image.size; ) {
    const { extent, layer } = extentAt(image, at);
    const [, bytes, , flags, host] = extent;
    const sectors =
      flags & DATA ? layer.content.read(host / SECTOR, bytes / SECTOR) : new Uint8Array(0);
    for (let from = 0; from < sectors.length; ) {
      const value = u8(sectors, from);
      let to = from + 1;
      while (to < sectors.length && sectors[to] === value) to++;
      const runStart = at + from * SECTOR;
      if (value !== byte || runStart !== end) {
        if (byte !== 0) lines.push(`${start}:${end - start}:${byte}\n`);
        start = runStart;
        byte = value;
      }
      end = at + to * SECTOR;
      from = to;
    }
    at += bytes;
  }
  if (byte !== 0) lines.push(`${start}:${end - start}:${byte}\n`);
  return { dig: sha256(lines.join('')).slice(0, 16), runs: lines.length };
}

/** Content of an internal snapshot, read as if it were the active state. */
export function snapshotContentOf(image: Image, snapshot: Snapshot): { dig: string; runs: number } {
  return contentOf({ ...image, l1: snapshot.l1, size: snapshot.size });
}

export function observe(image: Image): Observation {
  return { map: mapOf(image), chk: checkOf(image), ref: refcountsOf(image), ...contentOf(image) };
}
