import { nth, present } from '../../elements.ts';
import { hostById } from '../../hosts/index.ts';
import { compareBills } from '../../model/overhead/bill.ts';
import { caseBill } from '../../model/overhead/case.ts';
import { memoryCost, translationMode } from '../../model/overhead/memory-cost.ts';
import { priceOrNull } from '../../model/overhead/price-or-null.ts';
import { simulate, type TranslationCase } from '../../model/translation/simulate.ts';
import type { Status } from '../../sourced.ts';
import { bareMetal } from '../../techniques/compositions.ts';
import { price, total } from '../../techniques/price.ts';
import type { CostPart, Technique } from '../../techniques/technique.ts';
import { mixById } from '../../workloads/mixes/index.ts';
import type { WorkloadCase } from '../../workloads/workload-case.ts';
import type { TechniqueLoad } from './load.ts';
import { machineMemory } from './memory.ts';
import { planTechnique, type TechniqueSwitch } from './schema.ts';

/** What our models say one technique costs a workload. */
export interface TechniquePrice {
  id: string;
  title: string;
  /** Cycles beyond bare metal over bare metal's, with the interval of its sources. */
  overheadRatio: number;
  low: number;
  high: number;
  /** The same by part, as shares of bare metal's cycles. */
  parts: Partial<Record<CostPart, number>>;
  weakestStatus: Status;
  /** Cycles of one device request, notification to completion, and how many one core could carry a second. */
  ioCycles: number;
  ioPerCoreSecond: number;
  /** Events the technique has no price for. */
  unpriced: string[];
}

/** Accesses of the synthetic stream that stands for the machines' memory; a half more warm the caches. */
const ACCESSES = 200_000;

function workloadOf({ events, footprintMiB }: TechniqueSwitch): WorkloadCase {
  return {
    name: events,
    pattern: { kind: 'zipf', footprint: footprintMiB * 2 ** 20, accesses: ACCESSES },
    instructionsPerAccess: 40,
    cyclesPerInstruction: 1,
    missesInFlight: 2,
    floatShare: 0,
    events: mixById(events).id,
  };
}

/**
 * Prices techniques for one workload on one host profile: the event bill of src/model/overhead with the
 * translation simulator's walks, 4 KiB pages in the guest and 2 MiB in the host.
 */
export function techniquePrices(
  list: readonly Technique[],
  how: TechniqueSwitch,
): TechniquePrice[] {
  const host = hostById(how.host);
  const workload = workloadOf(how);
  const simulated = (mode: TranslationCase['mode']) =>
    simulate(
      {
        mode,
        guestPage: '4K',
        hostPage: '2M',
        guestLevels: 4,
        hostLevels: 4,
        host: host.memory,
        options: { warmUpAccesses: ACCESSES / 2 },
      },
      {
        accesses: ACCESSES,
        pattern: { pattern: 'zipf', bytes: present(workload.pattern).footprint, seed: 1 },
      },
    );
  const counts = { native: simulated('native'), nested: simulated('nested') };
  const base = memoryCost(counts.native, host, bareMetal);
  const bare = caseBill(
    workload,
    bareMetal,
    host,
    { bareMetal: base, technique: base },
    priceOrNull,
  );
  return list.map((technique) => {
    const { id } = technique;
    const mode = translationMode(technique) === 'nested' ? 'nested' : 'native';
    const memory = memoryCost(counts[mode], host, technique);
    const costs = { bareMetal: base, technique: memory };
    const bill = caseBill(workload, technique, host, costs, priceOrNull);
    const overhead = compareBills(bare.lines, bill.lines);
    const request = total(price('device-request', technique, host));
    return {
      id,
      title: technique.title,
      overheadRatio: overhead.overheadRatio,
      low: overhead.low,
      high: overhead.high,
      parts: Object.fromEntries(
        Object.entries(overhead.parts).map(([part, { cycles }]) => [
          part,
          cycles / overhead.baseCycles,
        ]),
      ),
      weakestStatus: overhead.weakestStatus,
      ioCycles: request.value,
      ioPerCoreSecond: (host.clockGhz.value * 1e9) / request.value,
      unpriced: bill.unpriced,
    };
  });
}

/** Simulated once for each question: what-ifs ask the same again and again. */
const loads = new Map<string, TechniqueLoad>();

/** The load a plan has when its machines move from one technique to another. */
export function techniqueLoad(how: TechniqueSwitch): TechniqueLoad {
  const known = loads.get(JSON.stringify(how));
  if (known) return known;
  const [from, to] = [planTechnique(how.from), planTechnique(how.to)];
  const prices = techniquePrices([from, to], how);
  const load = {
    cpuFactor: (1 + nth(prices, 1).overheadRatio) / (1 + nth(prices, 0).overheadRatio),
    overheadMib: machineMemory(to).mib,
  };
  loads.set(JSON.stringify(how), load);
  return load;
}
