import { nth, num, present } from '../../elements.ts';
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

/** A bill and where it comes from. */
interface Billed {
  cell: Cell;
  lookup: Lookup;
  row: Bill;
}

/** Ranks the techniques of one VM on one host with the same pages, and says what to measure where the order is open. */
function rank(group: readonly Billed[], measure: (bill: Billed) => Term[]): void {
  const order = group
    .filter(({ row }) => row.lacks === '' && row.price !== null)
    .sort((a, b) => cheaper(a.row, b.row));
  order.forEach(({ row }, i) => {
    row.rank = i + 1;
  });
  const [first, second] = order;
  if (first && second && couldTurn(first.row, second.row))
    first.row.measure_next = widest(measure(first), measure(second));
}

/** Cells of one VM on one host with the same pages, by their places among all. */
function grouped(cells: readonly Cell[]): number[][] {
  const groups = new Map<string, number[]>();
  cells.forEach(({ vm, host, guestPage, hostPage }, i) => {
    const key = JSON.stringify([vm.name, host, guestPage, hostPage]);
    const group = groups.get(key);
    if (group) group.push(i);
    else groups.set(key, [i]);
  });
  return [...groups.values()];
}

/**
 * The bills of every cell under every combination of settings, made from the complete rows of the other studies: how many
 * there are, and each with its position, a VM on a host after the other.
 */
export function eachBill(
  scenario: Scenario,
  rows: StudyRows,
  host: (id: string) => Host,
): { count: number; rows: Iterable<readonly [position: number, row: Bill]> } {
  const choices = choicesOf(scenario);
  const all = new Lookup(rows, nth(choices, 0));
  const knobs = new Map(present(scenario.settings.density).map(({ name, value }) => [name, value]));
  const asked = choices.map((choice) => {
    const lookup = all.under(choice);
    return { choice, lookup, cells: billCells(scenario, lookup) };
  });
  const measure = ({ cell, lookup }: Billed): Term[] => {
    const steady = lookup.steady(cell, cell.hostPage);
    // Of thousands of VMs the one that is looked for.
    const context = { scenario: { ...scenario, vms: [cell.vm] }, host };
    return steady
      ? explainSteady(steady, context).terms.filter(({ figure }) => figure === 'cycles')
      : [];
  };
  function* bills() {
    let first = 0;
    for (const { choice, lookup, cells } of asked) {
      const settings = knobs.get(choice.density) as DensityKnobs;
      for (const places of grouped(cells)) {
        const group = places.map((place): Billed => {
          const cell = nth(cells, place);
          return { cell, lookup, row: billRow(cell, lookup, settings, choice, host(cell.host)) };
        });
        rank(group, measure);
        for (const [i, { row }] of group.entries()) yield [first + num(places, i), row] as const;
      }
      first += cells.length;
    }
  }
  return { count: asked.reduce((sum, { cells }) => sum + cells.length, 0), rows: bills() };
}

/** The same as a list. */
export function deriveDensity(
  scenario: Scenario,
  rows: StudyRows,
  host: (id: string) => Host,
): Bill[] {
  const bills: Bill[] = [];
  for (const [position, row] of eachBill(scenario, rows, host).rows) bills[position] = row;
  return bills;
}
