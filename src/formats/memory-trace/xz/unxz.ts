import { Readable } from 'node:stream';
import xz from 'xz-decompress';
import { formatBytes } from '../../../format.ts';
import type { ByteChunks } from '../memory-trace.ts';
import { ByteReader } from './byte-reader.ts';
import { CheckId, checkBytes, checkOf, crc32Bytes } from './checks.ts';
import { filterOf, LZMA2, type StreamFilter } from './filters.ts';

/**
 * The library decodes LZMA2 blocks with the checks none, CRC32 and CRC64. The format has more of both: what goes
 * around LZMA2 (branch and delta filters, SHA-256) is undone here, and each block reaches the library as a stream
 * of its own. Format: section numbers of "The .xz File Format", version 1.2.1.
 */
const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];
const LIBRARY_CHECKS: readonly number[] = [CheckId.none, CheckId.crc32, CheckId.crc64];
/** The most the library's decoder takes (64 MiB is what xz -9 makes). */
const MAX_DICTIONARY_BYTES = 64 * 2 ** 20;
const PIECE_BYTES = 64 * 1024;

interface Block {
  headerBytes: number;
  /** Encoded size of the LZMA2 dictionary. */
  dictionary: number;
  /** In the order in which they are undone. */
  filters: StreamFilter[];
}

function expectCrc(bytes: Uint8Array, stored: Uint8Array, what: string): void {
  if (crc32Bytes(bytes).some((byte, i) => byte !== stored[i]))
    throw new Error(`a ${what} whose checksum differs`);
}

/** A number of seven bits a byte, at most 63 bits (section 1.2). */
function numberAt(bytes: Uint8Array, from: number): { value: number; next: number } {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[from + i];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if ((byte & 0x80) === 0) return { value, next: from + i + 1 };
  }
  throw new Error('a number without an end in a block header');
}

function encoded(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 0x80);
  }
}

/** Bytes of a dictionary (section 5.3.1). */
const dictionaryBytes = (code: number) =>
  code === 40 ? 2 ** 32 - 1 : (2 | (code & 1)) * 2 ** (Math.floor(code / 2) + 11);

/** Section 3.1. `first` is the size byte. */
async function blockHeader(reader: ByteReader, first: number): Promise<Block> {
  const headerBytes = (first + 1) * 4;
  const rest = await reader.exactly(headerBytes - 1);
  const header = Uint8Array.of(first, ...rest.subarray(0, -4));
  expectCrc(header, rest.subarray(-4), 'block header');
  const flags = header[1]!;
  if ((flags & 0x3c) !== 0)
    throw new Error('a block header with options of a later version of the format');
  let at = 2;
  for (const bit of [0x40, 0x80]) if (flags & bit) at = numberAt(header, at).next;
  const filters: StreamFilter[] = [];
  for (let left = flags & 3; ; left--) {
    const id = numberAt(header, at);
    const size = numberAt(header, id.next);
    at = size.next + size.value;
    const properties = header.subarray(size.next, at);
    if (properties.length !== size.value) throw new Error('a block header cut short');
    if (left === 0) {
      if (id.value !== LZMA2 || properties.length !== 1 || properties[0]! > 40) {
        throw new Error(
          `an unsupported option: filter 0x${id.value.toString(16)} where LZMA2 has to stand`,
        );
      }
      return { headerBytes, dictionary: properties[0]!, filters: filters.reverse() };
    }
    const filter = filterOf(id.value, properties);
    if (!filter)
      throw new Error(
        `an unsupported option: filter 0x${id.value.toString(16)} (xz --list -vv names it)`,
      );
    filters.push(filter);
  }
}

interface Sizes {
  packed: number;
  plain: number;
}

/** LZMA2 chunks of a block up to and with the end mark (section 5.3.1); adds up their sizes. */
async function* lzma2Chunks(reader: ByteReader, sizes: Sizes): ByteChunks {
  for (;;) {
    const control = await reader.exactly(1);
    sizes.packed += 1;
    yield control;
    const kind = control[0]!;
    if (kind === 0) return;
    if (kind > 2 && kind < 0x80) throw new Error(`an LZMA2 chunk of unknown kind ${kind}`);
    const head = await reader.exactly(kind < 3 ? 2 : kind >= 0xc0 ? 5 : 4);
    const low = (head[0]! << 8) | head[1]!;
    sizes.plain += kind < 3 ? low + 1 : ((kind & 0x1f) << 16) + low + 1;
    const data = kind < 3 ? low + 1 : ((head[2]! << 8) | head[3]!) + 1;
    sizes.packed += head.length + data;
    yield head;
    for (let left = data; left > 0; ) {
      const piece = await reader.exactly(Math.min(left, PIECE_BYTES));
      left -= piece.length;
      yield piece;
    }
  }
}

const withCrc = (bytes: readonly number[]) => [...bytes, ...crc32Bytes(Uint8Array.from(bytes))];
const paddingOf = (length: number) => new Array<number>((4 - (length % 4)) % 4).fill(0);

