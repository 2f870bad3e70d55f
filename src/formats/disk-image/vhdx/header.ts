import { badInput } from '../../../errors.ts';
import type { ByteSource } from '../../byte-source.ts';
import { ascii, hex } from '../bytes.ts';
import { crc32c } from '../crc32c.ts';

export const VHDX_MAGIC = 'vhdxfile';
const HEADERS_AT = [64 * 1024, 128 * 1024];
const HEADER_BYTES = 4096;
const REGION_TABLES_AT = [192 * 1024, 256 * 1024];
const REGION_TABLE_BYTES = 64 * 1024;
const MAX_REGIONS = 2047;
const MEBIBYTE = 2 ** 20;

/** Regions and metadata items by the bytes of their GUID as they lie in the file. */
const BAT_REGION = '6677c22d23f600429d64115e9bfd4a08';
const METADATA_REGION = '06a27c8b90479a4bb8fe575f050f886e';
const FILE_PARAMETERS = '3767a1ca36fa434db3b633f0aa44e76b';
const DISK_SIZE = '2442a52f1bcd7648b2115dbed83bf4b8';
const LOGICAL_SECTOR = '1dbf41816fa90947ba47f233a8faab5f';

export interface VhdxHeader {
  logGuid: string;
  logAt: number;
  logBytes: number;
}

interface Region {
  at: number;
  bytes: number;
}

export interface VhdxRegions {
  table: Region;
  metadata: Region;
}

export interface VhdxMetadata {
  blockSize: number;
  hasParent: boolean;
  size: number;
  sectorSize: number;
}

/** The valid one of two headers, or the younger of two valid ones. */
export function readHeader(file: ByteSource): VhdxHeader {
  let active: DataView | null = null;
  for (const at of HEADERS_AT) {
    const view = new DataView(file.read(at, HEADER_BYTES).buffer);
    const valid =
      ascii(view, 0, 4) === 'head' && checksumHolds(view) && view.getUint16(66, true) === 1;
    if (valid && (!active || view.getBigUint64(8, true) > active.getBigUint64(8, true)))
      active = view;
  }
  if (!active) {
    throw badInput({
      file: file.path,
      offset: HEADERS_AT[0],
      expected: 'a VHDX header of version 1 with the right checksum, here or at 131072',
      found: 'none',
    });
  }
  const header = {
    logGuid: hex(new Uint8Array(active.buffer, 48, 16)),
    logBytes: active.getUint32(68, true),
    logAt: Number(active.getBigUint64(72, true)),
  };
  if (header.logAt % MEBIBYTE !== 0 || header.logBytes % MEBIBYTE !== 0) {
    const found = `${header.logBytes} bytes at ${header.logAt}`;
    throw badInput({ file: file.path, expected: 'a VHDX log in whole MiB', found });
  }
  return header;
}

function checksumHolds(view: DataView): boolean {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return crc32c(bytes, 4) === view.getUint32(4, true);
}

/** Where the block table and the metadata lie. */
export function readRegions(file: ByteSource): VhdxRegions {
  const fail = (offset: number, expected: string, found: unknown): never => {
    throw badInput({ file: file.path, offset, expected, found: String(found) });
  };
  for (const at of REGION_TABLES_AT) {
    const view = new DataView(file.read(at, REGION_TABLE_BYTES).buffer);
    const count = view.getUint32(8, true);
    if (ascii(view, 0, 4) !== 'regi' || !checksumHolds(view) || count > MAX_REGIONS) continue;
    const found = new Map<string, Region>();
    for (let entry = 16; entry < 16 + count * 32; entry += 32) {
      const guid = hex(new Uint8Array(view.buffer, entry, 16));
      const region = {
        at: Number(view.getBigUint64(entry + 16, true)),
        bytes: view.getUint32(entry + 24, true),
      };
      const required = (view.getUint32(entry + 28, true) & 1) === 1;
      if (guid !== BAT_REGION && guid !== METADATA_REGION) {
        if (required) fail(at + entry, 'a region known to VHDX 1', `GUID ${guid}`);
        continue;
      }
      if (
        region.at < MEBIBYTE ||
        region.at % MEBIBYTE !== 0 ||
        region.at + region.bytes > file.size
      ) {
        fail(at + entry + 16, `a region inside the file of ${file.size} bytes`, region.at);
      }
      found.set(guid, region);
    }
    const table = found.get(BAT_REGION);
    const metadata = found.get(METADATA_REGION);
    if (!table || !metadata) return fail(at, 'a block table and metadata', 'one of them at most');
    return { table, metadata };
  }
  return fail(REGION_TABLES_AT[0]!, 'a VHDX region table with the right checksum', 'none');
}

/** Block size, disk size and sector size. */
export function readMetadata(file: ByteSource, region: Region): VhdxMetadata {
  const fail = (offset: number, expected: string, found: unknown): never => {
    throw badInput({ file: file.path, offset: region.at + offset, expected, found: String(found) });
  };
  const table = new DataView(file.read(region.at, REGION_TABLE_BYTES).buffer);
  const count = table.getUint16(10, true);
  if (ascii(table, 0, 8) !== 'metadata' || count > MAX_REGIONS) {
    fail(0, `a metadata table of at most ${MAX_REGIONS} items`, `${count} items`);
  }
  const item = (guid: string, bytes: number, name: string): DataView => {
    for (let entry = 32; entry < 32 + count * 32; entry += 32) {
      if (hex(new Uint8Array(table.buffer, entry, 16)) !== guid) continue;
      const at = table.getUint32(entry + 16, true);
      if (at + bytes > region.bytes) fail(entry + 16, `${name} inside its region`, at);
      return new DataView(file.read(region.at + at, bytes).buffer);
    }
    return fail(0, `the item "${name}"`, 'none');
  };
  const parameters = item(FILE_PARAMETERS, 8, 'file parameters');
  const blockSize = parameters.getUint32(0, true);
  const size = Number(item(DISK_SIZE, 8, 'virtual disk size').getBigUint64(0, true));
  const sectorSize = item(LOGICAL_SECTOR, 4, 'logical sector size').getUint32(0, true);
  const power = Math.log2(blockSize);
  if (!Number.isInteger(power) || power < 20 || power > 28) {
    fail(0, 'blocks of a power of two from 1 to 256 MiB', blockSize);
  }
  if (sectorSize !== 512 && sectorSize !== 4096)
    fail(0, 'sectors of 512 or 4096 bytes', sectorSize);
  if (size > 2 ** 46 || size % sectorSize !== 0) {
    fail(0, 'a disk of whole sectors, at most 64 TiB', size);
  }
  return { blockSize, hasParent: (parameters.getUint32(4, true) & 2) === 2, size, sectorSize };
}
