import { type ByteSource, openByteSource } from '../byte-source.ts';
import { QCOW2_MAGIC, type Qcow2Header } from '../qcow2/header.ts';
import { Qcow2File, type Qcow2Surroundings } from '../qcow2/image-file.ts';
import { metadataPreallocated } from '../qcow2/preallocation.ts';
import { localBacking } from './backing.ts';
import { ascii } from './bytes.ts';
import type { DiskLayer } from './layer.ts';
import { VDI_SIGNATURE, VDI_SIGNATURE_AT, VdiImage } from './vdi.ts';
import { VHDX_MAGIC } from './vhdx/header.ts';
import { VhdxImage } from './vhdx/image.ts';
import { isDescriptorText } from './vmdk/descriptor.ts';
import { VmdkImage } from './vmdk/image.ts';
import { COWD_MAGIC, SPARSE_MAGIC } from './vmdk/sparse-header.ts';
import { VPC_MAGIC, VpcImage } from './vpc.ts';

/** A format of disk images, told by its first bytes. */
export interface DiskFormat {
  id: string;
  title: string;
  /** `head`: the first 512 bytes. */
  matches(head: DataView, file: ByteSource): boolean;
  /** null: known by its name alone, not read. */
  open: ((file: ByteSource) => DiskLayer) | null;
  /** What to do with a file that is not read. */
  hint?: string;
  /** How to make such a file; null where it is not read. */
  make: string | null;
}

const startsWith =
  (...texts: readonly string[]) =>
  (head: DataView) =>
    texts.some((text) => ascii(head, 0, text.length) === text);

const make = (format: string) => `qemu-img create -f ${format} FILE 10G`;

/** Every format told from raw; what none of them matches is raw. A new one is a file and a line. */
export const diskFormats: readonly DiskFormat[] = [
  {
    id: 'qcow2',
    title: 'qcow2 with its backing chain, data file, LUKS, bitmaps',
    matches: (head) => head.getUint32(0) === QCOW2_MAGIC && head.getUint32(4) >= 2,
    open: (file) => new Qcow2File(file, surroundings(file)),
    make: make('qcow2'),
  },
  {
    id: 'vmdk',
    title: 'VMDK: sparse, stream-optimized, split, flat by descriptor',
    matches: (head) => startsWith(SPARSE_MAGIC, COWD_MAGIC)(head) || isDescriptor(head),
    open: (file) => new VmdkImage(file),
    make: make('vmdk'),
  },
  {
    id: 'vdi',
    title: 'VDI of VirtualBox',
    matches: (head) => head.getUint32(VDI_SIGNATURE_AT, true) === VDI_SIGNATURE,
    open: (file) => new VdiImage(file),
    make: make('vdi'),
  },
  {
    id: 'vhdx',
    title: 'VHDX of Hyper-V',
    matches: startsWith(VHDX_MAGIC),
    open: (file) => new VhdxImage(file),
    make: make('vhdx'),
  },
  {
    id: 'vpc',
    title: 'VPC (VHD), dynamic',
    matches: startsWith(VPC_MAGIC),
    open: (file) => new VpcImage(file),
    make: make('vpc'),
  },
  refused('qed', 'QED', startsWith('QED\0')),
  refused('parallels', 'Parallels', startsWith('WithoutFreeSpace', 'WithouFreSpacExt')),
  refused('qcow', 'qcow (version 1)', (head) => head.getUint32(0) === QCOW2_MAGIC),
  refused('luks', 'LUKS on the whole file', startsWith('LUKS\xba\xbe')),
  refused('bochs', 'Bochs', startsWith('Bochs Virtual HD Image')),
  refused('sesparse', 'seSparse extent of VMDK', (head) => {
    return head.getBigUint64(0, true) === 0xcafebaben;
  }),
  refused('cloop', 'cloop', startsWith('#!/bin/sh\n#V2.0 Format')),
  // Its mark is at the end. Only what may be one is read there: the kernel takes preallocated space
  // for data once it was read, and the map would change.
  refused('dmg', 'DMG of Apple', (_, { path, size, read }) => {
    if (!/\.dmg$/i.test(path)) return false;
    return ascii(new DataView(read(Math.max(0, size - 512), 4).buffer), 0, 4) === 'koly';
  }),
  refused('ewf', 'EWF (E01)', startsWith('EVF\t\r\n\xff\0'), 'Convert it first: ewfexport FILE'),
  packed('gzip', '\x1f\x8b\x08'),
  packed('xz', '\xfd7zXZ\0'),
  packed('zstd', '\x28\xb5\x2f\xfd'),
  packed('zip', 'PK\x03\x04'),
  packed('7z', '7z\xbc\xaf\x27\x1c'),
  {
    ...packed('tar', ''),
    title: 'tar (an OVA is one)',
    matches: (head) => ascii(head, 257, 5) === 'ustar',
  },
];

/** Whether a text of VMDK starts in the first sector. */
function isDescriptor(head: DataView): boolean {
  return isDescriptorText(ascii(head, 0, head.byteLength));
}

function refused(
  id: string,
  title: string,
  matches: DiskFormat['matches'],
  hint = 'Convert it first: qemu-img convert -O qcow2 FILE NEW',
): DiskFormat {
  return { id, title, matches, open: null, make: null, hint };
}

/** A file that holds a disk image packed, which would otherwise be taken for a small raw disk. */
function packed(id: string, magic: string): DiskFormat {
  const hint = 'Unpack it first, or say --input-format raw if the disk itself starts so';
  return refused(id, `${id}, a packed file`, startsWith(magic), hint);
}

/** Format ids a reference may name: those read here, and raw. */
export const readableFormats: readonly string[] = [
  ...diskFormats.filter(({ open }) => open !== null).map(({ id }) => id),
  'raw',
];

export function detectFormat(file: ByteSource): DiskFormat | null {
  const head = new DataView(file.read(0, 512).buffer);
  return diskFormats.find(({ matches }) => matches(head, file)) ?? null;
}

/** Names in a qcow2 image are looked up beside it; a data file that is not there leaves a map without it. */
function surroundings(file: ByteSource): Qcow2Surroundings {
  return {
    preallocated: metadataPreallocated,
    backing: ({ backingFile, backingFormat }: Qcow2Header) =>
      backingFile === null ? null : localBacking(backingFile, backingFormat, file.path),
    dataFile: ({ dataFile }: Qcow2Header) => {
      const path = dataFile === null ? null : localBacking(dataFile, 'raw', file.path).path;
      if (path === null) return null;
      try {
        return openByteSource(path);
      } catch {
        return null;
      }
    },
  };
}
