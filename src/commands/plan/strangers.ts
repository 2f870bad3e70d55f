import { badInput, printable } from '../../errors.ts';
import type { LoadSeries } from '../../plan/optimize/series.ts';
import type { Plan } from '../../plan/plan.ts';
import { plural } from '../../words.ts';

/** Refuses load by machine, of a file, that is of no machine of a plan. */
export function refuseStrangers(
  file: string,
  { inventory }: Plan,
  { machines }: LoadSeries,
  matched: number,
): void {
  if (matched > 0) return;
  const names = machines.slice(0, 5).map(({ name }) => name);
  throw badInput({
    file,
    expected: `load of machines of ${inventory.source}`,
    found: `${plural(machines.length, 'other machine')} (${printable(names.join(', '), 200)})`,
    hint: 'Machines are told by their names.',
  });
}
