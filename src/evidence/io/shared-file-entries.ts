import { num, present } from '../../elements.ts';
import { extentsAfter, type Joining, windowedBytes } from '../../model/io/blocks/shared-extents.ts';
import type { Predictor, Value } from './predictor.ts';
import { pythonSample } from './python-random.ts';
import { numberIn } from './text.ts';

const FILE_BYTES = 256 * 2 ** 20;
const WRITES = 512;
/** The recipe of the recordings: offsets are `random.Random(5).sample(range(blocks), 512)`. */
const SEED = 5;
const XFS_WINDOW = 128 * 1024;

/**
 * Metadata a write adds, in units of 4096-byte guest writes: taken from the recordings with 4096-byte
 * writes (in place, and first overwrite after a snapshot), used for every other write size and phase.
 * [one sync: in place, relocated], [fdatasync after each: in place, relocated]
 */
const metadata: Record<string, readonly [number, number, number, number]> = {
  btrfs: [0.381, 0.381, 30.582, 30.582],
  'btrfs-nodatacow': [0.1, 0.318, 17.066, 25.113],
  xfs: [0, 0.095, 0.041, 2.746],
};
/** Tree bytes btrfs takes beyond the data of 512 relocated blocks (cowfs-btrfs-4096-0-no). */
const BTRFS_TREE_BYTES = 294_912;

/** Overwrites of a file on file systems that share extents. */
export const sharedFileEntries: readonly Predictor[] = [
  {
    ids: /^cowfs-/,
    predict: ({ conditions }): Value | null => {
      const fs = /^(btrfs-nodatacow|btrfs|xfs),/.exec(conditions)?.[1];
      const bytes = numberIn(conditions, /(\d+) B writes/);
      if (!fs || !bytes || FILE_BYTES % bytes !== 0) return null;
      const each = /fdatasync after each/.test(conditions);
      const first = /first overwrite/.test(conditions);
      const second = /second overwrite/.test(conditions);
      const blocks = pythonSample(SEED, FILE_BYTES / bytes, WRITES);
      const relocates = fs === 'btrfs' || first;
      const joining: Joining = !each ? 'all' : fs === 'xfs' ? XFS_WINDOW : 'none';
      const split = extentsAfter(blocks, bytes, FILE_BYTES, joining);
      const shared = fs === 'btrfs' ? first || second : second;
      const before = shared ? split : 2;
      const after = relocates || second ? split : 2;
      const row = present(metadata[fs]);
      const perWrite = num(row, (each ? 2 : 0) + (relocates ? 1 : 0));
      const data = WRITES * bytes;
      const space =
        second || !relocates
          ? 0
          : fs === 'xfs'
            ? windowedBytes(blocks, bytes, XFS_WINDOW)
            : data + BTRFS_TREE_BYTES;
      return [1 + (perWrite * 4096) / bytes, [before, after], space];
    },
    // Extents are exact by rule; device bytes and space carry tree blocks the rule does not count.
    bound: (leaf) => (leaf.startsWith('1') ? 0 : leaf === '2' ? 0.01 : 0.1),
    slack: (leaf) => (leaf === '2' ? 65_536 : 0),
    calibration: /^cowfs-\S+-4096-[01]-(no|first) 0$|^cowfs-btrfs-4096-0-no 2$/,
  },
];
