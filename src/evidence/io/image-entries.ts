import { readFile } from 'node:fs/promises';
import { present } from '../../elements.ts';
import { type ClusterState, hostBytesPerWrite } from '../../model/io/blocks/cluster-fill.ts';
import { l2CacheToCover, lruLoads, missShare } from '../../model/io/blocks/l2-cache.ts';
import { l2Hit, l2Load } from '../../model/io/calibration.ts';
import { bundledData } from '../bundled.ts';
import type { Predictor } from './predictor.ts';
import { numberIn, sizeIn } from './text.ts';

interface Recorded {
  disk: number;
  cluster: number;
  pages: Record<string, number[]>;
}

let recorded: Promise<Recorded> | undefined;
function recordedPages(): Promise<Recorded> {
  recorded ??= readFile(bundledData('io/l2lru-pages.json'), 'utf8').then(
    (text) => JSON.parse(text) as Recorded,
  );
  return recorded;
}

const states: readonly ClusterState[] = [
  'after internal snapshot',
  'second write after snapshot',
  'overlay on zero base',
  'overlay on data',
  'overwrite',
  'fresh',
];

/** qcow2: table cache, exact table loads, host bytes of a guest write. */
export const imageEntries: readonly Predictor[] = [
  {
    ids: /^qcow2-l2cache-[\d.]+$/,
    predict: ({ conditions }) => {
      const disk = sizeIn(conditions);
      const cluster = sizeIn(conditions, 'disk,');
      const cache = sizeIn(conditions, 'cache');
      if (disk === undefined || cluster === undefined || cache === undefined) return null;
      const misses = missShare(cache, l2CacheToCover(disk, cluster, /extended/.test(conditions)));
      return 1e6 / (l2Hit.value + misses * l2Load.value);
    },
    bound: 0.05,
    calibration: /^qcow2-l2cache-(1|2\.5) /,
  },
  {
    ids: /^l2lru-/,
    predict: async ({ id, conditions }) => {
      const { pages, cluster } = await recordedPages();
      const [, pattern, entry, cache] = /^l2lru-(\w+)-(\d+)-(\d+)$/.exec(id) ?? [];
      const sequence = Object.hasOwn(pages, pattern ?? '')
        ? present(pages[present(pattern)])
        : undefined;
      const slices = numberIn(conditions, /= (\d+) slices/) ?? Number(cache) / Number(entry);
      if (!sequence || !(slices >= 1)) return null;
      const bytesPerSlice = (Number(entry) / 8) * cluster;
      return lruLoads(
        sequence.map((page) => Math.floor((page * 4096) / bytesPerSlice)),
        slices,
      );
    },
    bound: 0,
  },
  {
    ids: /^amp-/,
    predict: ({ metric, conditions }) => {
      const guest = sizeIn(metric, 'aligned');
      const cluster = sizeIn(conditions, 'cluster');
      const state = states.find((name) => conditions.includes(`, ${name},`));
      if (guest === undefined || cluster === undefined || state === undefined) return null;
      const bytes = hostBytesPerWrite(guest, cluster, /extended L2/.test(conditions), state);
      return [bytes.written, bytes.readForCopy, bytes.zeroRanged];
    },
    bound: 0.01,
  },
];
