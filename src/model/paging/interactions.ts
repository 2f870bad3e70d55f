import { nth } from '../../elements.ts';
import type { HostMemory } from '../../hosts/host.ts';
import type { Settings } from '../../techniques/index.ts';
import type { TranslationResult } from '../translation/simulate.ts';
import { billTotal } from './bill.ts';
import { billedModes, countModes, type MmuComparison, type MmuResult } from './compare.ts';
import { lockContention } from './lock-contention.ts';
import { monitorEntries } from './mmu.ts';
import { pagingMode } from './modes.ts';

/** One cell: what a mode costs when one thing is changed and all else stays. */
export interface InteractionRow {
  interaction: 'KPTI' | 'lock and virtual CPUs' | 'placement of tables' | 'mitigation at exits';
  setting: string;
  /** The setting in a chart's words. */
  label: string;
  mode: MmuResult['mode'];
  title: string;
  /** Cycles per access, translation and page tables. */
  cycles: number;
}

const labels: Record<InteractionRow['interaction'], (setting: string) => string> = {
  KPTI: (setting) => `KPTI ${setting}`,
  'lock and virtual CPUs': (setting) => `${setting} vCPU`,
  'placement of tables': (setting) => setting,
  'mitigation at exits': (setting) => (setting === 'none' ? 'no mitigation' : setting),
};

/** Simulated walks of the two kinds of tables. */
export interface Walks {
  native: TranslationResult;
  nested: TranslationResult;
}

const compared = (['native', 'shadow', 'direct', 'nested', 'agile'] as const).map(pagingMode);
const virtualCpus = [1, 2, 4, 8, 16, 32];
const mitigations: readonly NonNullable<Settings['mitigation']>[] = [
  'none',
  'bhi-tsx',
  'bhi-long',
  'bhi-dis-s',
];

/**
 * Cycles per access that walks cost more when tables lie on the other node: references that miss every cache wait for
 * remote memory instead of local. `which` names the tables that are remote.
 */
export function remoteExtra(
  { served, accesses }: TranslationResult,
  memory: HostMemory,
  which: { guest: boolean; host: boolean },
): number {
  if (!served || accesses === 0) return 0;
  const misses = (which.guest ? served.dram.guest : 0) + (which.host ? served.dram.host : 0);
  return (misses * (memory.remoteDramCycles.value - memory.dramCycles.value)) / accesses;
}

/**
 * A guest of `n` virtual CPUs that all run the program. What a shadow pager does between world switches, CR3 loads
 * apart, it does under one lock (KVM's mmu_lock): a closed queue. Other modes change tables without one, or by locks of their own.
 */
function contended(result: MmuResult, input: MmuComparison, n: number): number {
  if (result.mode !== 'shadow') return result.total;
  const locked = result.bill.filter(({ lockFree }) => !lockFree);
  const exits = monitorEntries(result.counts) - result.counts.cr3Exits;
  const switches = exits * input.host.anchors.smallestExitCycles.value;
  const held = Math.max(0, billTotal(locked).value - switches) / result.accesses;
  return lockContention(n, held, result.total - held).round;
}

/** What KPTI, virtual CPUs, placement of tables and mitigations do to each way of paging, one at a time. */
export function mmuInteractions(input: MmuComparison, walks: Walks): InteractionRow[] {
  const cycles = {
    native: walks.native.cyclesPerAccess?.total ?? 0,
    nested: walks.nested.cyclesPerAccess?.total ?? 0,
  };
  const rows: InteractionRow[] = [];
  const add = (
    interaction: InteractionRow['interaction'],
    setting: string,
    results: readonly MmuResult[],
    costOf: (result: MmuResult) => number = ({ total }) => total,
  ) => {
    const label = labels[interaction](setting);
    for (const result of results) {
      const { mode, title } = result;
      rows.push({ interaction, setting, label, mode, title, cycles: costOf(result) });
    }
  };
  const countedWith = (kpti: boolean) =>
    countModes({ ...input, host: { ...input.host, kpti } }, compared);
  const [off, on] = [countedWith(false), countedWith(true)];
  add('KPTI', 'off', billedModes(input, cycles, off));
  add('KPTI', 'on', billedModes(input, cycles, on));
  const counted = input.host.kpti ? on : off;
  const base = billedModes(input, cycles, counted);
  for (const n of virtualCpus) {
    add('lock and virtual CPUs', String(n), base, (result) => contended(result, input, n));
  }
  const placements = [
    ['all tables local', { guest: false, host: false }],
    ['first tables remote', { guest: true, host: false }],
    ['host tables remote', { guest: false, host: true }],
    ['all tables remote', { guest: true, host: true }],
  ] as const;
  for (const [setting, which] of placements) {
    add('placement of tables', setting, base, (result) => {
      const walk = pagingMode(result.mode).walk;
      return result.total + remoteExtra(walks[walk], input.host.memory, which);
    });
  }
  for (const mitigation of mitigations) {
    const settings = { ...input.settings, mitigation };
    add('mitigation at exits', mitigation, billedModes({ ...input, settings }, cycles, counted));
  }
  return rows;
}

/** Churn at which `shadow` begins to cost more than `nested`, interpolated between points; null if it never does. */
export function crossing(
  points: readonly { churn: number; shadow: number; nested: number }[],
): number | null {
  for (let i = 0; i < points.length; i++) {
    const gap = nth(points, i).shadow - nth(points, i).nested;
    if (gap <= 0) continue;
    const before = points[i - 1];
    if (!before) return nth(points, i).churn;
    const gapBefore = before.shadow - before.nested;
    return before.churn + ((nth(points, i).churn - before.churn) * -gapBefore) / (gap - gapBefore);
  }
  return null;
}
