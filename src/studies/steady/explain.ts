import { present } from '../../elements.ts';
import { cellText } from '../../messages/cells.ts';
import { explainWords } from '../../messages/explain.ts';
import { type BillLine, compareBills } from '../../model/overhead/bill.ts';
import { caseBill } from '../../model/overhead/case.ts';
import type { MemoryCost } from '../../model/overhead/memory-cost.ts';
import { priceOrNull } from '../../model/overhead/price-or-null.ts';
import { footprint } from '../../model/translation/exit-damage.ts';
import type { Sourced, Status } from '../../sourced.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import { spanOf } from '../cells.ts';
import type { ExplainContext, Explanation, Term } from '../study.ts';
import type { SteadyRow } from './columns.ts';
import { withLoss } from './damage.ts';
import { busyPackets, withPackets } from './network.ts';
import { withTlb } from './run.ts';

const termOf =
  (figure: string) =>
  ({ event, label, part, source, status, unverified, ...line }: BillLine): Term => ({
    ...{ figure, term: `${event}: ${label} (${part})` },
    ...{ value: line.cycles, low: line.low, high: line.high, unit: 'cycles/1000 instructions' },
    ...{ status, unverified, source },
  });

/** Rebuilds the bill of one stored row, term by term, from the stored walks and the priced events. */
export function explainSteady(
  row: SteadyRow,
  { scenario, host: hostOf }: ExplainContext,
): Explanation {
  const vm = present(scenario.vms.find(({ name }) => name === row.workload));
  const tlb = scenario.tlb?.find(({ name }) => name === row.tlb) ?? null;
  const host = withTlb(hostOf(row.host), tlb);
  const cell = (name: `${'base_' | ''}${'tlb' | 'stall'}_cycles_per_access`): Sourced => ({
    ...present(spanOf(row, name)),
    unit: 'cycles/access',
    status: row.memory_status as Status,
    source: 'TLB, walk and cache simulation stored in the results',
  });
  const memory = (prefix: 'base_' | ''): MemoryCost => ({
    translation: cell(`${prefix}tlb_cycles_per_access`),
    dataStalls: cell(`${prefix}stall_cycles_per_access`),
  });
  const bareMetal = memory('base_');
  const named = { ...vm.workload, name: row.workload };
  const workload = withPackets(named, busyPackets(vm), host);
  const billOf = (technique: string, costs: MemoryCost) =>
    caseBill(
      workload,
      techniqueById(technique),
      host,
      { bareMetal, technique: costs },
      priceOrNull,
    );
  const base = billOf('bare-metal', bareMetal);
  const lost = (what: 'translation' | 'data'): Sourced => ({
    ...(spanOf(row, `exit_${what}_cycles`) ?? { value: 0, low: 0, high: 0 }),
    unit: 'cycles/1000 instructions',
    status: 'estimated',
    unverified: true,
    source: `reuse of the stream between exits; ${footprint[what === 'data' ? 'lines' : 'pages'].source}`,
  });
  const bill = withLoss(billOf(row.technique, memory('')), {
    translation: lost('translation'),
    data: lost('data'),
  });
  const { cycles } = compareBills(base.lines, bill.lines);
  return {
    terms: [...base.lines.map(termOf('base_cycles')), ...bill.lines.map(termOf('cycles'))],
    remarks: bill.unpriced.map((event) =>
      explainWords.unpriced({ event: cellText('event', event) }),
    ),
    reproduces: Math.abs(cycles / row.cycles - 1) < 1e-9,
  };
}
