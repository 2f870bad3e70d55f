import { plus, type Sourced, times } from '../../../sourced.ts';
import { assumed, difference, recorded } from './recorded.ts';

export const fileSystems = ['ext4', 'xfs', 'btrfs'] as const;
export type FileSystem = (typeof fileSystems)[number];

export const operations = [
  'read',
  'write1',
  'trunc',
  'chmod',
  'rename',
  'unlink',
  'chmod_then_write1',
] as const;
export type Operation = (typeof operations)[number];

/** A first operation on a file that lies in a lower layer. */
export interface CopyUpCase {
  lower: FileSystem;
  upper: FileSystem;
  op: Operation;
  sizeMib: number;
  /** Data in it; less than its size where it has holes. */
  dataMib: number;
  metacopy: boolean;
  volatile: boolean;
}

/** What it costs: time of the call that copies up (fsync apart), bytes at the device, blocks of the new upper file. */
export interface CopyUpCost {
  how: 'nothing' | 'attributes' | 'data copied' | 'extents shared';
  callUs: Sourced;
  bytesWritten: Sourced;
  upperBlocksBytes: Sourced;
}

const MIB = 2 ** 20;
const bytes = (value: number, what: string) => recorded(value, 'byte', what, 0.15);
const us = (value: number, what: string) => recorded(value, 'us', what, 0.3);

/** Bytes of metadata and journal that each operation writes. */
const metadata: Readonly<
  Record<
    FileSystem,
    {
      write: number;
      trunc: number;
      chmod: number;
      metacopy: number;
      unlink: number;
      rename: number;
    }
  >
> = {
  ext4: {
    write: 77_824,
    trunc: 61_440,
    chmod: 77_824,
    metacopy: 65_536,
    unlink: 49_152,
    rename: 81_920,
  },
  xfs: { write: 7680, trunc: 6656, chmod: 2048, metacopy: 2048, unlink: 2048, rename: 3072 },
  btrfs: {
    write: 311_296,
    trunc: 241_664,
    chmod: 172_032,
    metacopy: 172_032,
    unlink: 172_032,
    rename: 172_032,
  },
};
/** A volatile overlay leaves out the syncs, and with them what they write of the journal. */
const unsynced: Readonly<Record<FileSystem, number>> = { ext4: 69_632, xfs: 7168, btrfs: 241_664 };
/** ext4: a block of bitmap, and its copy in the journal, for each block group of 128 MiB that is filled. */
const EXT4_GROUP_MIB = 128;
const EXT4_GROUP_BYTES = 8192;
/** ext4 keeps four extents of 128 MiB in the inode; more take a block of their own. */
const EXT4_EXTENTS_IN_INODE = 4;
/** XFS allocates so much ahead when it copies on write (cowextsize of 32 blocks, less the block written). */
const XFS_AHEAD = 31 * 4096;

const OPEN = us(28, 'open of a lower file for reading');
const ATTRIBUTES = us(165, 'copy-up of attributes alone: temporary file, xattrs, rename');
const SHARED = us(195, 'copy-up by reflink: the same and one clone call, whatever the size');
const COPY_MIB = us(495, 'page cache to page cache, per MiB (volatile overlay, ext4)');
/** Without `volatile` the data is on the disk before the file appears: this disk's speed, not the kernel's. */
const FLUSH_BASE = us(1900, 'what a flush of 1 MiB takes beyond its data');
const FLUSH_MIB = us(2000, 'flush per MiB, up to 128 MiB at once');
const FLUSH_SLOW_MIB = us(4400, 'flush per MiB beyond it (1 GiB)');
const FLUSH_FAST_MIB = assumed(256, 'MiB', 'where this disk turns slow: between 128 MiB and 1 GiB');
const WHITEOUT = us(120, 'unlink of a lower file: a whiteout in the upper');
const RENAME = us(270, 'rename of a lower file by reflink: copy-up, whiteout, redirect');

export const sharesExtents = ({ lower, upper }: CopyUpCase): boolean =>
  lower === upper && lower !== 'ext4';

function copyTime({ dataMib, volatile }: CopyUpCase): Sourced {
  const copied = plus(ATTRIBUTES, times(COPY_MIB, dataMib));
  if (volatile) return copied;
  const fast = Math.min(dataMib, FLUSH_FAST_MIB.value);
  return plus(copied, FLUSH_BASE, times(FLUSH_MIB, fast), times(FLUSH_SLOW_MIB, dataMib - fast));
}

