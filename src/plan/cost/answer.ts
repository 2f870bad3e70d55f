import type { Plan } from '../plan.ts';
import { type BreakEven, breakEvens } from './break-even.ts';
import { type DesignCost, ownership } from './ownership.ts';
import type { Costs } from './schema.ts';

/** What plans cost, side by side. */
export interface CostAnswer {
  costs: Costs;
  designs: DesignCost[];
  breakEvens: BreakEven[];
}

/** Cost of the base and of each what-if; hosts of the base are owned. */
export function costAnswer(
  plans: readonly Plan[],
  costs: Costs,
  shape: readonly number[] | undefined,
): CostAnswer {
  const owned = new Set(plans[0]?.inventory.hosts.map((host) => host.name));
  const designs = plans.map((plan) => ownership(plan, costs, owned, shape));
  return { costs, designs, breakEvens: breakEvens(designs, costs.hosts.price) };
}
