import { nth, num } from '../../elements.ts';
import { Board } from '../placement/board.ts';
import { clusterProblem } from '../placement/cluster.ts';
import type { Plan } from '../plan.ts';
import type { Hosting } from './hosting.ts';

/** What of a plan says how machines may lie on hosts. */
export type PlanRules = Pick<Plan, 'settings' | 'placement' | 'technique'>;

/** Machines of a cluster where they run, under the plan's rules, ready to be moved. */
export function boardOf(
  { hosts, vms, hostOf }: Hosting,
  { settings, placement, technique }: PlanRules,
): { board: Board; members: readonly (readonly number[])[] } {
  const { problem, units } = clusterProblem(hosts, vms, settings, placement, technique);
  // Machines to be kept together that run apart today count where the first of them runs.
  const places = units.members.map((list) => num(hostOf, num(list, 0)));
  return { board: new Board(problem, places), members: units.members };
}

/** Machines in some units. */
export const countOf = (
  members: readonly (readonly number[])[],
  units: readonly number[],
): number => units.reduce((sum, unit) => sum + nth(members, unit).length, 0);
