import { nth, present } from '../../../../elements.ts';
import { UserError } from '../../../../errors.ts';
import { count, formatBytes } from '../../../../format.ts';
import { cellWords } from '../../../../messages/cells.ts';
import { liveWords as words } from '../../../../messages/live.ts';
import { since } from '../../../../model/blocks/accounting.ts';
import { deviceById, devices } from '../../../../model/blocks/device.ts';
import { disciplineById } from '../../../../model/blocks/disciplines.ts';
import { jobAccesses } from '../../../../model/blocks/job.ts';
import { mixOf, simulateDevice } from '../../../../model/blocks/latency.ts';
import type { ReplayResult } from '../../../../model/blocks/replay.ts';
import { type PricedResult, pricedResult } from '../../../../model/blocks/replay-costs.ts';
import type { OptionChange } from '../../../../shell-words.ts';
import { quantityText } from '../../../../units.ts';
import {
  type JobOptions,
  jobOf,
  type ReplayedRequest,
  ReplayRun,
  type ReplaySettings,
  replayOwnSections,
  replaySaid,
  replaySections,
} from '../../../answers/replay.ts';
import { figuresOf } from '../../../section.ts';
import { list, stepOf, steps } from '../choices.ts';
import type { PagePanel, PanelAnswer, PanelBars } from '../page-panel.ts';
import type { Bar, Control, Values } from '../protocol.ts';
import { said } from '../said.ts';

type Numbers = Pick<
  ReplaySettings,
  'size' | 'prefill' | 'block' | 'snapshotEvery' | 'keep' | 'depth' | 'memory'
>;

/** What a page of `virtcost blocks replay` holds: the options, and the requests of a trace that is short. */
export interface BlocksPageData {
  words: string[];
  options: Numbers & Omit<JobOptions, 'job'> & { job?: JobOptions['job'] };
  device: string;
  disciplines: string[];
  name?: string;
  requests?: ReplayedRequest[];
}

const KIB = 1024;
/** 0: each discipline's own. */
const clusters = [0, 4, 16, 32, 64, 128, 256, 512, 1024, 2048].map((kib) => kib * KIB);
const intervals = [0, 100, 300, 1000, 3000, 10_000, 30_000];
const kept = [1, 2, 4, 8, 16, 32, 64];
const queues = [1, 2, 4, 8, 16, 32, 64, 128];
/** A first look replays twice the first few requests at least, and at most as often as that that it has time for. */
const FIRST = 256;
const MOST = 4096;
const LOOK_MS = 20;
/** Room for the maps of MOST requests; memory that is asked for is paid for, used or not. */
const LOOK_MEMORY = 2 ** 27;
/** Of the loops that price a look; those of the answer are ten times as long. */
const LOOK_LOOP = 2000;
/**
 * What a look may be off by beside what it saw move: its short loop, and more for each doubling of requests that is
 * missing. With these nine intervals of ten hold the answer over the grid of panel.test.ts.
 */
const [LOOP_OFF, DOUBLING_OFF] = [0.05, 0.055];
/** Most a rate is taken to move beyond what was sampled, by what it moved within. */
const MOST_FAR = 8;

function settingsWith({ options, device, disciplines }: BlocksPageData, values: Values) {
  const block = stepOf(values.cluster, options.block ?? 0, clusters);
  const settings: ReplaySettings = {
    ...options,
    block: block === 0 ? undefined : block,
    snapshotEvery: stepOf(values.every, options.snapshotEvery, intervals),
    keep: stepOf(values.keep, options.keep, kept),
    depth: stepOf(values.depth, options.depth, queues),
    device: deviceById(values.device ?? device) ?? present(deviceById(device)),
    disciplines: disciplines.map((id) => present(disciplineById(id))),
  };
  return settings;
}

/** The requests asked about, one at a time, how many, and what they are called. */
function requestsOf({ options, requests = [], name = '' }: BlocksPageData) {
  if (options.job === undefined) return { all: requests.length, each: requests.values(), name };
  const { job, name: title } = jobOf({ ...options, job: options.job }, options);
  return { all: job.requests, each: jobAccesses(job), name: title };
}

function* firstOf<T>(each: Iterator<T>, n: number): Generator<T> {
  for (let i = 0; i < n; i++) {
    const next = each.next();
    if (next.done) return;
    yield next.value;
  }
}

function replayed(data: BlocksPageData, values: Values) {
  const settings = settingsWith(data, values);
  const run = new ReplayRun(settings);
  const { each, name } = requestsOf(data);
  run.feed(each);
  return { settings, rows: run.results(), name };
}

const barsOf = (rows: readonly PricedResult[]): PanelBars => ({
  title: words.requestsPerSecond(),
  rows: rows.map(({ discipline, performance: { iops } }): Bar => {
    const text = said(words.rate({ n: iops }));
    return { label: said(cellWords(discipline.title)), value: iops, low: iops, high: iops, text };
  }),
});

/** Requests with `snapshots` among them, evenly. */
function* aged(requests: Iterable<ReplayedRequest>, n: number, snapshots: number) {
  let i = 0;
  for (const request of requests) {
    if (Math.floor((i * snapshots) / n) !== Math.floor(((i - 1) * snapshots) / n)) yield 'snapshot';
    yield request;
    i++;
  }
}

/**
 * As many requests as there is time for, doubled from the first few, and the first half of them. Then as many again with
 * as many snapshots as the whole takes, or keeps: the chain as long as it gets, and blocks copied sooner than they are.
 */
