import { z } from 'zod';
import {
  copyUp,
  fileSystems,
  lookupCost,
  operations,
  sharesPages,
} from '../../model/containers/costs/layers.ts';
import { max, median, min } from '../../statistics.ts';
import { readRecording } from '../containers/read-recording.ts';
import {
  type Case,
  compareNumbers,
  type Prediction,
  type Suite,
  type SuiteOptions,
  summarize,
} from '../suite.ts';

const run = z.record(z.string(), z.number());
const copyUpRecord = z.object({
  id: z.string().min(1).max(200),
  fs: z.enum(fileSystems),
  upper_fs: z.enum(fileSystems),
  size_mib: z
    .number()
    .positive()
    .max(2 ** 24),
  sparse: z.boolean().default(false),
  op: z.enum(operations),
  lower_cache: z.string().max(20).optional(),
  options: z.string().max(200).default(''),
  runs: z.array(run).max(1000).default([]),
});
const lookup = z
  .object({ layers: z.number().int().min(0).max(10_000), rep: z.number().int().min(0) })
  .catchall(z.number());
const sharing = z.object({
  case: z.string().min(1).max(200),
  pages: z.number().int().min(1),
  resident_after: z.array(z.array(z.number())).optional(),
  smaps_kib: z.array(z.record(z.string(), z.number())).optional(),
});
const recording = z.object({
  copy_up: z.array(copyUpRecord).max(10_000).default([]),
  lookups: z.array(lookup).max(10_000).default([]),
  sharing: z.array(sharing).max(10_000).default([]),
});

const load = ({ data }: SuiteOptions) =>
  readRecording(
    data,
    'layers.json.gz',
    recording,
    'an object {copy_up, lookups, sharing} (form of layers.json)',
  );

/** Data of the recorded sparse files. */
const SPARSE_DATA_MIB = 1;
const KIB_PER_PAGE = 4;

function copyUpPrediction(entry: z.output<typeof copyUpRecord>): Prediction {
  const cost = copyUp({
    lower: entry.fs,
    upper: entry.upper_fs,
    op: entry.op,
    sizeMib: entry.size_mib,
    dataMib: entry.sparse ? SPARSE_DATA_MIB : entry.size_mib,
    metacopy: /metacopy=on/.test(entry.options),
    volatile: /volatile/.test(entry.options),
  });
  return {
    id: entry.id,
    call_us: cost.callUs.value,
    bytes_written: cost.bytesWritten.value,
    upper_blocks_bytes: cost.upperBlocksBytes.value,
  };
}

function lookupPrediction(layers: number): Prediction {
  const { firstBottom, firstTop, firstMissing, again, openClose } = lookupCost(layers);
  return {
    id: `lookups/${layers}`,
    stat_bot_first_us: firstBottom.value,
    ...(layers > 1 ? { stat_top_first_us: firstTop.value } : {}),
    stat_none_first_us: firstMissing.value,
    stat_bot_again_us: again.value,
    open_close_us: openClose.value,
  };
}

function sharingPrediction({ case: name, pages }: z.output<typeof sharing>): Prediction {
  const shared = sharesPages({
    sameLower: /same-lower/.test(name),
    chmodded: /chmodded/.test(name),
    metacopy: /metacopy/.test(name),
  });
  return {
    id: `sharing/${name}`,
    resident_of_second_before_it_reads: shared ? pages : 0,
    pss_kib: (pages * KIB_PER_PAGE) / (shared ? 2 : 1),
  };
}

/** Bounds: relative; 0 asks for equality. Times are one disk's and one machine's. */
const bounds: Readonly<Record<string, number>> = {
  call_us: 0.4,
  bytes_written: 0.2,
  upper_blocks_bytes: 0.001,
};
const LOOKUP_BOUND = 0.3;

/** Measured medians of a copy-up's runs by the names of the prediction. */
function measuredRuns(entry: z.output<typeof copyUpRecord>): Record<string, number[]> {
  const call = (one: Record<string, number>) =>
    entry.op === 'chmod_then_write1' ? one.open_us : (one.call_us ?? one.open_us);
  const all = (pick: (one: Record<string, number>) => number | undefined) =>
    entry.runs.flatMap((one) => pick(one) ?? []);
  return {
    call_us: all(call),
    bytes_written: all((one) => one.bytes_written),
    upper_blocks_bytes: all((one) => one.upper_blocks_bytes),
  };
}

function compareAll(
  prediction: Prediction,
  unit: (metric: string) => string,
  measured: Record<string, number[]>,
  bound: (metric: string) => number,
): Case[] {
  return Object.entries(measured).flatMap(([metric, values]): Case[] => {
    const predicted = prediction[metric];
    if (values.length === 0 || typeof predicted !== 'number') return [];
    const expected = median(values);
    const own = expected > 0 ? (max(values) - min(values)) / 2 / expected : 0;
    const repeatability = values.length > 1 ? own : null;
    const allowed = Math.max(bound(metric), repeatability ?? 0);
    const compared = compareNumbers(
      { id: prediction.id, metric, unit: unit(metric), expected, predicted },
      allowed,
    );
    return [{ ...compared, repeatability }];
  });
}

const unitOf = (metric: string) =>
  metric.endsWith('_us')
    ? 'us'
    : metric.endsWith('_kib')
      ? 'KiB'
      : metric.startsWith('resident')
        ? 'pages'
        : 'byte';

function lookupCases(rows: readonly z.output<typeof lookup>[]): Case[] {
  return [...new Set(rows.map(({ layers }) => layers))].flatMap((layers) => {
    // The first repetition fills the lower file system's own dentries.
    const mine = rows.filter((row) => row.layers === layers && row.rep > 0);
    const prediction = lookupPrediction(layers);
    const measured = Object.fromEntries(
      Object.keys(prediction)
        .filter((key) => key !== 'id')
        .map((key) => [key, mine.flatMap((row) => row[key] ?? [])]),
    );
    return compareAll(prediction, unitOf, measured, () => LOOKUP_BOUND);
  });
}

function sharingCases(entry: z.output<typeof sharing>): Case[] {
  const afterFirst = entry.resident_after?.[0]?.[1];
  const pss = entry.smaps_kib?.[1]?.Pss;
  const measured = {
    resident_of_second_before_it_reads: afterFirst === undefined ? [] : [afterFirst],
    pss_kib: pss === undefined ? [] : [pss],
  };
  return compareAll(sharingPrediction(entry), unitOf, measured, () => 0);
}

export const containerLayers: Suite = {
  id: 'container-layers',
  title: 'Image layers: copy-up by file system, look-ups, shared pages',
  repeatability: {
    system: 'Linux 6.18.44: overlay on ext4, XFS and btrfs',
    known: 'measured',
    note: 'two to five runs each: half of (largest - smallest), over the median.',
  },
  async predict(options) {
    const { copy_up: copies, lookups, sharing: shared } = await load(options);
    return [
      ...copies.map(copyUpPrediction),
      ...[...new Set(lookups.map(({ layers }) => layers))].map(lookupPrediction),
      ...shared.map(sharingPrediction),
    ];
  },
  async validate(options) {
    const { copy_up: copies, lookups, sharing: shared } = await load(options);
    const cases = [
      ...copies.flatMap((entry) =>
        compareAll(
          copyUpPrediction(entry),
          unitOf,
          measuredRuns(entry),
          (metric) => bounds[metric] ?? 0,
        ),
      ),
      ...lookupCases(lookups),
      ...shared.flatMap(sharingCases),
    ];
    return { cases, summary: summarize(cases) };
  },
};
