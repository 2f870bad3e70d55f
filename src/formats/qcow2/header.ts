import { badInput } from '../../errors.ts';
import { type Geometry, geometry, l1Entries } from '../../qcow2/geometry.ts';
import type { ByteSource } from '../byte-source.ts';

export const QCOW2_MAGIC = 0x514649fb;
const MAX_L1_BYTES = 32 * 1024 * 1024;
const MAX_REFCOUNT_TABLE_BYTES = 8 * 1024 * 1024;
const MAX_SNAPSHOTS = 65536;
const MAX_NAME_BYTES = 1023;

const EXTENSION_BACKING_FORMAT = 0xe2792aca;
const EXTENSION_BITMAPS = 0x23852875;
const EXTENSION_ENCRYPTION = 0x0537be77;
const EXTENSION_DATA_FILE = 0x44415441;
const ENCRYPTION: Readonly<Record<number, 'aes' | 'luks'>> = { 1: 'aes', 2: 'luks' };
/** Autoclear bit: the data file is the disk as a raw file. */
const DATA_FILE_RAW = 2;

const INCOMPATIBLE = { dirty: 1, corrupt: 2, externalData: 4, compressionType: 8, extendedL2: 16 };

export interface Qcow2Header {
  version: 2 | 3;
  shape: Geometry;
  /** Bytes of the virtual disk. */
  size: number;
  backingFile: string | null;
  backingFormat: string | null;
  l1Offset: number;
  l1Entries: number;
  refcountTableOffset: number;
  refcountTableClusters: number;
  refcountBits: number;
  snapshotCount: number;
  snapshotOffset: number;
  dirty: boolean;
  corrupt: boolean;
  lazyRefcounts: boolean;
  compressionType: 'zlib' | 'zstd';
  bitmaps: { count: number; directoryOffset: number; directoryBytes: number } | null;
  /** How the contents are encrypted; the tables never are. */
  encryption: 'aes' | 'luks' | null;
  /** Where the key slots of LUKS lie. */
  encryptionArea: { offset: number; bytes: number } | null;
  /** Guest data is in a file of its own. */
  externalData: boolean;
  /** The name of that file, where the image has one. */
  dataFile: string | null;
  dataFileRaw: boolean;
}

/** Reads a big-endian 64-bit number; above 2^53 only multiples of 2^11 are exact, and every limit is below. */
export function readU64(view: DataView, offset: number): number {
  return view.getUint32(offset) * 0x1_0000_0000 + view.getUint32(offset + 4);
}

type Fail = (offset: number, expected: string, found: string | number) => never;

/** The first 112 bytes of a file, and how to refuse them. */
interface Fields {
  file: ByteSource;
  view: DataView;
  fail: Fail;
}

/** The header of a qcow2 image (versions 2 and 3), every field checked before anything follows it. */
export function readHeader(file: ByteSource): Qcow2Header {
  const view = new DataView(file.read(0, 112).buffer);
  const fail = (offset: number, expected: string, found: string | number): never => {
    throw badInput({ file: file.path, offset, expected, found: String(found) });
  };
  const fields = { file, view, fail };
  const format = readFormat(fields);
  const tables = readTables(fields, format.shape);
  const name = readName(fields, format.shape.clusterSize);
  const extensions = readExtensions(file, format.headerBytes, name.extensionsEnd, fail);
  const { version, shape, has, compatible, method, headerBytes } = format;
  const externalData = has(INCOMPATIBLE.externalData);
  const zstd = has(INCOMPATIBLE.compressionType) && headerBytes > 104 && view.getUint8(104) === 1;
  return {
    version,
    shape,
    ...tables,
    backingFile: name.backingFile,
    refcountBits: 2 ** format.refcountOrder,
    dirty: has(INCOMPATIBLE.dirty),
    corrupt: has(INCOMPATIBLE.corrupt),
    lazyRefcounts: (compatible & 1) === 1,
    compressionType: zstd ? 'zstd' : 'zlib',
    encryption: ENCRYPTION[method] ?? null,
    externalData,
    dataFileRaw: externalData && (view.getUint32(92) & DATA_FILE_RAW) !== 0,
    ...fromExtensions(extensions, externalData),
  };
}

/** Version, features, cluster size and widths: what the rest is read by. */
function readFormat({ view, fail }: Fields) {
  if (view.getUint32(0) !== QCOW2_MAGIC) fail(0, 'the magic of a qcow2 image', 'other bytes');
  const version = view.getUint32(4);
  if (version !== 2 && version !== 3) return fail(4, 'version 2 or 3', version);
  const clusterBits = view.getUint32(20);
  if (clusterBits < 9 || clusterBits > 21) fail(20, 'cluster bits from 9 to 21', clusterBits);
  const method = view.getUint32(32);
  if (method !== 0 && !ENCRYPTION[method]) fail(32, 'encryption by AES (1) or LUKS (2)', method);
  const features = version === 3 ? readU64(view, 72) : 0;
  const compatible = version === 3 ? view.getUint32(84) : 0;
  const has = (bit: number) => Math.floor(features / bit) % 2 === 1;
  if (features >= 32) fail(72, 'known incompatible features', `0x${features.toString(16)}`);
  const extended = has(INCOMPATIBLE.extendedL2);
  if (extended && clusterBits < 14)
    fail(20, 'cluster bits of 14 or more with extended L2', clusterBits);
  const shape = geometry(2 ** clusterBits, extended);
  const { clusterSize } = shape;
  const refcountOrder = version === 3 ? view.getUint32(96) : 4;
  if (refcountOrder > 6) fail(96, 'a refcount order of at most 6', refcountOrder);
  const headerBytes = version === 3 ? view.getUint32(100) : 72;
  if (version === 3 && (headerBytes < 104 || headerBytes > clusterSize || headerBytes % 8 !== 0)) {
    fail(100, `a header length from 104 to ${clusterSize}, a multiple of 8`, headerBytes);
  }
  return { version, shape, has, compatible, method, refcountOrder, headerBytes } as const;
}

