import { running } from '../../inventory/inventory.ts';
import { type Forecast, forecast } from '../growth.ts';
import type { Plan } from '../plan.ts';
import { type Study, studySchema } from '../study/schema.ts';
import { type Sensitivity, sensitivities } from './sensitivity.ts';

/** What the answer means for later: when it stops holding, and what it hangs on. */
export interface Outlook {
  /** Growth of the number of machines, percent a month, and whether it was given. */
  rate: Study['growth']['machines'] & { given: boolean };
  forecasts: Forecast[];
  sensitivities: Sensitivity[];
}

/** Past this many machines the packings behind an outlook take longer than a reader waits. */
export const MOST_MACHINES = 5000;

/** The outlook of a plan, or undefined for an inventory too large to pack some hundred times. */
export function outlookOf(plan: Plan, growth?: Study['growth']['machines']): Outlook | undefined {
  const forecasts = monthsOf(plan, growth);
  if (!forecasts) return undefined;
  return {
    rate: { ...rateOf(growth), given: growth !== undefined },
    forecasts,
    sensitivities: sensitivities(plan),
  };
}

/** The rate that was given, or the one assumed. */
export const rateOf = (growth?: Study['growth']['machines']) =>
  growth ?? studySchema.parse({}).growth.machines;

/** Months until each cluster is out of room; undefined for an inventory too large to pack that often. */
export function monthsOf(plan: Plan, growth?: Study['growth']['machines']): Forecast[] | undefined {
  if (running(plan.inventory.vms).length > MOST_MACHINES) return undefined;
  return forecast(plan, { what: 'machines', ...rateOf(growth) });
}
