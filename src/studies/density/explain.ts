import { present } from '../../elements.ts';
import type { Text } from '../../message.ts';
import { billPartWords, explainWords } from '../../messages/explain.ts';
import type { Status } from '../../sourced.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import { agrees, spanOf, sumOf, termOf } from '../cells.ts';
import type { ExplainContext, Explanation, Term } from '../study.ts';
import { hostOf, parts } from './bill.ts';
import type { DensityRow } from './columns.ts';
import { memoryTerms } from './memory.ts';
import type { DensityKnobs } from './schema.ts';

const titles = {
  steady: 'running beyond bare metal',
  migration: 'migrations of a month, spread over it',
  sharing: 'sharing memory',
  snapshots: 'snapshots and map of the disk',
} as const;

/** Where the terms of a part stand. */
function cellOf(part: (typeof parts)[number], row: DensityRow): string {
  const study = part === 'snapshots' ? 'disks' : part;
  const chosen = row[`${study}_settings`];
  const settings = chosen ? `/${chosen}` : '';
  const place = `${row.vm}/${row.host}/${row.technique}`;
  if (part === 'steady') return `${place}/${row.guest_page}-${row.host_page}${settings}`;
  if (part === 'snapshots') return `disks/${place}${settings}`;
  return `${part}/${place}/${row.host_page}${settings}`;
}

/** The parts of a bill, each with the cell that explains it, and the memory and price behind them. */
export function explainDensity(row: DensityRow, { scenario, host }: ExplainContext): Explanation {
  const vm = present(scenario.vms.find(({ name }) => name === row.vm));
  const variants = present(scenario.settings.density);
  const named = (name: unknown) => variants.find((variant) => variant.name === name);
  // Bills stored before they were made for every combination name their own settings alone.
  const knobs = present(named(row.density_settings) ?? named(row.settings)).value as DensityKnobs;
  const base = row.base_cpus;
  const stated = { low: base, value: base, high: base, unit: 'CPUs', status: 'derived' as const };
  const source = 'vcpus and load of the scenario';
  const terms: Term[] = [termOf('total_cpus', 'the guest itself', { ...stated, source })];
  const remarks: Text[] = [];
  for (const part of parts) {
    const status = String(row[`${part}_status`]);
    if (status === 'not asked') {
      remarks.push(explainWords.notAsked({ part: billPartWords(titles[part]) }));
      continue;
    }
    const span = present(spanOf(row, `${part}_cpus`));
    const how = `virtcost explain "${cellOf(part, row)}"`;
    const number = { ...span, unit: 'CPUs', status: status as Status, source: how };
    terms.push(termOf('total_cpus', titles[part], number));
  }
  const beside = memoryTerms(techniqueById(row.technique), vm.memory, vm.vcpus);
  const machine = hostOf(host(row.host), knobs);
  remarks.push(
    explainWords.host({
      ...{ cpus: Number(machine.cpus.toPrecision(6)), memory: machine.memory / 2 ** 30 },
      ...{ price: machine.price, currency: row.currency },
    }),
  );
  return {
    terms: [...terms, ...beside],
    remarks,
    reproduces:
      agrees(row.total_cpus, sumOf(terms, 'total_cpus').value) &&
      agrees(row.overhead_bytes, sumOf(beside, 'overhead_bytes').value),
  };
}