/** A block without filters of its own as a stream by itself, with a check that the library knows. */
async function* oneBlock(reader: ByteReader, block: Block, check: number): ByteChunks {
  const flags = [0, check];
  yield Uint8Array.from([...MAGIC, ...flags, ...crc32Bytes(Uint8Array.from(flags))]);
  const header = withCrc([2, 0, LZMA2, 1, block.dictionary, 0, 0, 0]);
  yield Uint8Array.from(header);
  const sizes = { packed: 0, plain: 0 };
  yield* lzma2Chunks(reader, sizes);
  await skipPadding(reader, block.headerBytes + sizes.packed);
  yield Uint8Array.from(paddingOf(header.length + sizes.packed));
  if (check !== CheckId.none) yield await reader.exactly(checkBytes(check));
  const unpadded = header.length + sizes.packed + checkBytes(check);
  const records = [0, 1, ...encoded(unpadded), ...encoded(sizes.plain)];
  const index = withCrc([...records, ...paddingOf(records.length)]);
  const backward = index.length / 4 - 1;
  const footer = [backward & 0xff, (backward >> 8) & 0xff, 0, 0, ...flags];
  yield Uint8Array.from([...index, ...crc32Bytes(Uint8Array.from(footer)), ...footer, 0x59, 0x5a]);
}

async function skipPadding(reader: ByteReader, length: number): Promise<void> {
  if ((await reader.exactly((4 - (length % 4)) % 4)).some((byte) => byte !== 0))
    throw new Error('padding that is not zero');
}

/** Plain bytes of a whole stream that the library knows. */
async function* fromLibrary(chunks: ByteChunks): ByteChunks {
  // The decoder swallows errors of its source: they are kept and thrown here.
  let failure: unknown;
  async function* source(): ByteChunks {
    try {
      yield* chunks;
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  const stream = Readable.toWeb(Readable.from(source())) as unknown as ReadableStream<Uint8Array>;
  const reader = new xz.XzReadableStream(stream).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      // The decoder hands out a view of memory that it writes over.
      if (value.length > 0) yield value.slice();
    }
  } catch (error) {
    throw failure ?? error;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

async function* filtered(plain: ByteChunks, filters: readonly StreamFilter[]): ByteChunks {
  const through = (bytes: Uint8Array, from: number) =>
    filters.slice(from).reduce((piece, filter) => filter.push(piece), bytes);
  for await (const bytes of plain) yield through(bytes, 0);
  for (const [i, filter] of filters.entries()) yield through(filter.end(), i + 1);
}

async function* blockBytes(reader: ByteReader, block: Block, check: number): ByteChunks {
  const needed = dictionaryBytes(block.dictionary);
  if (needed > MAX_DICTIONARY_BYTES) {
    throw new Error(
      `an unsupported option: a dictionary of ${formatBytes(needed)}, at most ${formatBytes(MAX_DICTIONARY_BYTES)} is read (xz -9 or less)`,
    );
  }
  if (block.filters.length === 0 && LIBRARY_CHECKS.includes(check)) {
    yield* fromLibrary(oneBlock(reader, block, check));
    return;
  }
  const sum = checkOf(check);
  if (!sum) throw new Error(`an unsupported option: check ${check}`);
  for await (const bytes of filtered(
    fromLibrary(oneBlock(reader, block, CheckId.none)),
    block.filters,
  )) {
    sum.update(bytes);
    if (bytes.length > 0) yield bytes;
  }
  const stored = await reader.exactly(checkBytes(check));
  if (sum.digest().some((byte, i) => byte !== stored[i]))
    throw new Error('bytes whose checksum differs');
}

/** The index and the footer (sections 4 and 2.1.2), from after the index mark. */
async function skipIndex(reader: ByteReader, blocks: number): Promise<void> {
  let length = 1;
  const next = async () => {
    const bytes: number[] = [];
    do bytes.push((await reader.exactly(1))[0]!);
    while (bytes.at(-1)! & 0x80 && bytes.length < 10);
    length += bytes.length;
    return numberAt(Uint8Array.from(bytes), 0).value;
  };
  if ((await next()) !== blocks) throw new Error('an index of another number of blocks');
  for (let i = 0; i < 2 * blocks; i++) await next();
  await skipPadding(reader, length);
  await reader.exactly(4);
  const footer = await reader.exactly(12);
  expectCrc(footer.subarray(4, 10), footer, 'footer');
  if (footer[10] !== 0x59 || footer[11] !== 0x5a) throw new Error('no footer');
}

/** One stream, from after its first byte. */
async function* stream(reader: ByteReader): ByteChunks {
  const head = await reader.exactly(11);
  if (MAGIC.slice(1).some((byte, i) => head[i] !== byte))
    throw new Error('bytes behind the stream that are no xz');
  expectCrc(head.subarray(5, 7), head.subarray(7), 'stream header');
  if (head[5] !== 0 || head[6]! > 15)
    throw new Error('a stream header of a later version of the format');
  for (let blocks = 0; ; blocks++) {
    const first = (await reader.exactly(1))[0]!;
    if (first === 0) return skipIndex(reader, blocks);
    yield* blockBytes(reader, await blockHeader(reader, first), head[6]!);
  }
}

/** Plain bytes of an xz file: streams behind one another, with any filter and check. Errors say what was found. */
export async function* unxz(chunks: ByteChunks): ByteChunks {
  const reader = new ByteReader(chunks);
  try {
    for (let padding = 0; ; ) {
      const byte = (await reader.some(1))?.[0];
      if (byte === undefined) return;
      // Streams may have zeros between and behind them, four at a time (section 2.2).
      if (byte === 0) padding++;
      else if (padding % 4 !== 0) throw new Error('padding that is no multiple of four bytes');
      else {
        yield* stream(reader);
        padding = 0;
      }
    }
  } finally {
    await reader.close();
  }
}
