import { num } from '../../elements.ts';
import type { Host } from '../../hosts/host.ts';
import type { Sourced } from '../../sourced.ts';
import type { Technique } from '../../techniques/technique.ts';
import { mixById } from '../../workloads/mixes/index.ts';
import type { WorkloadCase } from '../../workloads/workload-case.ts';
import { type Bill, eventBill, line, type PriceOf } from './bill.ts';
import type { MemoryCost } from './memory-cost.ts';

/** Events per million instructions, user instructions included as events of their own. */
export function eventRates(
  workload: Pick<WorkloadCase, 'events' | 'floatShare'>,
  technique: Technique,
): Record<string, number> {
  const named =
    typeof workload.events === 'string'
      ? mixById(workload.events).perMillionInstructions
      : workload.events;
  const rates: Record<string, number> = { ...named };
  const branches = rates.branch ?? 0;
  const floating = workload.floatShare * (1e6 - branches);
  if (floating > 0) rates.fp = floating;
  rates.alu = 1e6 - branches - floating;
  // Shadow paging: each new mapping costs a hidden fault besides the guest's own (KVM mmu.rst; facts of
  // 0028425f: reflect, PTE write, hidden refault). Under nested paging only first touches do.
  if (technique.mmu === 'shadow') rates['hidden-fault'] = rates['page-fault'] ?? 0;
  return rates;
}

/** Page walks in flight at once: two walkers on Skylake-SP (wikichip) and Zen 2; later cores have more. */
const PAGE_WALKERS = 2;

/** Memory costs of a case and of the same stream on bare metal. */
export interface CaseMemory {
  bareMetal: MemoryCost;
  technique: MemoryCost;
}

/** What memory costs: on bare metal, and what a technique adds to it. */
const memoryLines = [
  {
    event: 'memory',
    label: 'waiting for data',
    extra: 'data evicted by walk references',
    part: 'user',
    field: 'dataStalls',
  },
  {
    event: 'tlb-miss',
    label: 'TLB misses and page walks',
    extra: 'what the host dimension adds to walks',
    part: 'translation',
    field: 'translation',
  },
] as const;

/**
 * The bill of a workload under a technique: user code at its own cycles per instruction, waiting for
 * data, address translation as simulated, and every event at its price; cycles per thousand guest
 * instructions. Misses overlap as the workload says, walks at most as many as there are walkers.
 */
export function caseBill(
  workload: WorkloadCase,
  technique: Technique,
  host: Host,
  { bareMetal, technique: memory }: CaseMemory,
  priceOf: PriceOf,
): Bill {
  const rates = eventRates(workload, technique);
  const bill = eventBill(rates, technique, host, priceOf);
  const lines = bill.lines.map((entry) =>
    scaleUserCode(entry, workload.cyclesPerInstruction, (rates[entry.event] ?? 0) / 1000),
  );
  const accesses = 1000 / workload.instructionsPerAccess;
  const inFlight = workload.missesInFlight;
  const times = {
    dataStalls: accesses / inFlight,
    translation: accesses / Math.min(inFlight, PAGE_WALKERS),
  };
  for (const { event, label, extra, part, field } of memoryLines) {
    lines.push(line(event, label, part, bareMetal[field], times[field]));
    const more = difference(memory[field], bareMetal[field]);
    if (more.value !== 0) lines.push(line(event, extra, 'translation', more, times[field]));
  }
  return { lines, unpriced: bill.unpriced };
}

/** a - b, both simulated at the same latencies, so their ends move together. */
function difference(a: Sourced, b: Sourced): Sourced {
  const ends = [a.value - b.value, a.low - b.low, a.high - b.high];
  return { ...a, value: num(ends, 0), low: Math.min(...ends), high: Math.max(...ends) };
}

/**
 * User instructions are priced at one cycle each; a workload says how many they take on bare metal.
 * What runs natively takes just that: an input, without interval.
 */
function scaleUserCode(entry: Bill['lines'][number], cyclesPerInstruction: number, native: number) {
  if (entry.event !== 'alu' && entry.event !== 'fp') return entry;
  const cycles = entry.cycles * cyclesPerInstruction;
  if (entry.cycles === native) {
    const source = 'cyclesPerInstruction of the scenario';
    return {
      ...entry,
      cycles,
      low: cycles,
      high: cycles,
      status: 'derived' as const,
      source,
      unverified: false,
    };
  }
  const spread = [entry.low * cyclesPerInstruction, entry.high * cyclesPerInstruction] as const;
  return { ...entry, cycles, low: spread[0], high: spread[1] };
}
