import { nth, num } from '../../../elements.ts';
import type { KsmMachine } from '../../../kernels/ksm/machine.ts';
import { PAGE_BYTES } from '../../../kernels/ksm/machine.ts';
import type { KsmFeatures } from './kernel-version.ts';
import type { Operation } from './operations.ts';
import { type KsmSample, replay } from './replay.ts';

/** Counters of a step: numbers, and for `vm` one triple a VM. */
export type Counters = Omit<KsmSample, 'op' | 'step' | 'ksmd_ns_estimate' | 'refused'>;
type Bound = number | [number, number, number][];

/** A step whose counters may depend on what a record does not say. */
export interface RangedSample extends KsmSample {
  /** Of each counter that is not known exactly: lowest and highest value. */
  range?: Record<string, [Bound, Bound]>;
  /** The counters if no batch drained until the next scan starts, and if every page drained at once. */
  held?: Partial<Counters>;
  flushed?: Partial<Counters>;
}

/** Pages that other tasks leave of a batch of 31, and two batches: any of these may be what the VMs' pages meet. */
const otherCapacities = [8, 15, 23, 62];
const NEVER_DRAINS = 2 ** 30;
/** How far apart from all of them a single page more or less has been seen to lead: one page, then another it paired with. */
const SLACK_PAGES = 2;

const counterNames = [
  ...(['pages_shared', 'pages_sharing', 'pages_unshared', 'pages_volatile'] as const),
  ...(['pages_scanned', 'pages_skipped', 'ksm_zero_pages'] as const),
  ...(['stable_node_chains', 'stable_node_dups', 'general_profit'] as const),
];

/** What a record does not say: how many pages the VMs' own fill a batch with, and where mremap finds a gap. */
export interface Unknowns {
  lruBatch: number;
  above: boolean;
}

export interface RangedReplay {
  build: (unknowns: Unknowns) => KsmMachine;
  operations: readonly Operation[];
  has: KsmFeatures;
  /** Pages a batch holds. */
  capacity: number;
  cpus: number;
}

/** The run with pages moved to one place: the likely samples first, then those of other fillings of the batch. */
interface Plays {
  likely: KsmSample[];
  held: KsmSample[];
  flushed: KsmSample[];
  others: KsmSample[][];
}

/**
 * Samples of a run, with ranges where the real system does not repeat itself. A page written inside a scan waits in a CPU's LRU add
 * batch and is refused until the batch drains; on one CPU the VMs' own pages fill it, with several other tasks fill and drain it
 * too. Where no merge is refused even if nothing drains, the samples are exact; from the first refusal on they carry
 * ranges. So they do where it matters whether mremap moved pages above or below the others.
 */
export function replayWithRanges(run: RangedReplay): RangedSample[] {
  const moves = run.operations.some((op) => op.kind === 'change' && op.change === 'move');
  const below = playAll(run, false);
  const plays = moves ? [below, playAll(run, true)] : [below];
  return below.likely.map((sample, i) => {
    const all = plays.flatMap(({ likely, held, flushed, others }) =>
      [likely, held, flushed, ...others].map((samples) => nth(samples, i)),
    );
    const refused = run.cpus === 1 ? 0 : Math.max(...plays.map(({ held }) => nth(held, i).refused));
    if (refused === 0 && all.every((each) => isSame(each, sample))) return sample;
    const result: RangedSample = { ...sample, range: ranges(all, Math.min(SLACK_PAGES, refused)) };
    if (refused === 0) return result;
    const { held, flushed } = below;
    return {
      ...result,
      held: differing(nth(held, i), sample),
      flushed: differing(nth(flushed, i), sample),
    };
  });
}

function playAll({ build, operations, has, capacity, cpus }: RangedReplay, above: boolean): Plays {
  const play = (lruBatch: number) => replay(build({ lruBatch, above }), operations, has);
  const held = play(cpus === 1 ? capacity : NEVER_DRAINS);
  const exact = cpus === 1 || (held.at(-1)?.refused ?? 0) === 0;
  if (exact) return { likely: held, held, flushed: held, others: [] };
  return { likely: play(capacity), held, flushed: play(0), others: otherCapacities.map(play) };
}

const comparedNames = [...counterNames, 'vm', 'full_scans'] as const;

function isSame(a: KsmSample, b: KsmSample): boolean {
  return comparedNames.every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]));
}

/** Those counters of one state that differ from the likely one. */
function differing(of: KsmSample, from: KsmSample): Partial<Counters> {
  const differ = comparedNames.filter(
    (name) => JSON.stringify(of[name]) !== JSON.stringify(from[name]),
  );
  return Object.fromEntries(differ.map((name) => [name, of[name]]));
}

function ranges(samples: readonly KsmSample[], slack: number): Record<string, [Bound, Bound]> {
  const result: Record<string, [Bound, Bound]> = {};
  for (const name of counterNames) {
    const values = samples.map((sample) => sample[name]);
    if (num(values, 0) < 0 && name !== 'general_profit') continue;
    const unit = name === 'general_profit' ? PAGE_BYTES : 1;
    result[name] = around(values, slack * unit, name === 'general_profit' ? -Infinity : 0);
  }
  const bound = (vm: number, field: number) =>
    around(
      samples.map((sample) => num(nth(sample.vm, vm), field)),
      slack,
      num(nth(nth(samples, 0).vm, vm), field) < 0 ? -1 : 0,
    );
  const triples = (end: 0 | 1): [number, number, number][] =>
    nth(samples, 0).vm.map((triple, vm) =>
      triple[0] < 0 ? triple : [bound(vm, 0)[end], bound(vm, 1)[end], bound(vm, 2)[end]],
    );
  result.vm = [triples(0), triples(1)];
  const scans = samples.map((sample) => sample.full_scans);
  result.full_scans = [Math.min(...scans), Math.max(...scans)];
  return result;
}

function around(values: readonly number[], slack: number, least: number): [number, number] {
  return [Math.max(least, Math.min(...values) - slack), Math.max(...values) + slack];
}
