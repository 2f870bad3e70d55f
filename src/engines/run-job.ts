import { openMemoryTrace } from '../formats/memory-trace/open.ts';
import type { Host, PageSize } from '../hosts/host.ts';
import { hostById } from '../hosts/index.ts';
import { compareBills } from '../model/overhead/bill.ts';
import { caseBill } from '../model/overhead/case.ts';
import { type MemoryCost, memoryCost, translationMode } from '../model/overhead/memory-cost.ts';
import { priceOrNull } from '../model/overhead/price-or-null.ts';
import {
  type AddressSource,
  simulate,
  simulateStream,
  type TranslationCase,
  type TranslationResult,
} from '../model/translation/simulate.ts';
import { estimatedColumn, partColumn, type Row } from '../results/columns.ts';
import { contentHash } from '../results/identity.ts';
import type { Sourced } from '../sourced.ts';
import { techniqueById } from '../techniques/compositions.ts';
import { costParts } from '../techniques/technique.ts';
import type { RunnableJob } from './engine.ts';

/** The host with the what-if TLB of a job in place of its own. */
export function hostOf(job: Pick<RunnableJob, 'host' | 'tlb' | 'profile'>): Host {
  const host = job.profile ?? hostById(job.host);
  if (!job.tlb) return host;
  const what = { status: 'estimated', source: `what-if TLB "${job.tlb.name}"` } as const;
  const l1 = job.tlb.l1 && { '4K': { ...job.tlb.l1, ...what } };
  return {
    ...host,
    memory: {
      ...host.memory,
      l1Dtlb: l1 ?? host.memory.l1Dtlb,
      l2Tlb: job.tlb.l2 ? { ...host.memory.l2Tlb, ...job.tlb.l2, ...what } : host.memory.l2Tlb,
    },
  };
}

/** A pattern is simulated for half its length first, so that cold caches do not count. */
const WARM_UP_SHARE = 0.5;

function patternSource(job: RunnableJob): AddressSource {
  const { kind, footprint, accesses, stride, skew, window } = job.workload.pattern!;
  return {
    accesses,
    pattern: {
      pattern: kind,
      bytes: footprint,
      seed: job.seed,
      ...(stride === undefined ? {} : { strideBytes: stride }),
      ...(skew === undefined ? {} : { exponent: skew }),
      ...(window === undefined ? {} : { windowBytes: window }),
    },
  };
}

async function translate(
  job: RunnableJob,
  host: Host,
  mode: TranslationCase['mode'],
): Promise<TranslationResult> {
  const input: TranslationCase = {
    mode,
    guestPage: job.guestPage as PageSize,
    hostPage: job.hostPage as PageSize,
    guestLevels: 4,
    hostLevels: 4,
    host: host.memory,
  };
  if (job.tracePath !== null) {
    return simulateStream(input, (await openMemoryTrace(job.tracePath, job.workload)).words);
  }
  const warmUpAccesses = Math.floor(job.workload.pattern!.accesses * WARM_UP_SHARE);
  return simulate({ ...input, options: { warmUpAccesses } }, patternSource(job));
}

function memoryCells(prefix: string, { translation, dataStalls }: MemoryCost): Row {
  const cells = (name: string, { value, low, high }: Sourced) => ({
    [name]: value,
    [`${name}_low`]: low,
    [`${name}_high`]: high,
  });
  return {
    ...cells(`${prefix}tlb_cycles_per_access`, translation),
    ...cells(`${prefix}stall_cycles_per_access`, dataStalls),
  };
}

/** All techniques of one job: each translation mode is simulated once and shared. */
export async function runJob(job: RunnableJob): Promise<Row[]> {
  const host = hostOf(job);
  const simulated = new Map<TranslationCase['mode'], TranslationResult>();
  const translated = async (mode: TranslationCase['mode']) => {
    const known = simulated.get(mode);
    if (known) return known;
    const result = await translate(job, host, mode);
    simulated.set(mode, result);
    return result;
  };
  const bareMetal = techniqueById('bare-metal');
  const native = await translated('native');
  const baseMemory = memoryCost(native, host, bareMetal);
  const both = { bareMetal: baseMemory, technique: baseMemory };
  const base = caseBill(job.workload, bareMetal, host, both, priceOrNull);
  const rows: Row[] = [];
  for (const id of job.techniques) {
    const technique = techniqueById(id);
    const counts = await translated(translationMode(technique));
    const memory = memoryCost(counts, host, technique);
    const costs = { bareMetal: baseMemory, technique: memory };
    const bill = caseBill(job.workload, technique, host, costs, priceOrNull);
    const overhead = compareBills(base.lines, bill.lines);
    rows.push({
      case_id: contentHash([job.hash, id]),
      workload: job.workload.name,
      host: job.host,
      technique: id,
      guest_page: job.guestPage,
      host_page: job.hostPage,
      tlb: job.tlb?.name ?? '',
      accesses: counts.accesses,
      l1_misses: counts.l1Misses,
      walks: counts.walks,
      walk_refs: counts.guestRefs + counts.hostRefs,
      ...memoryCells('base_', baseMemory),
      ...memoryCells('', memory),
      memory_status: memory.translation.status,
      base_cycles: overhead.baseCycles,
      cycles: overhead.cycles,
      overhead_ratio: overhead.overheadRatio,
      overhead_low: overhead.low,
      overhead_high: overhead.high,
      ...Object.fromEntries(
        costParts.map((part) => [partColumn(part), overhead.parts[part]?.cycles ?? 0]),
      ),
      ...Object.fromEntries(
        costParts.map((part) => [estimatedColumn(part), overhead.parts[part]?.estimated ?? 0]),
      ),
      weakest_status: overhead.weakestStatus,
      unpriced_events: bill.unpriced.join(','),
    });
  }
  return rows;
}
