import { nth, present } from '../../elements.ts';
import type { Host } from '../../hosts/host.ts';
import type { Cell } from '../../scenario/matrix.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { CaseOf } from '../column.ts';
import { explainSteady } from '../steady/explain.ts';
import type { Term } from '../study.ts';
import { billCells, billRow, choicesOf, Lookup, type StudyRows } from './bill.ts';
import type { DensityRow } from './columns.ts';
import type { DensityKnobs } from './schema.ts';

type Bill = CaseOf<DensityRow>;

const keyOf = (row: Bill) =>
  JSON.stringify([row.settings, row.vm, row.host, row.guest_page, row.host_page]);

/** Prices and CPU both count: where whole VMs cost the same, the lighter one is first. */
const cheaper = (a: Bill, b: Bill) =>
  Number(a.price) - Number(b.price) || Number(a.total_cpus) - Number(b.total_cpus);

/** Whether a pair's order could turn within the intervals of their CPU time. */
export const couldTurn = (first: Bill, second: Bill): boolean =>
  Number(first.total_cpus_high) >= Number(second.total_cpus_low);

const sameTerm = (a: Term, b: Term) =>
  a.term === b.term && a.value === b.value && a.low === b.low && a.high === b.high;

/** The unverified or estimated term with the widest range among those the two do not share. */
function widest(one: readonly Term[], other: readonly Term[]): string {
  const alone = (mine: readonly Term[], theirs: readonly Term[]) =>
    mine.filter((term) => !theirs.some((candidate) => sameTerm(term, candidate)));
  const open = [...alone(one, other), ...alone(other, one)].filter(
    ({ unverified, status }) => unverified || status === 'estimated',
  );
  const range = ({ low, high }: Term) => high - low;
  const found = open.reduce<Term | null>(
    (best, term) => (best === null || range(term) > range(best) ? term : best),
    null,
  );
  return found && range(found) > 0 ? `${found.term}: ${found.source}` : '';
}

/** Ranks the techniques of one VM on one host with the same pages, and says what to measure where the order is open. */
function ranked(rows: readonly Bill[], measure: (row: Bill) => Term[]): Bill[] {
  const groups = new Map<string, Bill[]>();
  for (const row of rows) {
    if (row.lacks !== '' || row.price === null) continue;
    groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  }
  const places = new Map<Bill, { rank: number; measure_next: string }>();
  for (const group of groups.values()) {
    const order = [...group].sort(cheaper);
    order.forEach((row, i) => {
      const [first, second] = order;
      const open = i === 0 && second !== undefined && couldTurn(present(first), second);
      const measure_next = open ? widest(measure(present(first)), measure(second)) : '';
      places.set(row, { rank: i + 1, measure_next });
    });
  }
  return rows.map((row) => ({ ...row, ...places.get(row) }));
}

/** The bills of every cell under every combination of settings, made from the complete rows of the other studies. */
export function deriveDensity(
  scenario: Scenario,
  rows: StudyRows,
  host: (id: string) => Host,
): Bill[] {
  const choices = choicesOf(scenario);
  const all = new Lookup(rows, nth(choices, 0));
  const knobs = new Map(present(scenario.settings.density).map(({ name, value }) => [name, value]));
  const found = new Map<string, { cell: Cell; lookup: Lookup }>();
  const bills = choices.flatMap((choice) => {
    const lookup = all.under(choice);
    return billCells(scenario, lookup).map((cell) => {
      const settings = knobs.get(choice.density) as DensityKnobs;
      const row = billRow(cell, lookup, settings, choice, host(cell.host));
      found.set(JSON.stringify([keyOf(row), row.technique]), { cell, lookup });
      return row;
    });
  });
  return ranked(bills, (row) => {
    const { cell, lookup } = present(found.get(JSON.stringify([keyOf(row), row.technique])));
    const steady = lookup.steady(cell, cell.hostPage);
    return steady
      ? explainSteady(steady, { scenario, host }).terms.filter(({ figure }) => figure === 'cycles')
      : [];
  });
}