/** Copying the data, or sharing its extents. */
function withData(input: CopyUpCase, written: number): CopyUpCost {
  const { upper, dataMib, sizeMib } = input;
  // A byte written into a hole takes a block beside the data.
  const filled = dataMib < sizeMib && input.op !== 'chmod' ? 4096 : 0;
  const data = dataMib * MIB;
  if (sharesExtents(input)) {
    const ahead = upper === 'xfs' && input.op !== 'chmod' && dataMib === sizeMib ? XFS_AHEAD : 0;
    return {
      how: 'extents shared',
      callUs: SHARED,
      bytesWritten: bytes(written, `${upper}: metadata of a reflink`),
      upperBlocksBytes: bytes(data + ahead + filled, 'shared extents count in full'),
    };
  }
  const groups = Math.floor(dataMib / EXT4_GROUP_MIB);
  const extents = groups > EXT4_EXTENTS_IN_INODE ? 4096 : 0;
  return {
    how: 'data copied',
    callUs: copyTime(input),
    bytesWritten: bytes(
      data + written + groups * EXT4_GROUP_BYTES + extents,
      `data, metadata and journal of ${upper}`,
    ),
    upperBlocksBytes: bytes(data + extents + filled, 'the copy'),
  };
}

function attributesAlone(upper: FileSystem, written: number, blocks: number): CopyUpCost {
  return {
    how: 'attributes',
    callUs: ATTRIBUTES,
    bytesWritten: bytes(written, `${upper}: metadata`),
    upperBlocksBytes: bytes(blocks, 'blocks of the upper file'),
  };
}

/** The first operation on a lower file. A chmod under metacopy leaves the data below until it is written. */
export function copyUp(input: CopyUpCase): CopyUpCost {
  const { upper, op, metacopy, volatile } = input;
  const own = metadata[upper];
  switch (op) {
    case 'read':
      return { ...attributesAlone(upper, 0, 0), how: 'nothing', callUs: OPEN };
    case 'unlink':
      return { ...attributesAlone(upper, own.unlink, 0), callUs: WHITEOUT };
    case 'trunc':
      return attributesAlone(upper, own.trunc, 4096);
    case 'chmod':
      return metacopy
        ? attributesAlone(upper, own.metacopy, upper === 'ext4' ? 4096 : 0)
        : withData(input, own.chmod);
    case 'rename': {
      const copied = withData(input, own.rename);
      return copied.how === 'extents shared'
        ? {
            ...copied,
            callUs: RENAME,
            upperBlocksBytes: bytes(0, 'not looked at: it has another name'),
          }
        : { ...copied, upperBlocksBytes: bytes(0, 'not looked at: it has another name') };
    }
    case 'chmod_then_write1': {
      const copied = withData(input, own.write);
      return copied.how === 'extents shared'
        ? { ...copied, callUs: us(90, 'the data alone: attributes were copied up before') }
        : copied;
    }
    default:
      return withData(input, volatile ? unsynced[upper] : own.write);
  }
}

/** Path look-ups through layers, microseconds. */
export interface LookupCost {
  firstBottom: Sourced;
  firstTop: Sourced;
  firstMissing: Sourced;
  again: Sourced;
  openClose: Sourced;
}

/** First look-ups ask every layer above the one that has the name; then the overlay's own dentry answers. */
export function lookupCost(layers: number): LookupCost {
  const plain = layers === 0;
  const by = (base: number, layer: number, what: string) =>
    plus(us(base, what), times(difference(layer, 'us', `${what}, a layer more`), layers));
  return {
    firstBottom: plain ? us(4.9, 'stat without overlay') : by(12, 0.72, 'first stat, bottom layer'),
    firstTop: plain ? us(4.9, 'stat without overlay') : us(11.7, 'first stat, top layer'),
    firstMissing: plain
      ? us(4.2, 'stat without overlay')
      : by(7.2, 0.76, 'first stat, no such file'),
    again: plain ? us(4.4, 'stat without overlay') : us(6.2, 'stat again'),
    openClose: plain ? us(5.3, 'open and close') : us(7.9, 'open and close through an overlay'),
  };
}

/** Whether two containers that read the same file share its pages: one inode below means one page cache. */
export function sharesPages(input: { sameLower: boolean; chmodded: boolean; metacopy: boolean }) {
  return input.sameLower && (!input.chmodded || input.metacopy);
}
