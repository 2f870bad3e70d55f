import { badInput } from '../../../errors.ts';
import type { ByteSource } from '../../byte-source.ts';

export const SPARSE_MAGIC = 'KDMV';
export const COWD_MAGIC = 'COWD';
const SPARSE_MAGIC_NUMBER = 0x564d444b;
/** In place of the offset of the grain directory: it is in a footer, as a stream was written. */
const DIRECTORY_AT_END = 0xffff_ffff_ffff_ffffn;
const FLAG_ZERO_GRAIN = 4;
const DEFLATE = 1;
const FOOTER_MARKER = 3;
const MAX_TABLE_ENTRIES = 512;
const COWD_TABLE_ENTRIES = 4096;
const MAX_GRAIN_SECTORS = 0x20_0000;
const MAX_TABLES = 32 * 1024 * 1024;

/** What the map of a sparse extent needs of its header. */
export interface SparseHeader {
  version: number;
  /** Sectors of the extent. */
  sectors: number;
  grainSectors: number;
  tableEntries: number;
  tables: number;
  /** Byte offset of the grain directory. */
  directoryAt: number;
  compressed: boolean;
  zeroGrains: boolean;
  /** Where the descriptor is embedded, in bytes; 0 bytes: nowhere. */
  descriptorAt: number;
  descriptorBytes: number;
}

/** The header of a hosted sparse extent (KDMV), or its footer where the header says so. */
export function readSparseHeader(file: ByteSource): SparseHeader {
  const head = new DataView(file.read(0, 512).buffer);
  if (head.getBigUint64(56, true) !== DIRECTORY_AT_END) return hosted(file, head, 0);
  const end = Math.ceil(file.size / 512) * 512;
  const at = Math.max(0, end - 1024);
  const marker = new DataView(file.read(Math.max(0, end - 1536), 512).buffer);
  const footer = new DataView(file.read(at, 512).buffer);
  if (marker.getUint32(12, true) !== FOOTER_MARKER || !isSparse(footer)) {
    throw badInput({
      file: file.path,
      offset: at,
      expected: 'the footer of a stream-optimized VMDK',
      found: 'other bytes: the file may be cut short',
    });
  }
  return hosted(file, footer, at);
}

const isSparse = (view: DataView) => view.getUint32(0, true) === SPARSE_MAGIC_NUMBER;

function hosted(file: ByteSource, view: DataView, at: number): SparseHeader {
  const u64 = (offset: number) => Number(view.getBigUint64(offset, true));
  const fail = refuse(file, at);
  const version = view.getUint32(4, true);
  if (version < 1 || version > 3) fail(4, 'version 1 to 3 of a VMDK', version);
  const tableEntries = view.getUint32(44, true);
  if (tableEntries === 0 || tableEntries > MAX_TABLE_ENTRIES) {
    fail(44, `1 to ${MAX_TABLE_ENTRIES} entries of a grain table`, tableEntries);
  }
  const grainSectors = checkedGrain(u64(20), fail);
  const sectors = checkedSectors(u64(12), fail);
  if (u64(64) * 512 > Math.ceil(file.size / 512) * 512) {
    fail(64, `grains inside the file of ${file.size} bytes`, `from ${u64(64) * 512}`);
  }
  return {
    version,
    sectors,
    grainSectors,
    tableEntries,
    tables: checkedTables(Math.ceil(sectors / (tableEntries * grainSectors)), fail),
    directoryAt: u64(56) * 512,
    compressed: view.getUint16(77, true) === DEFLATE,
    zeroGrains: (view.getUint32(8, true) & FLAG_ZERO_GRAIN) !== 0,
    descriptorAt: u64(28) * 512,
    descriptorBytes: u64(36) * 512,
  };
}

/** The header of an ESX copy-on-write extent (COWD). */
export function readCowdHeader(file: ByteSource): SparseHeader {
  const view = new DataView(file.read(0, 512).buffer);
  const fail = refuse(file, 0);
  const sectors = checkedSectors(view.getUint32(12, true), fail);
  const grainSectors = checkedGrain(view.getUint32(16, true), fail);
  const tables = checkedTables(view.getUint32(24, true), fail);
  if (tables * COWD_TABLE_ENTRIES * grainSectors < sectors) {
    fail(24, `grain tables for ${sectors} sectors`, tables);
  }
  return {
    version: view.getUint32(4, true),
    sectors,
    grainSectors,
    tableEntries: COWD_TABLE_ENTRIES,
    tables,
    directoryAt: view.getUint32(20, true) * 512,
    compressed: false,
    zeroGrains: false,
    descriptorAt: 0,
    descriptorBytes: 0,
  };
}

type Fail = (offset: number, expected: string, found: unknown) => never;

function refuse(file: ByteSource, at: number): Fail {
  return (offset, expected, found) => {
    throw badInput({ file: file.path, offset: at + offset, expected, found: String(found) });
  };
}

function checkedGrain(sectors: number, fail: Fail): number {
  if (sectors >= 1 && sectors <= MAX_GRAIN_SECTORS) return sectors;
  return fail(20, `grains of 1 to ${MAX_GRAIN_SECTORS} sectors`, sectors);
}

function checkedSectors(sectors: number, fail: Fail): number {
  if (sectors >= 1 && Number.isSafeInteger(sectors * 512)) return sectors;
  return fail(12, 'a disk of 1 to 2^44 sectors', sectors);
}

function checkedTables(tables: number, fail: Fail): number {
  if (tables <= MAX_TABLES) return tables;
  return fail(12, `at most ${MAX_TABLES} grain tables`, tables);
}
