import { UserError } from '../errors.ts';

/** Machines an estate may grow to: more are a rate of growth nobody meant, and no packing ends. */
const MOST_MACHINES = 5_000_000;

/** Refuses growth of so many machines by a factor over some time, which `what` names. */
export function checkGrowth(machines: number, factor: number, what: string): void {
  const grown = machines * factor;
  if (grown <= Math.max(MOST_MACHINES, machines)) return;
  const shown =
    grown < 1e15 ? Number(grown.toPrecision(3)).toLocaleString('en-US') : 'more than 1e15';
  throw new UserError(
    `${what}: expected growth to at most ${MOST_MACHINES.toLocaleString('en-US')} machines, found ${shown}.`,
  );
}