/** Size of the disk, and where the tables are: inside the file, at cluster borders. */
function readTables({ file, view, fail }: Fields, shape: Geometry) {
  const { clusterSize } = shape;
  const table = (field: number, offset: number, bytes: number, what: string) => {
    if (offset % clusterSize !== 0) fail(field, `${what} at a cluster border`, offset);
    if (bytes > 0 && offset + bytes > file.size + clusterSize) {
      fail(field, `${what} inside the file of ${file.size} bytes`, offset + bytes);
    }
  };
  const size = readU64(view, 24);
  const entries = view.getUint32(36);
  const l1Offset = readU64(view, 40);
  if (size > 2 ** 53) fail(24, 'a disk of at most 2^53 bytes', size);
  if (entries * 8 > MAX_L1_BYTES) fail(36, 'an L1 table of at most 32 MiB', entries * 8);
  if (entries < l1Entries(shape, size)) fail(36, `${l1Entries(shape, size)} L1 entries`, entries);
  table(40, l1Offset, entries * 8, 'the L1 table');
  const refcountTableOffset = readU64(view, 48);
  const refcountTableClusters = view.getUint32(56);
  if (refcountTableClusters * clusterSize > MAX_REFCOUNT_TABLE_BYTES) {
    fail(56, 'a refcount table of at most 8 MiB', refcountTableClusters * clusterSize);
  }
  if (refcountTableClusters === 0) fail(56, 'a refcount table', 'none');
  table(48, refcountTableOffset, refcountTableClusters * clusterSize, 'the refcount table');
  const snapshotCount = view.getUint32(60);
  const snapshotOffset = readU64(view, 64);
  if (snapshotCount > MAX_SNAPSHOTS) fail(60, 'at most 65536 snapshots', snapshotCount);
  table(64, snapshotOffset, snapshotCount * 40, 'the snapshot table');
  return {
    size,
    l1Offset,
    l1Entries: entries,
    refcountTableOffset,
    refcountTableClusters,
    snapshotCount,
    snapshotOffset,
  };
}

/** The name of the backing file, and how far extensions may reach. */
function readName({ file, view, fail }: Fields, clusterSize: number) {
  const nameOffset = readU64(view, 8);
  const nameBytes = view.getUint32(16);
  if (nameOffset > clusterSize) {
    fail(8, 'the backing file name in the first cluster', nameOffset);
  }
  if (
    nameOffset !== 0 &&
    nameBytes > Math.min(MAX_NAME_BYTES, clusterSize - Math.min(nameOffset, clusterSize))
  ) {
    fail(16, 'the backing file name inside the first cluster, at most 1023 bytes', nameBytes);
  }
  const extensionsEnd = nameOffset === 0 ? clusterSize : nameOffset;
  const backingFile =
    nameOffset === 0 || nameBytes === 0 ? null : text(file.read(nameOffset, nameBytes));
  return { backingFile, extensionsEnd };
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function fromExtensions(extensions: ReadonlyMap<number, Uint8Array>, externalData: boolean) {
  const format = extensions.get(EXTENSION_BACKING_FORMAT);
  const bitmaps = extensions.get(EXTENSION_BITMAPS);
  const area = extensions.get(EXTENSION_ENCRYPTION);
  const dataFile = extensions.get(EXTENSION_DATA_FILE);
  return {
    backingFormat: format ? text(format) : null,
    bitmaps: bitmaps ? bitmapsOf(bitmaps) : null,
    encryptionArea: area ? encryptionArea(area) : null,
    dataFile: externalData && dataFile ? text(dataFile) : null,
  };
}

function bitmapsOf(bytes: Uint8Array): Qcow2Header['bitmaps'] {
  if (bytes.length < 24) return null;
  const fields = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    count: fields.getUint32(0),
    directoryBytes: readU64(fields, 8),
    directoryOffset: readU64(fields, 16),
  };
}

function encryptionArea(bytes: Uint8Array): Qcow2Header['encryptionArea'] {
  if (bytes.length < 16) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { offset: readU64(view, 0), bytes: readU64(view, 8) };
}

/** Header extensions by their type; they lie between the header and the backing file name. */
function readExtensions(
  file: ByteSource,
  start: number,
  end: number,
  fail: Fail,
): Map<number, Uint8Array> {
  const found = new Map<number, Uint8Array>();
  for (let at = start; at + 8 <= end; ) {
    const head = new DataView(file.read(at, 8).buffer);
    const type = head.getUint32(0);
    const length = head.getUint32(4);
    if (type === 0) break;
    if (at + 8 + length > end)
      fail(at + 4, `an extension of at most ${end - at - 8} bytes`, length);
    found.set(type, file.read(at + 8, length));
    at += 8 + Math.ceil(length / 8) * 8;
  }
  return found;
}
