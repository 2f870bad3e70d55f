import { nth, present } from '../../../../elements.ts';
import { count, formatBytes } from '../../../../format.ts';
import { cellWords } from '../../../../messages/cells.ts';
import { liveWords as words } from '../../../../messages/live.ts';
import { deviceById, devices } from '../../../../model/blocks/device.ts';
import { disciplineById } from '../../../../model/blocks/disciplines.ts';
import { jobAccesses } from '../../../../model/blocks/job.ts';
import type { PricedResult } from '../../../../model/blocks/replay-costs.ts';
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
/** A first look replays this share of the requests, where there are many. */
const LOOK = 8;
const MANY = 20_000;

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

/** Rows of the requests, or of the first of them. */
function replayed(data: BlocksPageData, values: Values, share = 1) {
  const { options, requests, name = '' } = data;
  const settings = settingsWith(data, values);
  const run = new ReplayRun(settings);
  if (options.job === undefined) {
    const all = requests ?? [];
    run.feed(all.slice(0, Math.ceil(all.length / share)));
    return { settings, rows: run.results(), name };
  }
  const { job, name: title } = jobOf({ ...options, job: options.job }, options);
  run.feed(jobAccesses({ ...job, requests: Math.ceil(job.requests / share) }));
  return { settings, rows: run.results(), name: title };
}

const barsOf = (rows: readonly PricedResult[]): PanelBars => ({
  title: words.requestsPerSecond(),
  rows: rows.map(({ discipline, performance: { iops } }): Bar => {
    const text = said(words.rate({ n: iops }));
    return { label: said(cellWords(discipline.title)), value: iops, low: iops, high: iops, text };
  }),
});

/** The interval of a look reaches as far as it moved from half of it, for each doubling that is missing, twice. */
function lookAt(data: BlocksPageData, values: Values): PanelAnswer {
  const { settings, rows, name } = replayed(data, values, LOOK);
  const shorter = replayed(data, values, 2 * LOOK).rows;
  const bars = barsOf(rows);
  const wide = bars.rows.map((row, i) => {
    const far = 6 * (row.value - nth(shorter, i).performance.iops);
    return { ...row, low: row.low + Math.min(0, far), high: row.high + Math.max(0, far) };
  });
  return {
    ...{ summary: replaySaid(rows, settings, name), figures: [] },
    bars: { ...bars, rows: wide },
  };
}

/** Few requests are counted whole at once; curves and tables beside them take longer. */
function countsAlone(data: BlocksPageData, values: Values): PanelAnswer {
  const { settings, rows, name } = replayed(data, values);
  return { summary: replaySaid(rows, settings, name), figures: [], bars: barsOf(rows) };
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

export function blocksPanel(data: BlocksPageData): PagePanel {
  const long = (data.options.job === undefined ? 0 : data.options.requests) > MANY;
  return {
    controls: (values) => controlsOf(data, values),
    look: (values) => (long ? lookAt(data, values) : countsAlone(data, values)),
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
