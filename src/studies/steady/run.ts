import { nth, present } from '../../elements.ts';
import type { Host, PageSize } from '../../hosts/host.ts';
import { type Bill, compareBills } from '../../model/overhead/bill.ts';
import { caseBill } from '../../model/overhead/case.ts';
import { type MemoryCost, memoryCost, translationMode } from '../../model/overhead/memory-cost.ts';
import { priceOrNull } from '../../model/overhead/price-or-null.ts';
import { exitDamage, type StreamReuse, streamReuse } from '../../model/translation/exit-damage.ts';
import { patternWords } from '../../model/translation/pattern-words.ts';
import {
  entryPage,
  simulatePattern,
  simulateTogether,
  type TranslationCase,
  type TranslationResult,
} from '../../model/translation/simulate.ts';
import type { TlbVariant } from '../../scenario/scenario.ts';
import type { Sourced } from '../../sourced.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import { costParts, type Technique } from '../../techniques/technique.ts';
import type { WorkloadCase } from '../../workloads/workload-case.ts';
import { cellsBy, spanCells } from '../cells.ts';
import type { CaseOf } from '../column.ts';
import type { Task, TaskInputs } from '../study.ts';
import type { SteadyRow } from './columns.ts';
import { type ExitLoss, exitRate, lossOf, withLoss } from './damage.ts';
import type { SteadyCase, SteadyData } from './expand.ts';
import { withPackets } from './network.ts';
import { estimatedColumns, partColumns } from './part-columns.ts';

/** The host with a what-if TLB in place of its own. */
export function withTlb(host: Host, tlb: TlbVariant | null): Host {
  if (!tlb) return host;
  const what = { status: 'estimated', source: `what-if TLB "${tlb.name}"` } as const;
  const l1 = tlb.l1 && { '4K': { ...tlb.l1, ...what } };
  return {
    ...host,
    memory: {
      ...host.memory,
      l1Dtlb: l1 ?? host.memory.l1Dtlb,
      l2Tlb: tlb.l2 ? { ...host.memory.l2Tlb, ...tlb.l2, ...what } : host.memory.l2Tlb,
    },
  };
}

/** A pattern is simulated for half its length first, so that cold caches do not count. */
const WARM_UP_SHARE = 0.5;

function patternSource({ pattern }: SteadyData['workload'], seed: number) {
  const { kind, footprint, accesses, stride, skew, window } = present(pattern);
  return {
    accesses,
    pattern: {
      pattern: kind,
      bytes: footprint,
      seed,
      ...(stride === undefined ? {} : { strideBytes: stride }),
      ...(skew === undefined ? {} : { exponent: skew }),
      ...(window === undefined ? {} : { windowBytes: window }),
    },
  };
}

/** What is walked in a mode: `hostPage` means nothing without a second level. */
const caseOf = (
  { guestPage }: SteadyData,
  host: Host,
  mode: TranslationCase['mode'],
  hostPage: string,
): TranslationCase => ({
  mode,
  guestPage: guestPage as PageSize,
  hostPage: hostPage as PageSize,
  guestLevels: 4,
  hostLevels: 4,
  host: host.memory,
});

/** What a technique is walked as: without a second level the host's page size means nothing. */
const walkOf = (technique: Technique, hostPage: string) =>
  translationMode(technique) === 'native' ? '' : hostPage;

/** Simulates every walk that a row of the task looks at, and that of bare metal, once, all of them over one stream. */
async function walksOf(
  data: SteadyData,
  host: Host,
  inputs: TaskInputs,
): Promise<(technique: Technique, hostPage: string) => TranslationResult> {
  const { workload } = data;
  const asked = data.cases.map(({ technique, hostPage }) =>
    walkOf(techniqueById(technique), hostPage),
  );
  const walks = [...new Set(['', ...asked])];
  const modes = walks.map((hostPage) =>
    caseOf(data, host, hostPage === '' ? 'native' : 'nested', hostPage),
  );
  const results =
    workload.pattern === undefined
      ? await simulateTogether(modes, await inputs.words())
      : simulatePattern(
          modes,
          patternSource(workload, inputs.seed),
          Math.floor(workload.pattern.accesses * WARM_UP_SHARE),
        );
  return (technique, hostPage) => nth(results, walks.indexOf(walkOf(technique, hostPage)));
}

/** Everything a row of the task is made of beside the walks of its own case. */
interface Ground {
  data: SteadyData;
  host: Host;
  baseMemory: MemoryCost;
  /** The bill of bare metal with so many packets. */
  baseOf(packets: number): Bill;
  /** Reuse of the stream in TLBs and caches; null where no row asks about damage. */
  reuse: StreamReuse | null;
}

const nothing: Sourced = {
  ...{ value: 0, low: 0, high: 0, unit: 'cycles/1000 instructions' },
  ...{ status: 'derived' as const, source: 'exits without damage' },
};

