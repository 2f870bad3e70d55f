import { ExitCode } from '../../errors.ts';
import type { Message, Text } from '../../message.ts';
import { planWords } from '../../messages/plan.ts';
import type { PlanAnswer } from '../answer.ts';
import type { Plan } from '../plan.ts';
import type { BothWays } from '../unknown-states.ts';
import { leadOf } from './verdict.ts';

/** What a plan's answer comes to: the same for the terminal, JSON and the page. */
export interface PlanVerdict {
  verdict: 'fits' | 'does not fit' | 'unknown';
  /** The verdict and its reason. */
  sentence: Message;
  exitCode: number;
}

/** `both`: the answers either way, where the source has states no table knows. */
export function verdictOf(plan: Plan, answer: PlanAnswer, both: BothWays | undefined): PlanVerdict {
  const lead = leadOf(plan, answer);
  if (both && both.best.fits !== both.worst.fits) {
    return {
      verdict: 'unknown',
      sentence: planWords.notKnown({ unsure: unsure(both), lead }),
      exitCode: ExitCode.partial,
    };
  }
  const sentence = both ? planWords.sameEither({ lead, unsure: unsure(both) }) : lead;
  return answer.fits
    ? { verdict: 'fits', sentence, exitCode: ExitCode.ok }
    : { verdict: 'does not fit', sentence, exitCode: ExitCode.thresholdMissed };
}

function unsure({ machines, hosts }: BothWays): Text {
  const first = planWords.unsureMachines({ n: machines });
  const second = planWords.unsureHosts({ n: hosts });
  if (machines > 0 && hosts > 0) return planWords.and({ first, second });
  return machines > 0 ? first : hosts > 0 ? second : '';
}
