import { num } from '../../elements.ts';
import { PAGE_BYTES } from '../../kernels/migration/replay-input.ts';
import { type DirtyStream, stream } from './dirty.ts';

const MIB = 2 ** 20;

/** Distinct pages seen dirty in a window, and how uncertain that count is (one standard deviation). */
export interface UniqueSample {
  seconds: number;
  pages: number;
  sd: number;
}

/** One calc-dirty-rate reading; QEMU reports whole MiB/s, rounded down. */
export interface DirtyRateReading {
  calcTimeS: number;
  mibPerS: number;
  /** Sampled pages per GiB of RAM, 512 by default; null in the modes that count every page. */
  samplePages: number | null;
}

export interface Range {
  value: number;
  low: number;
  high: number;
}

export interface DirtyFit {
  /** A sweep if that explains the samples clearly better than random writes. */
  kind: DirtyStream['kind'];
  /** Working set and write rate of the one stream that explains the samples best. */
  workingSetPages: Range;
  writesPerS: Range;
  /** False when the samples do not tell them; `why` then says what is missing. */
  identified: boolean;
  why: string;
  /** Misfit per degree of freedom; well above 1 means more than one stream. */
  misfit: number;
}

const STEPS = 96;
/** Both parameters at once at 90 %: chi-square with two degrees of freedom. */
const REGION = 4.61;
const IDENTIFIED_RATIO = 3;

function grid(low: number, high: number): number[] {
  return Array.from({ length: STEPS }, (_, i) => low * (high / low) ** (i / (STEPS - 1)));
}

interface Cell {
  set: number;
  rate: number;
  chi: number;
}

function unique(kind: DirtyStream['kind'], set: number, rate: number, seconds: number): number {
  if (kind === 'sequential') return Math.min(set, rate * seconds);
  return -set * Math.expm1((-rate * seconds) / set);
}

function misfits(
  kind: DirtyStream['kind'],
  samples: readonly UniqueSample[],
  sets: readonly number[],
  rates: readonly number[],
): Cell[] {
  return sets.flatMap((set) =>
    rates.map((rate) => {
      let chi = 0;
      for (const { seconds, pages, sd } of samples) {
        chi += ((unique(kind, set, rate, seconds) - pages) / sd) ** 2;
      }
      return { set, rate, chi };
    }),
  );
}

/** More than these say no more: every one is compared with every guest that is tried. */
const MOST_SAMPLES = 400;

function usableOf(samples: readonly UniqueSample[]): UniqueSample[] {
  const usable = samples.filter(({ seconds, pages, sd }) => seconds > 0 && pages >= 0 && sd > 0);
  const step = Math.max(1, Math.ceil(usable.length / MOST_SAMPLES));
  return step === 1 ? usable : usable.filter((_, i) => i % step === 0);
}

/** Working sets and write rates that are tried: from below what was seen to the whole RAM and 40 times the rate. */
function axes(samples: readonly UniqueSample[], ramPages: number) {
  const most = Math.max(...samples.map(({ pages }) => pages));
  const fastest = Math.max(...samples.map(({ pages, seconds, sd }) => (pages + 2 * sd) / seconds));
  return {
    rates: grid(Math.max(0.1, (most / 64) * 0.1), Math.max(fastest * 40, 100)),
    sets: grid(Math.max(1, most / 4), Math.max(ramPages, most * 4)),
  };
}

function lowest<T extends Cell>(cells: readonly T[]): T {
  return cells.reduce((best, cell) => (cell.chi < best.chi ? cell : best));
}

/** A sweep must explain the samples better by this much to be believed. */
const SWEEP_MARGIN = 4;

/**
 * Working set W and write rate D from unique pages, u(t) = W(1 - exp(-Dt/W)) for random writes and
 * min(W, Dt) for a sweep, at several window lengths, by weighted least squares over a grid; ranges are
 * where the misfit stays within the 90 % region. Hot and cold sets come out as one effective stream.
 */
export function fitUnique(samples: readonly UniqueSample[], ramPages: number): DirtyFit {
  const usable = usableOf(samples);
  const lengths = new Set(usable.map(({ seconds }) => seconds));
  const most = Math.max(...usable.map(({ pages }) => pages), 0);
  const none = { value: Number.NaN, low: 0, high: Number.POSITIVE_INFINITY };
  if (most <= 0) {
    const why = 'no window saw a dirty page: the guest is idle or writes too little to be seen';
    const nothing = { kind: 'uniform' as const, identified: false, why, misfit: 0 };
    return { workingSetPages: none, writesPerS: none, ...nothing };
  }
  const { sets, rates } = axes(usable, ramPages);
  const random = misfits('uniform', usable, sets, rates);
  const sweep = misfits('sequential', usable, sets, rates);
  const sweeping = lowest(sweep).chi + SWEEP_MARGIN < lowest(random).chi;
  const cells = sweeping ? sweep : random;
  const top = lowest(cells);
  // A poor fit says that the samples scatter more than assumed: the region grows with it.
  const misfit = top.chi / Math.max(1, usable.length - 2);
  const region = cells.filter(({ chi }) => chi <= top.chi + REGION * Math.max(1, misfit));
  const range = (pick: (cell: Cell) => number): Range => ({
    value: pick(top),
    low: Math.min(...region.map(pick)),
    high: Math.max(...region.map(pick)),
  });
  const workingSetPages = range((cell) => cell.set);
  const writesPerS = range((cell) => cell.rate);
  let why = '';
  if (lengths.size < 2)
    why = 'windows of one length cannot tell a small hot set from a slow writer';
  else if (workingSetPages.high > IDENTIFIED_RATIO * workingSetPages.low) {
    why = 'even the longest window does not begin to saturate: the working set may be larger';
  } else if (writesPerS.high > IDENTIFIED_RATIO * writesPerS.low) {
    why = 'even the shortest window has saturated: the write rate may be any above it';
  }
  const kind = sweeping ? 'sequential' : 'uniform';
  return { kind, workingSetPages, writesPerS, identified: why === '', why, misfit };
}

