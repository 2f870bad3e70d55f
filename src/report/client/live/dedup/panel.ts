import { count, formatBytes } from '../../../../format.ts';
import type { Population } from '../../../../kernels/ksm/population.ts';
import { cellWords } from '../../../../messages/cells.ts';
import { liveWords as words } from '../../../../messages/live.ts';
import { kernelVersion } from '../../../../model/dedup/ksm/kernel-version.ts';
import { securityStatement } from '../../../../model/dedup/policies.ts';
import type { OptionChange } from '../../../../shell-words.ts';
import {
  type DedupResult,
  type KsmQuestion,
  resultOfImages,
  resultOfPopulation,
  type ScannedImages,
} from '../../../answers/dedup.ts';
import { type KsmOptions, ksmSettingOf } from '../../../answers/ksm-options.ts';
import { figuresOf } from '../../../section.ts';
import { dedupSections } from '../../../sections/dedup.ts';
import { dedupSummary } from '../../../summaries/dedup.ts';
import { list, stepOf, steps } from '../choices.ts';
import type { PagePanel, PanelAnswer, PanelBars } from '../page-panel.ts';
import type { Bar, Control, Values } from '../protocol.ts';
import { said } from '../said.ts';

type Options = KsmOptions & { storm?: number; ksm?: boolean };

/** What a page of `virtcost dedup` holds: the options, and a population or what the scan of the images counted. */
export interface DedupPageData extends Partial<Omit<ScannedImages, 'keys'>> {
  words: string[];
  options: Options;
  id?: string;
  population?: Population;
  /** Low halves of the keys of all pages, in base64; for KSM over time. */
  keys?: string;
}

const KEY_WORDS = 2;
const rates = [10, 30, 100, 300, 1000, 3000, 10_000, 30_000];
const sleeps = [0, 1, 5, 20, 50, 100, 200, 1000];
const sharings = [2, 16, 64, 256, 1024, 1_000_000];
/** Releases whose rules were recorded. */
const kernels = ['6.1', '6.12', '6.18'];

/** Keys of sixteen bytes again, of which KSM reads the first eight. */
function keysOf(packed: string): Uint8Array {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const halves = new BigUint64Array(bytes.buffer);
  const keys = new BigUint64Array(KEY_WORDS * halves.length);
  halves.forEach((half, i) => {
    keys[KEY_WORDS * i] = half;
  });
  return new Uint8Array(keys.buffer);
}

const switched = (value: string | undefined, asked: boolean) =>
  value === 'on' || value === 'off' ? value === 'on' : asked;

function optionsWith({ options }: DedupPageData, values: Values): Options {
  return {
    ...options,
    pagesToScan: stepOf(values.rate, options.pagesToScan, rates),
    sleepMs: stepOf(values.sleep, options.sleepMs, sleeps),
    maxPageSharing: stepOf(values.sharing, options.maxPageSharing, sharings),
    useZeroPages: switched(values.zero, options.useZeroPages === true),
    smartScan: switched(values.smart, options.smartScan),
    kernel: kernels.includes(values.kernel ?? '') ? (values.kernel ?? '') : options.kernel,
  };
}

function onOff(id: string, label: Control['label'], now: boolean, asked: boolean): Control {
  const { label: _, ...rest } = list(
    id,
    '',
    [
      ['on', words.on()],
      ['off', words.off()],
    ],
    { chosen: now ? 'on' : 'off', asked: asked ? 'on' : 'off' },
  );
  return { ...rest, label, more: true };
}

function controlsOf(data: DedupPageData, values: Values): Control[] {
  const { options } = data;
  const now = optionsWith(data, values);
  const known = [...new Set([...kernels, options.kernel])];
  return [
    steps('rate', words.pagesToScan(), values, {
      ...{ asked: options.pagesToScan, all: rates, text: (n) => count(n) },
    }),
    steps('sleep', words.sleepMs(), values, {
      ...{ asked: options.sleepMs, all: sleeps, text: (n) => `${n} ms` },
    }),
    steps('sharing', words.maxPageSharing(), values, {
      ...{ asked: options.maxPageSharing, all: sharings, text: (n) => count(n) },
    }),
    onOff('zero', said('use_zero_pages'), now.useZeroPages === true, options.useZeroPages === true),
    onOff('smart', said('smart_scan'), now.smartScan, options.smartScan),
    {
      ...list(
        'kernel',
        words.kernel(),
        known.map((release) => [release, release]),
        { chosen: now.kernel, asked: options.kernel },
      ),
      more: true,
    },
  ];
}

function changesOf(data: DedupPageData, values: Values): OptionChange[] {
  const { options } = data;
  const now = optionsWith(data, values);
  const zero = now.useZeroPages === true;
  const all: readonly (readonly [changed: boolean, ...OptionChange])[] = [
    [now.pagesToScan !== options.pagesToScan, '--pages-to-scan', String(now.pagesToScan)],
    [now.sleepMs !== options.sleepMs, '--sleep-ms', String(now.sleepMs)],
    [
      now.maxPageSharing !== options.maxPageSharing,
      '--max-page-sharing',
      String(now.maxPageSharing),
    ],
    [zero !== (options.useZeroPages === true), '--use-zero-pages', zero],
    [now.smartScan !== options.smartScan, '--no-smart-scan', !now.smartScan],
    [now.kernel !== options.kernel, '--kernel', now.kernel],
  ];
  return all.flatMap(([changed, ...change]) => (changed ? [change] : []));
}

/** Net memory of each scan rate once settled, or of each policy where nothing runs over time. */
function barsOf({ report }: DedupResult): PanelBars {
  const bar = (label: Bar['label'], bytes: number): Bar => ({
    ...{ label, value: bytes, low: bytes, high: bytes },
    text: said(formatBytes(Math.round(bytes), 3)),
  });
  if (report.rates.length > 0)
    return {
      title: words.netByRate(),
      rows: report.rates.map(({ name, forecast }) => bar(said(name), forecast.final.profitBytes)),
    };
  return {
    title: words.netByPolicy(),
    rows: report.policies.map(({ title, savedBytes, metadataBytes }) =>
      bar(said(cellWords(title)), savedBytes - metadataBytes),
    ),
  };
}

export function dedupPanel(data: DedupPageData): PagePanel {
  const { population, id = '', words: _, options: asked, keys, ...scan } = data;
  const scanned = { ...scan, keys: keysOf(keys ?? '') } as ScannedImages;
  const found = (values: Values, alone: boolean): PanelAnswer => {
    const options = optionsWith(data, values);
    const version = kernelVersion(options.kernel);
    if (!version) throw new Error(options.kernel);
    const question: KsmQuestion = {
      ...{ setting: ksmSettingOf(options), rules: version.rules },
      ...{ stormShare: (options.storm ?? 0) / 100, alone },
    };
    const result = population
      ? resultOfPopulation(id, population, question)
      : resultOfImages(scanned, question, asked.ksm === true);
    const { report, storm } = result;
    return {
      summary: dedupSummary([result], options.kernel),
      figures: figuresOf(dedupSections({ ...report, storm }, securityStatement)),
      bars: alone ? null : barsOf(result),
    };
  };
  const slow = population !== undefined || asked.ksm === true;
  return {
    controls: (values) => controlsOf(data, values),
    ...(slow ? { look: (values: Values) => found(values, true) } : {}),
    answer: (values) => found(values, false),
    ask: (values) => ({ changes: changesOf(data, values) }),
  };
}