/** What exits of a case take from the guest's TLBs and caches. */
function exitLoss(
  { data, host, reuse }: Ground,
  { exitDamage: damage, hostPage }: SteadyCase,
  workload: WorkloadCase,
  technique: Technique,
  counts: TranslationResult,
): ExitLoss {
  if (!reuse || damage === 'none') return { trips: 0, translation: nothing, data: nothing };
  const { trips, interval } = exitRate(workload, technique, host);
  const input = caseOf(data, host, translationMode(technique), hostPage);
  return lossOf(workload, trips, exitDamage(input, counts, reuse, { interval, damage }));
}

/** Reuse of the task's stream, where a row asks about what exits do to it. */
async function reuseOf(
  steady: SteadyData,
  host: Host,
  inputs: TaskInputs,
): Promise<StreamReuse | null> {
  if (steady.cases.every(({ exitDamage: damage }) => damage === 'none')) return null;
  const pages = new Set<PageSize>();
  for (const { technique, hostPage } of steady.cases) {
    const mode = translationMode(techniqueById(technique));
    pages.add(entryPage(caseOf(steady, host, mode, hostPage)));
  }
  const { pattern } = steady.workload;
  const words =
    pattern === undefined
      ? await inputs.words()
      : patternWords(patternSource(steady.workload, inputs.seed).pattern, pattern.accesses);
  return streamReuse(words, host.memory, [...pages]);
}

function rowOf(ground: Ground, one: SteadyCase, counts: TranslationResult): CaseOf<SteadyRow> {
  const { data, host, baseMemory, baseOf } = ground;
  const { vm, technique: id, hostPage, packets, settings } = one;
  const technique = techniqueById(id);
  const memory = memoryCost(counts, host, technique);
  const workload = withPackets({ ...data.workload, name: vm }, packets, host);
  const costs = { bareMetal: baseMemory, technique: memory };
  const loss = exitLoss(ground, one, workload, technique, counts);
  const bill = withLoss(caseBill(workload, technique, host, costs, priceOrNull), loss);
  const overhead = compareBills(baseOf(packets).lines, bill.lines);
  return {
    workload: vm,
    host: data.host,
    technique: id,
    guest_page: data.guestPage,
    host_page: hostPage,
    tlb: data.tlb?.name ?? '',
    settings,
    accesses: counts.accesses,
    l1_misses: counts.l1Misses,
    walks: counts.walks,
    walk_refs: counts.guestRefs + counts.hostRefs,
    ...spanCells('base_tlb_cycles_per_access', baseMemory.translation),
    ...spanCells('base_stall_cycles_per_access', baseMemory.dataStalls),
    ...spanCells('tlb_cycles_per_access', memory.translation),
    ...spanCells('stall_cycles_per_access', memory.dataStalls),
    exits: loss.trips,
    ...spanCells('exit_translation_cycles', loss.translation),
    ...spanCells('exit_data_cycles', loss.data),
    memory_status: memory.translation.status,
    base_cycles: overhead.baseCycles,
    cycles: overhead.cycles,
    overhead_ratio: overhead.overheadRatio,
    overhead_low: overhead.low,
    overhead_high: overhead.high,
    ...cellsBy(costParts, (part) => [partColumns[part], overhead.parts[part]?.cycles ?? 0]),
    ...cellsBy(costParts, (part) => [estimatedColumns[part], overhead.parts[part]?.estimated ?? 0]),
    weakest_status: overhead.weakestStatus,
    unpriced_events: bill.unpriced.join(','),
  };
}

/** All rows of one stream on one host: each translation is simulated once and shared. */
export async function runSteady({ data }: Task, inputs: TaskInputs): Promise<CaseOf<SteadyRow>[]> {
  const steady = data as SteadyData;
  const host = withTlb(inputs.host(steady.host), steady.tlb);
  const walked = await walksOf(steady, host, inputs);
  const bareMetal = techniqueById('bare-metal');
  const baseMemory = memoryCost(walked(bareMetal, ''), host, bareMetal);
  const both = { bareMetal: baseMemory, technique: baseMemory };
  const bases = new Map<number, Bill>();
  const baseOf = (packets: number): Bill => {
    const workload = withPackets({ ...steady.workload, name: '' }, packets, host);
    const base = bases.get(packets) ?? caseBill(workload, bareMetal, host, both, priceOrNull);
    bases.set(packets, base);
    return base;
  };
  const reuse = await reuseOf(steady, host, inputs);
  const ground = { data: steady, host, baseMemory, baseOf, reuse };
  const rows: CaseOf<SteadyRow>[] = [];
  // VMs that run alike differ in their names: thousands of one kind are priced once.
  const known = new Map<string, CaseOf<SteadyRow>>();
  for (const one of steady.cases) {
    const { vm, technique, hostPage, packets, settings } = one;
    const key = `${technique} ${hostPage} ${packets} ${settings}`;
    const found = known.get(key);
    if (found) {
      rows.push({ ...found, workload: vm });
      continue;
    }
    const row = rowOf(ground, one, walked(techniqueById(technique), hostPage));
    known.set(key, row);
    rows.push(row);
  }
  return rows;
}
