import { badInput } from '../../errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { type Qcow2Header, readU64 } from './header.ts';

const OFFSET_HIGH_MASK = 0x00ff_ffff;
const OFFSET_LOW_MASK = 0xffff_fe00;
const MAX_BITMAPS = 65535;
const MAX_TABLE_ENTRIES = 8 * 1024 * 1024;
const MAX_GRANULARITY_BITS = 31;
const ENTRY_BYTES = 24;
const FLAGS = { inUse: 1, auto: 2 };

/** A persistent dirty bitmap: which parts of the disk were written since it was made. */
export interface StoredBitmap {
  name: string;
  /** Bytes of the disk one bit stands for. */
  granularityBytes: number;
  /** Not closed properly: its bits are not to be trusted. */
  inUse: boolean;
  /** Records as soon as the disk is opened. */
  auto: boolean;
  tableOffset: number;
  tableEntries: number;
}

/** The directory of the bitmaps of an image. */
export function readBitmaps(
  file: ByteSource,
  bitmaps: Qcow2Header['bitmaps'],
  clusterSize: number,
): StoredBitmap[] {
  if (!bitmaps) return [];
  const { directoryOffset, directoryBytes, count } = bitmaps;
  const fail = (offset: number, expected: string, found: number): never => {
    throw badInput({ file: file.path, offset, expected, found: String(found) });
  };
  if (count > MAX_BITMAPS) fail(0, `at most ${MAX_BITMAPS} bitmaps`, count);
  const end = directoryOffset + directoryBytes;
  if (directoryOffset % clusterSize !== 0 || end > file.size) {
    fail(directoryOffset, 'a bitmap directory at a cluster border inside the file', directoryBytes);
  }
  const found: StoredBitmap[] = [];
  for (let at = directoryOffset; found.length < count && at < end; ) {
    const view = new DataView(file.read(at, ENTRY_BYTES).buffer);
    const tableOffset = readU64(view, 0);
    const tableEntries = view.getUint32(8);
    const tableEnd = tableOffset + tableEntries * 8;
    if (tableEntries > MAX_TABLE_ENTRIES || tableEnd > file.size + clusterSize) {
      fail(at + 8, 'a bitmap table inside the file', tableEntries);
    }
    const granularityBits = view.getUint8(17);
    if (granularityBits > MAX_GRANULARITY_BITS) {
      fail(at + 17, `granularity bits of at most ${MAX_GRANULARITY_BITS}`, granularityBits);
    }
    const nameBytes = view.getUint16(18);
    const extraBytes = view.getUint32(20);
    const flags = view.getUint32(12);
    const nameAt = at + ENTRY_BYTES + extraBytes;
    if (nameAt + nameBytes > end) fail(at + 20, 'a bitmap name inside the directory', extraBytes);
    found.push({
      name: new TextDecoder().decode(file.read(nameAt, nameBytes)),
      granularityBytes: 2 ** granularityBits,
      inUse: (flags & FLAGS.inUse) !== 0,
      auto: (flags & FLAGS.auto) !== 0,
      tableOffset,
      tableEntries,
    });
    at += Math.ceil((ENTRY_BYTES + extraBytes + nameBytes) / 8) * 8;
  }
  return found;
}

/** What the bitmaps take of the file: their directory, their tables and their data. */
export function bitmapReferences(
  file: ByteSource,
  header: Qcow2Header['bitmaps'],
  bitmaps: readonly StoredBitmap[],
  clusterSize: number,
): [offset: number, bytes: number][] {
  if (!header) return [];
  const references: [number, number][] = [[header.directoryOffset, header.directoryBytes]];
  for (const { tableOffset, tableEntries } of bitmaps) {
    references.push([tableOffset, tableEntries * 8]);
    const table = new DataView(file.read(tableOffset, tableEntries * 8).buffer);
    for (let entry = 0; entry < tableEntries; entry++) {
      const high = table.getUint32(entry * 8) & OFFSET_HIGH_MASK;
      const low = (table.getUint32(entry * 8 + 4) & OFFSET_LOW_MASK) >>> 0;
      const offset = high * 0x1_0000_0000 + low;
      if (offset !== 0) references.push([offset, clusterSize]);
    }
  }
  return references;
}
