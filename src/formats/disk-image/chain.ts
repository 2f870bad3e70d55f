import { nth } from '../../elements.ts';
import { badInput, printable, UserError } from '../../errors.ts';
import { type ByteSource, openByteSource } from '../byte-source.ts';
import { detectFormat, diskFormats, readableFormats } from './formats.ts';
import type { BackingReference, DiskLayer } from './layer.ts';
import { RawFile } from './raw.ts';

const MAX_DEPTH = 1024;

/** What a layer names below it and what is not there to be read. */
export interface MissingBase {
  name: string;
  /** Layer that names it. */
  below: number;
  reason: string;
}

/** An image and what lies below it, the top layer first. */
export interface DiskChain {
  layers: DiskLayer[];
  /** Where the chain breaks off: what no layer here holds is unknown, not zero. */
  missing: MissingBase | null;
}

/**
 * An image and everything below it. Backing names come from the file and are not trusted: only regular
 * local files are opened. A base that cannot be read is named and the layers above it stand alone; a
 * chain that meets itself is an error. `format` says what the top is, in place of its first bytes.
 */
export function openChain(path: string, format: string | null = null): DiskChain {
  const chain: DiskChain = {
    layers: [openImage(path, { name: path, path, format })],
    missing: null,
  };
  const { layers } = chain;
  const seen = new Set<string>([nth(layers, 0).file.identity]);
  let next = nth(layers, 0).backing;
  try {
    while (next !== null) {
      const opened = openBelow(next, chain);
      if (!opened) break;
      layers.push(opened);
      if (seen.has(opened.file.identity)) {
        const where = opened.file.path;
        throw new UserError(printable(`${path}: the backing chain meets itself at ${where}.`));
      }
      if (layers.length > MAX_DEPTH) {
        throw new UserError(printable(`${path}: the backing chain is longer than ${MAX_DEPTH}.`));
      }
      seen.add(opened.file.identity);
      next = next.backing === undefined ? opened.backing : next.backing;
    }
    return chain;
  } catch (error) {
    closeChain(chain);
    throw error;
  }
}

/** The layer a reference means; null, and the chain knows it, where it cannot be read. */
function openBelow(reference: BackingReference, chain: DiskChain): DiskLayer | null {
  let reason = reference.refusal;
  if (reference.path !== null) {
    try {
      return openImage(reference.path, reference);
    } catch (error) {
      if (!(error instanceof Error) || !('exitCode' in error)) throw error;
      reason = error.message;
    }
  }
  const { name } = reference;
  chain.missing = { name, below: chain.layers.length - 1, reason: reason ?? 'it is no local file' };
  return null;
}

function openImage(path: string, reference: BackingReference): DiskLayer {
  const file = openByteSource(path);
  try {
    return layerOf(file, reference);
  } catch (error) {
    file.close();
    throw error;
  }
}

function layerOf(file: ByteSource, reference: BackingReference): DiskLayer {
  const named = reference.format;
  if (named !== null && !readableFormats.includes(named)) throw unread(file, named);
  const detected = detectFormat(file);
  const format = named === null ? detected : diskFormats.find(({ id }) => id === named);
  if (!format) return new RawFile(file, reference);
  if (!format.open) throw unread(file, format.id);
  if (named !== null && detected !== format) {
    const found = detected ? `one of ${detected.id}` : 'other bytes';
    throw badInput({ file: file.path, offset: 0, expected: `the magic of ${format.id}`, found });
  }
  return format.open(file);
}

function unread(file: ByteSource, format: string): UserError {
  const known = diskFormats.find(({ id }) => id === format);
  const title = known?.title ?? `"${format}"`;
  const readable = readableFormats.join(', ');
  const problem = `a disk image of the format ${title}, which is not read here (${readable} are)`;
  const hint = known?.hint ? ` ${known.hint}.` : '';
  return new UserError(printable(`${file.path}: ${problem}.${hint}`));
}

export function closeChain({ layers }: DiskChain): void {
  for (const layer of layers) layer.close();
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
  /** Which file of that layer, where it has several. */
  source: number;
}

const NOTHING: ChainExtent = {
  start: 0,
  length: 0,
  depth: 0,
  present: false,
  zero: false,
  data: false,
  offset: -1,
  source: 0,
};

/** The flattened map of a chain as it is walked, neighbours merged: what `qemu-img map` prints. */
export function* chainExtents(chain: DiskChain): Generator<ChainExtent> {
  const top = nth(chain.layers, 0);
  let pending: ChainExtent | null = null;
  // A disk of no size is one row of nothing.
  if (top.size === 0) yield { ...NOTHING };
  for (let at = 0; at < top.size; ) {
    const extent = extentAt(chain, at);
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

function extentAt({ layers, missing }: DiskChain, start: number): ChainExtent {
  let length = nth(layers, 0).size - start;
  for (let depth = 0; ; depth++) {
    const layer = nth(layers, depth);
    const run = layer.status(start, Math.min(length, layer.size - start));
    length = run.bytes;
    const { present, data, host: offset, source = 0 } = run;
    const below = layers[depth + 1];
    if (present) return { start, length, depth, present, zero: run.zero, data, offset, source };
    if (!below || start >= below.size) {
      const zero = below !== undefined || missing === null;
      return { start, length, depth, present, zero, data, offset, source };
    }
  }
}

function merges(last: ChainExtent, next: ChainExtent): boolean {
  return (
    last.depth === next.depth &&
    last.present === next.present &&
    last.data === next.data &&
    last.zero === next.zero &&
    (last.offset === -1
      ? next.offset === -1
      : next.offset === last.offset + last.length && next.source === last.source)
  );
}
