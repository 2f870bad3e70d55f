import { type BillLine, compareBills } from '../model/overhead/bill.ts';
import { caseBill } from '../model/overhead/case.ts';
import type { MemoryCost } from '../model/overhead/memory-cost.ts';
import { priceOrNull } from '../model/overhead/price-or-null.ts';
import type { Row } from '../results/columns.ts';
import type { RunRecord } from '../results/run-folder.ts';
import type { Sourced, Status } from '../sourced.ts';
import { techniqueById } from '../techniques/compositions.ts';
import { hostOf } from './run-job.ts';

export interface Explanation {
  row: Row;
  bareMetal: BillLine[];
  technique: BillLine[];
  unpriced: string[];
  /** False when the constants of this virtcost are not those the row was made with. */
  reproduces: boolean;
}

/** Rebuilds the bill of one stored row, term by term, from the stored walks and the priced events. */
export function explainRow(row: Row, record: RunRecord): Explanation {
  const workload = record.scenario.workloads.find((entry) => entry.name === row.workload)!;
  const tlb = record.scenario.tlb?.find((entry) => entry.name === row.tlb) ?? null;
  const profile = record.profiles?.find(({ id }) => id === row.host) ?? null;
  const host = hostOf({ host: String(row.host), tlb, profile });
  const cell = (name: string): Sourced => ({
    value: Number(row[name]),
    low: Number(row[`${name}_low`]),
    high: Number(row[`${name}_high`]),
    unit: 'cycles/access',
    status: row.memory_status as Status,
    source: 'TLB, walk and cache simulation stored in the results',
  });
  const memory = (prefix: string): MemoryCost => ({
    translation: cell(`${prefix}tlb_cycles_per_access`),
    dataStalls: cell(`${prefix}stall_cycles_per_access`),
  });
  const bareMetal = memory('base_');
  const base = caseBill(
    workload,
    techniqueById('bare-metal'),
    host,
    { bareMetal, technique: bareMetal },
    priceOrNull,
  );
  const costs = { bareMetal, technique: memory('') };
  const bill = caseBill(workload, techniqueById(String(row.technique)), host, costs, priceOrNull);
  const { cycles } = compareBills(base.lines, bill.lines);
  const reproduces = Math.abs(cycles / Number(row.cycles) - 1) < 1e-9;
  return { row, bareMetal: base.lines, technique: bill.lines, unpriced: bill.unpriced, reproduces };
}
