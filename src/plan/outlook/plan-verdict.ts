import { ExitCode } from '../../errors.ts';
import { plural } from '../../words.ts';
import type { PlanAnswer } from '../answer.ts';
import type { Plan } from '../plan.ts';
import type { BothWays } from '../unknown-states.ts';
import { leadOf } from './verdict.ts';

/** What a plan's answer comes to: the same for the terminal, JSON and the page. */
export interface PlanVerdict {
  verdict: 'fits' | 'does not fit' | 'unknown';
  /** The verdict and its reason. */
  sentence: string;
  exitCode: number;
}

/** `both`: the answers either way, where the source has states no table knows. */
export function verdictOf(plan: Plan, answer: PlanAnswer, both: BothWays | undefined): PlanVerdict {
  const lead = leadOf(plan, answer);
  if (both && both.best.fits !== both.worst.fits) {
    return {
      verdict: 'unknown',
      sentence: `Not known whether it fits: that hangs on ${unsure(both)}. Counted as running and up: ${lead}`,
      exitCode: ExitCode.partial,
    };
  }
  const either = both ? ` The verdict is the same with and without ${unsure(both)}.` : '';
  return answer.fits
    ? { verdict: 'fits', sentence: lead + either, exitCode: ExitCode.ok }
    : { verdict: 'does not fit', sentence: lead + either, exitCode: ExitCode.thresholdMissed };
}

function unsure({ machines, hosts }: BothWays): string {
  const parts = [
    ...(machines > 0 ? [`${plural(machines, 'machine')} whose power state is not known`] : []),
    ...(hosts > 0 ? [`${plural(hosts, 'host')} whose state is not known`] : []),
  ];
  return parts.join(' and ');
}
