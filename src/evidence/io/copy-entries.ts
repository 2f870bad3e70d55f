import { thinCopyMBps } from '../../model/io/blocks/thin-copy.ts';
import { chainRead, copiedChunkMBps, smallWrite, thinPool } from '../../model/io/calibration.ts';
import type { Predictor } from './predictor.ts';
import { numberIn, sizeIn } from './text.ts';

/** Copy on write below the image: dm-thin, dm-snapshot, write-anywhere blocks. */
export const copyEntries: readonly Predictor[] = [
  {
    ids: /^dmthin-cow-/,
    predict: ({ conditions }) => {
      const block = sizeIn(conditions, 'pool block');
      const request = sizeIn(conditions, 'direct I/O');
      const [before, after] = [sizeIn(conditions, 'before ='), sizeIn(conditions, 'after =')];
      if (!block || !request || !before || !after) return null;
      return [before, after].map((subJob) => thinCopyMBps(block, request, subJob, thinPool));
    },
    bound: 0.15,
    calibration: /^dmthin-cow-(\S+ 0|4M-1024K 1)$/,
  },
  {
    /** A 4 KiB write into a 64 KiB cluster: data and two sides in three requests, or in one. */
    ids: /^qcow2-cow-merge$/,
    predict: () => {
      const transfer = 65_536 / smallWrite.bytesPerUs.value;
      const us = (requests: number) => requests * smallWrite.requestUs.value + transfer;
      return 100 * (us(3) / us(1) - 1);
    },
    bound: 0,
  },
  {
    ids: /^dmsnap-fullchunk-seq$/,
    /** Chunk transfers of a full-chunk write: read old, write data, commit the exception; no read. */
    predict: () => [copiedChunkMBps.value, (copiedChunkMBps.value * 3) / 2],
    bound: 0.05,
    calibration: / 0$/,
  },
  {
    ids: /^zfs-block$/,
    predict: ({ conditions }) => {
      const write = sizeIn(conditions);
      const block = sizeIn(conditions, 'volblocksize');
      return write && block ? block / write : null;
    },
    bound: 0,
  },
  {
    ids: /^sesparse-grain$/,
    predict: () => ({ vmfsSparse: 512, seSparse: 4096 }),
    bound: 0,
    constant: true,
  },
  {
    /** Depth walk of a chain, median of cached reads at queue depth 32; the machine is noisy. */
    ids: /^chain-(empty|2pc)-\d+-q32$/,
    predict: ({ id, conditions }) => {
      const depth = numberIn(conditions, /depth (\d+)/);
      if (depth === undefined) return null;
      const visited = id.startsWith('chain-2pc') ? (1 - 0.98 ** depth) / 0.02 : depth;
      return [null, chainRead.base.value + chainRead.perLayer.value * visited];
    },
    bound: 0.15,
    calibration: /^chain-empty-/,
    ungated: {
      leaves: /^chain-2pc/,
      reason: 'recorded on a noisy 2-CPU machine, for shape only',
    },
  },
];
