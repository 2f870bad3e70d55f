import { nth } from '../../elements.ts';
import { badInput } from '../../errors.ts';
import { PAGE_BYTES, type Run } from './image.ts';

const HEADER_BYTES = 64;
const PROGRAM_HEADER_BYTES = 56;
const PT_LOAD = 1;
const ET_CORE = 4;
const MAX_PROGRAM_HEADERS = 65_534;

/** Reads `length` bytes at `offset`; fewer where the file ends. */
export type ReadAt = (offset: number, length: number) => Uint8Array;

export function isElf(head: Uint8Array): boolean {
  return head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46;
}

/**
 * Runs of a 64-bit little-endian ELF core, as `dump-guest-memory` writes it: one PT_LOAD a piece of guest memory, at its
 * physical address (virtual where every physical address is 0, as in a process core). System V ABI, chapters 4 and 5.
 */
export function readElfCore(file: string, size: number, readAt: ReadAt): Run[] {
  const head = readAt(0, HEADER_BYTES);
  if (head.length < HEADER_BYTES) {
    throw badInput({ file, expected: 'an ELF header of 64 bytes', found: `${head.length} bytes` });
  }
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head[4] !== 2 || head[5] !== 1 || view.getUint16(16, true) !== ET_CORE) {
    throw badInput({
      file,
      expected: 'a 64-bit little-endian ELF core file',
      found: 'another kind of ELF file',
    });
  }
  const tableAt = safe(view.getBigUint64(32, true), file, 32);
  const entryBytes = view.getUint16(54, true);
  const entries = view.getUint16(56, true);
  if (entryBytes < PROGRAM_HEADER_BYTES || entries === 0 || entries > MAX_PROGRAM_HEADERS) {
    throw badInput({
      file,
      offset: 54,
      expected: `1 to ${MAX_PROGRAM_HEADERS} program headers of 56 bytes`,
      found: `${entries} of ${entryBytes}`,
    });
  }
  const table = readAt(tableAt, entries * entryBytes);
  if (table.length < entries * entryBytes) {
    throw badInput({
      file,
      offset: tableAt,
      expected: `${entries * entryBytes} bytes of program headers`,
      found: `${table.length}: the file is truncated`,
    });
  }
  const segments = readSegments(file, size, { bytes: table, at: tableAt, entries, entryBytes });
  return toRuns(file, segments);
}

interface Segment {
  offset: number;
  virtual: number;
  physical: number;
  stored: number;
  bytes: number;
}

function safe(value: bigint, file: string, offset: number): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw badInput({ file, offset, expected: 'a number below 2^53', found: `${value}` });
  }
  return Number(value);
}

/** The program headers: their bytes and where they stand in the file. */
interface HeaderTable {
  bytes: Uint8Array;
  at: number;
  entries: number;
  entryBytes: number;
}

function readSegments(
  file: string,
  size: number,
  { bytes, at: tableAt, entries, entryBytes }: HeaderTable,
): Segment[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments: Segment[] = [];
  for (let i = 0; i < entries; i++) {
    const at = i * entryBytes;
    if (view.getUint32(at, true) !== PT_LOAD) continue;
    const where = tableAt + at;
    const word = (offset: number) => view.getBigUint64(at + offset, true);
    const field = (offset: number) => safe(word(offset), file, where + offset);
    // A kernel address does not fit 53 bits; only its page matters, and only where no physical address is given.
    const virtual = Number(word(16) & 0xffff_ffff_ffffn);
    const segment = {
      offset: field(8),
      virtual,
      physical: field(24),
      stored: field(32),
      bytes: field(40),
    };
    if (segment.bytes === 0) continue;
    if (
      segment.stored > segment.bytes ||
      segment.bytes % PAGE_BYTES ||
      segment.stored % PAGE_BYTES
    ) {
      throw badInput({
        file,
        offset: where,
        expected: 'segments of whole 4 KiB pages, not larger in the file than in memory',
        found: `${segment.stored} bytes in the file, ${segment.bytes} in memory`,
      });
    }
    if (segment.offset + segment.stored > size) {
      throw badInput({
        file,
        offset: segment.offset,
        expected: `${segment.stored} bytes of memory`,
        found: `${Math.max(0, size - segment.offset)}: the dump is truncated`,
      });
    }
    segments.push(segment);
  }
  if (segments.length === 0) {
    throw badInput({ file, expected: 'memory (PT_LOAD segments)', found: 'none' });
  }
  return segments;
}

function toRuns(file: string, segments: readonly Segment[]): Run[] {
  const physical = segments.some((segment) => segment.physical !== 0);
  const runs = segments
    .map((segment) => ({
      firstFrame: Math.floor((physical ? segment.physical : segment.virtual) / PAGE_BYTES),
      pages: segment.bytes / PAGE_BYTES,
      offset: segment.offset,
      storedPages: segment.stored / PAGE_BYTES,
    }))
    .sort((a, b) => a.firstFrame - b.firstFrame);
  for (let i = 1; i < runs.length; i++) {
    const before = nth(runs, i - 1);
    if (before.firstFrame + before.pages > nth(runs, i).firstFrame) {
      throw badInput({
        file,
        expected: 'segments that do not overlap',
        found: `frame ${nth(runs, i).firstFrame} twice`,
      });
    }
  }
  return runs;
}
