import type { KsmMachine } from '../../../kernels/ksm/machine.ts';
import { PAGE_BYTES } from '../../../kernels/ksm/machine.ts';
import type { KsmFeatures } from './kernel-version.ts';
import type { Operation } from './operations.ts';
import { type KsmSample, replay } from './replay.ts';

/** Counters of a step: numbers, and for `vm` one triple a VM. */
export type Counters = Omit<KsmSample, 'op' | 'step' | 'ksmd_ns_estimate' | 'refused'>;
type Bound = number | [number, number, number][];

/** A step whose counters depend on when LRU add batches drain. */
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

/**
 * Samples of a run on a host with several CPUs. A page written inside a scan waits in a CPU's LRU add batch and is refused until
 * the batch drains; on one CPU the VMs' own pages fill it, with several other tasks fill and drain it too. Where no merge is
 * refused even if nothing drains, the samples are exact; from the first refusal on they carry ranges.
 * `build` makes a machine whose batch holds so many pages.
 */
export function replayWithRanges(
  build: (lruBatch: number) => KsmMachine,
  capacity: number,
  operations: readonly Operation[],
  has: KsmFeatures,
): RangedSample[] {
  const play = (lruBatch: number) => replay(build(lruBatch), operations, has);
  const held = play(NEVER_DRAINS);
  if ((held.at(-1)?.refused ?? 0) === 0) return held;
  const likely = play(capacity);
  const flushed = play(0);
  const others = otherCapacities.map(play);
  return likely.map((sample, i) => {
    const refused = held[i]!.refused;
    if (refused === 0) return sample;
    const slack = Math.min(SLACK_PAGES, refused);
    const all = [sample, held[i]!, flushed[i]!, ...others.map((variant) => variant[i]!)];
    return {
      ...sample,
      range: ranges(all, slack),
      held: differing(held[i]!, sample),
      flushed: differing(flushed[i]!, sample),
    };
  });
}

/** Those counters of one state that differ from the likely one. */
function differing(of: KsmSample, from: KsmSample): Partial<Counters> {
  const names = [...counterNames, 'vm'] as const;
  const differ = names.filter((name) => JSON.stringify(of[name]) !== JSON.stringify(from[name]));
  return Object.fromEntries(differ.map((name) => [name, of[name]]));
}

function ranges(samples: readonly KsmSample[], slack: number): Record<string, [Bound, Bound]> {
  const result: Record<string, [Bound, Bound]> = {};
  for (const name of counterNames) {
    const values = samples.map((sample) => sample[name]);
    if (values[0]! < 0 && name !== 'general_profit') continue;
    const unit = name === 'general_profit' ? PAGE_BYTES : 1;
    result[name] = around(values, slack * unit, name === 'general_profit' ? -Infinity : 0);
  }
  const bound = (vm: number, field: number) =>
    around(
      samples.map((sample) => sample.vm[vm]![field]!),
      slack,
      samples[0]!.vm[vm]![field]! < 0 ? -1 : 0,
    );
  const triples = (end: 0 | 1): [number, number, number][] =>
    samples[0]!.vm.map((triple, vm) =>
      triple[0] < 0 ? triple : [bound(vm, 0)[end], bound(vm, 1)[end], bound(vm, 2)[end]],
    );
  result.vm = [triples(0), triples(1)];
  return result;
}

function around(values: readonly number[], slack: number, least: number): [number, number] {
  return [Math.max(least, Math.min(...values) - slack), Math.max(...values) + slack];
}