function sampled(data: BlocksPageData, settings: ReplaySettings, now: () => number) {
  const begun = now();
  const run = new ReplayRun(settings);
  const { all, each, name } = requestsOf(data);
  let n = Math.min(all, FIRST);
  run.feed(firstOf(each, n));
  let half = run.counts();
  let counts = half;
  while (n < all && n < MOST && (counts === half || now() - begun < LOOK_MS / 2)) {
    half = counts;
    run.feed(firstOf(each, n));
    counts = run.counts();
    n = Math.min(all, 2 * n);
  }
  const { snapshotEvery, keep } = settings;
  const snapshots = snapshotEvery > 0 ? Math.min(keep, Math.floor(all / snapshotEvery)) : 0;
  if (n === all || snapshots === 0) return { n, all, name, half, counts, late: counts };
  const more = Math.min(n, all - n);
  run.feed(aged(firstOf(each, more), more, Math.min(more, snapshots)));
  const late = run.counts().map((result, i) => {
    return { ...result, account: since(nth(counts, i).account, result.account) };
  });
  return { n, all, name, half, counts, late };
}

/** A look in less memory than was asked for, where that is enough. */
function sampledLightly(data: BlocksPageData, settings: ReplaySettings, now: () => number) {
  if (settings.memory <= LOOK_MEMORY) return sampled(data, settings, now);
  try {
    return sampled(data, { ...settings, memory: LOOK_MEMORY }, now);
  } catch (error) {
    if (error instanceof UserError) return sampled(data, settings, now);
    throw error;
  }
}

/**
 * The interval reaches from the rate of the sample as far as its second half moved it, once for each doubling that is
 * missing, and to the rate at the age the whole gets to; and beyond that what samples and short loops are off by.
 */
function lookAt(data: BlocksPageData, values: Values, now: () => number): PanelAnswer {
  const settings = settingsWith(data, values);
  const { device, depth } = settings;
  const { n, all, name, half, counts, late } = sampledLightly(data, settings, now);
  const missing = Math.log2(all / Math.max(1, n));
  const off = 1 + LOOP_OFF + DOUBLING_OFF * missing;
  const rateOf = ({ account }: ReplayResult) =>
    simulateDevice(device, mixOf(account), depth, 1, LOOK_LOOP).iops;
  const rows = counts.map((result) => pricedResult(result, device, depth, LOOK_LOOP));
  const bars = barsOf(rows);
  const wide = bars.rows.map((row, i) => {
    const moved = half === counts ? 1 : row.value / rateOf(nth(half, i));
    const far = Math.max(1 / MOST_FAR, Math.min(MOST_FAR, moved ** missing));
    const aged = late === counts ? row.value : rateOf(nth(late, i));
    const ends = [row.value, row.value * far, aged];
    return { ...row, low: Math.min(...ends) / off, high: Math.max(...ends) * off };
  });
  return {
    ...{ summary: replaySaid(rows, settings, name), figures: [] },
    bars: { ...bars, rows: wide },
    note: words.sampled({ n, all }),
  };
}

function controlsOf(data: BlocksPageData, values: Values): Control[] {
  const { options } = data;
  return [
    steps('every', words.snapshotEvery(), values, {
      ...{ asked: options.snapshotEvery, all: intervals },
      text: (n) => (n === 0 ? words.noSnapshots() : words.everyRequests({ n })),
    }),
    steps('keep', words.snapshotsKept(), values, {
      ...{ asked: options.keep, all: kept, text: (n) => count(n) },
    }),
    steps('cluster', words.clusterSize(), values, {
      ...{ asked: options.block ?? 0, all: clusters },
      text: (bytes) => (bytes === 0 ? words.ownCluster() : formatBytes(bytes)),
    }),
    steps('depth', words.queueDepth(), values, {
      ...{ asked: options.depth, all: queues, text: (n) => count(n) },
    }),
    list(
      'device',
      words.device(),
      devices.map(({ id, title }) => [id, title]),
      { chosen: (deviceById(values.device ?? '') ?? { id: data.device }).id, asked: data.device },
    ),
  ];
}

/** Options that differ from those asked, as the command takes them. */
function changesOf(data: BlocksPageData, values: Values): OptionChange[] {
  const asked = settingsWith(data, {});
  const now = settingsWith(data, values);
  const block = now.block === undefined ? null : quantityText('size', now.block);
  const all: readonly (readonly [changed: boolean, ...OptionChange])[] = [
    [now.snapshotEvery !== asked.snapshotEvery, '--snapshot-every', String(now.snapshotEvery)],
    [now.keep !== asked.keep, '--keep', String(now.keep)],
    [now.block !== asked.block, '--block', block],
    [now.depth !== asked.depth, '--depth', String(now.depth)],
    [now.device.id !== asked.device.id, '--device', now.device.id],
  ];
  return all.flatMap(([changed, ...change]) => (changed ? [change] : []));
}

export function blocksPanel(data: BlocksPageData, now = () => performance.now()): PagePanel {
  return {
    controls: (values) => controlsOf(data, values),
    look: (values) => lookAt(data, values, now),
    answer: (values) => {
      const { settings, rows, name } = replayed(data, values);
      return {
        summary: replaySaid(rows, settings, name),
        figures: figuresOf(replayOwnSections(rows, settings)),
        bars: barsOf(rows),
      };
    },
    page: () => {
      const { settings, rows } = replayed(data, {});
      return figuresOf(replaySections(rows, settings));
    },
    ask: (values) => ({ changes: changesOf(data, values) }),
  };
}
