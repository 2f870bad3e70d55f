import { dirname, isAbsolute, resolve } from 'node:path';
import { badInput, printable, UserError } from '../../errors.ts';
import { Kind } from '../../qcow2/l2-table.ts';
import { isPresent, type Run } from '../../qcow2/status.ts';
import { type ByteSource, openByteSource } from '../byte-source.ts';
import { RawFile } from '../raw-disk.ts';
import { isQcow2 } from './header.ts';
import { Qcow2File } from './image-file.ts';

/** A disk of a chain: a qcow2 image or a raw file at its end. */
export interface ChainLayer {
  readonly size: number;
  readonly file: ByteSource;
  run(offset: number, bytes: number): Run;
}

const MAX_DEPTH = 1024;
/** `nbd://host`, `json:{...}`, `fat:rw:`: names of drivers, never of files here. */
const PROTOCOL = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/**
 * An image and everything below it. Backing names come from the file and are not trusted: only regular
 * local files are opened, names of protocols are refused, and a chain that meets itself is an error.
 */
export function openChain(path: string): ChainLayer[] {
  const layers: ChainLayer[] = [];
  const seen = new Set<string>();
  let next: { path: string; format: string | null } | null = { path, format: null };
  try {
    while (next) {
      const file = openByteSource(next.path);
      const raw = next.format === 'raw' || (next.format === null && !isQcow2(file));
      const layer: ChainLayer = raw ? new RawFile(file) : openImage(file);
      layers.push(layer);
      if (seen.has(file.identity)) {
        throw new UserError(printable(`${path}: the backing chain meets itself at ${file.path}.`));
      }
      if (layers.length > MAX_DEPTH) {
        throw new UserError(printable(`${path}: the backing chain is longer than ${MAX_DEPTH}.`));
      }
      seen.add(file.identity);
      next = layer instanceof Qcow2File ? backingOf(layer) : null;
    }
    return layers;
  } catch (error) {
    closeChain(layers);
    throw error;
  }
}

function openImage(file: ByteSource): Qcow2File {
  try {
    return new Qcow2File(file);
  } catch (error) {
    file.close();
    throw error;
  }
}

export function closeChain(layers: readonly ChainLayer[]): void {
  for (const layer of layers) layer.file.close();
}

function backingOf(image: Qcow2File): { path: string; format: string | null } | null {
  const { backingFile, backingFormat } = image.header;
  if (backingFile === null) return null;
  const refuse = (found: string) =>
    badInput({
      file: image.file.path,
      offset: 8,
      expected: 'a backing file that is a local qcow2 or raw file',
      found,
    });
  if (PROTOCOL.test(backingFile) || backingFile.includes('\0')) throw refuse(`"${backingFile}"`);
  if (backingFormat !== null && backingFormat !== 'qcow2' && backingFormat !== 'raw') {
    throw refuse(`format "${backingFormat}"`);
  }
  const path = isAbsolute(backingFile)
    ? backingFile
    : resolve(dirname(image.file.path), backingFile);
  return { path, format: backingFormat };
}

export interface ChainExtent {
  start: number;
  length: number;
  depth: number;
  present: boolean;
  zero: boolean;
  data: boolean;
  /** Offset in the file of that depth, or -1. */
  offset: number;
}

/** The flattened map of a chain as it is walked, neighbours merged: what `qemu-img map` prints. */
export function* chainExtents(layers: readonly ChainLayer[]): Generator<ChainExtent> {
  const top = layers[0]!;
  let pending: ChainExtent | null = null;
  for (let at = 0; at < top.size; ) {
    const extent = extentAt(layers, at);
    if (pending && merges(pending, extent)) {
      pending.length += extent.length;
    } else {
      if (pending) yield pending;
      pending = extent;
    }
    at += extent.length;
  }
  if (pending) yield pending;
}

function extentAt(layers: readonly ChainLayer[], start: number): ChainExtent {
  let length = layers[0]!.size - start;
  for (let depth = 0; ; depth++) {
    const layer = layers[depth]!;
    const run = layer.run(start, Math.min(length, layer.size - start));
    length = run.bytes;
    const present = isPresent(run.kind);
    const below = layers[depth + 1];
    if (present || !below || start >= below.size) {
      const data = run.kind === Kind.data;
      return { start, length, depth, present, zero: !data, data, offset: run.host };
    }
  }
}

function merges(last: ChainExtent, next: ChainExtent): boolean {
  return (
    last.depth === next.depth &&
    last.present === next.present &&
    last.data === next.data &&
    (last.offset === -1 ? next.offset === -1 : next.offset === last.offset + last.length)
  );
}