/**
 * Guests that explain the samples as well as the best one does, within the 90 % region, sweeping or not and
 * with a working set of at most `usablePages`; at most about `most`, evenly chosen, the extremes among them.
 * Weights are likelihoods, every order of magnitude of set and rate taken as likely before; they add up to 1.
 */
export function plausibleStreams(
  samples: readonly UniqueSample[],
  usablePages: number,
  most = 150,
): { stream: DirtyStream; weight: number }[] {
  const usable = usableOf(samples);
  if (!usable.some(({ pages }) => pages > 0)) return [];
  const { sets, rates } = axes(usable, usablePages);
  const within = sets.filter((set) => set <= usablePages * 1.0001);
  const kinds = ['uniform', 'sequential'] as const;
  const cells = kinds.flatMap((kind) =>
    misfits(kind, usable, within.length > 0 ? within : [usablePages], rates).map((cell) => ({
      ...cell,
      kind,
    })),
  );
  const top = lowest(cells);
  const misfit = top.chi / Math.max(1, usable.length - 2);
  const region = cells.filter(({ chi }) => chi <= top.chi + REGION * Math.max(1, misfit));
  const step = Math.max(1, Math.floor(region.length / most));
  const chosen = region.filter((_, i) => i % step === 0 || i === region.length - 1);
  const scale = 2 * Math.max(1, misfit);
  const likely = chosen.map(({ chi }) => Math.exp((top.chi - chi) / scale));
  const all = likely.reduce((sum, value) => sum + value, 0);
  return chosen.map(({ kind, set, rate }, i) => ({
    stream: stream(kind, Math.max(1, set), rate),
    weight: num(likely, i) / all,
  }));
}

/** Readings of calc-dirty-rate as unique pages: half a MiB/s up for the rounding, sampling noise, rounding. */
export function samplesOf(readings: readonly DirtyRateReading[], ramBytes: number): UniqueSample[] {
  const ramPages = ramBytes / PAGE_BYTES;
  return readings.map(({ calcTimeS, mibPerS, samplePages }) => {
    const pages = Math.min(ramPages, ((mibPerS + 0.5) * MIB * calcTimeS) / PAGE_BYTES);
    const samples = Math.max(1, ((samplePages ?? 0) * ramBytes) / 2 ** 30);
    const share = Math.min(1, pages / ramPages);
    const scatter = ramPages * Math.sqrt(Math.max(1 / samples, share * (1 - share)) / samples);
    const sampling = samplePages === null ? 0 : scatter;
    const rounding = (MIB * calcTimeS) / PAGE_BYTES / Math.sqrt(12);
    return { seconds: calcTimeS, pages, sd: Math.hypot(sampling, rounding) };
  });
}

export function fitReadings(readings: readonly DirtyRateReading[], ramBytes: number): DirtyFit {
  return fitUnique(samplesOf(readings, ramBytes), ramBytes / PAGE_BYTES);
}

/** The stream a fit stands for. */
export function fittedStream(fit: DirtyFit): DirtyStream[] {
  const { value: pages } = fit.workingSetPages;
  const { value: rate } = fit.writesPerS;
  return Number.isFinite(pages) && rate > 0 ? [stream(fit.kind, Math.max(1, pages), rate)] : [];
}

/** One write of a trace: time in seconds and page number. */
export interface TraceWrite {
  seconds: number;
  page: number;
}

/** Unique pages per window of several lengths of a time-ordered write trace; the scatter is the sd. */
export function samplesOfTrace(
  trace: readonly TraceWrite[],
  lengths: readonly number[],
): UniqueSample[] {
  const end = trace.at(-1)?.seconds ?? 0;
  return lengths.flatMap((length) => {
    const counts: number[] = [];
    let pages = new Set<number>();
    let window = 0;
    for (const { seconds, page } of trace) {
      while (seconds >= (window + 1) * length) {
        counts.push(pages.size);
        pages = new Set();
        window++;
      }
      pages.add(page);
    }
    if (end >= (window + 0.95) * length) counts.push(pages.size);
    if (counts.length === 0) return [];
    const mean = counts.reduce((sum, value) => sum + value, 0) / counts.length;
    const spread = counts.reduce((sum, value) => sum + (value - mean) ** 2, 0) / counts.length;
    const sd =
      Math.sqrt(spread / counts.length + mean + 1) / Math.sqrt(counts.length) + 0.01 * mean;
    return [{ seconds: length, pages: mean, sd }];
  });
}
