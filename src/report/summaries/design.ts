import { toPlaces } from '../../format.ts';
import type { Text } from '../../message.ts';
import { planAnswerWords as words } from '../../messages/plan-answers.ts';
import { terms } from '../../messages/terms.ts';
import type { DesignAnswer } from '../../plan/design/search.ts';
import type { Advice, KeyFigure, Summary } from '../../summary.ts';

/** What was put into words before: the answer, and the choice of the best design. */
interface DesignTexts {
  sentence: Text;
  choice: Text;
}

function adviceOf(
  { best, goals, conflict, question }: DesignAnswer,
  choice: Text,
): readonly [Advice, ...Advice[]] {
  if (!best) {
    const [first, ...more] = conflict.map(({ text: goal }) => ({
      action: words.relax({ goal }),
      gain: words.relaxGain(),
    }));
    return first
      ? [first, ...more]
      : [{ action: words.offerLarger(), gain: words.offerLargerGain() }];
  }
  const [dearest] = goals;
  const saves = dearest?.saves ?? 0;
  return [
    { action: words.buy({ hosts: best.hosts, choice }), gain: words.buyGain() },
    ...(dearest && saves > 0
      ? [
          {
            action: words.worthIt({ goal: dearest.text }),
            gain: words.worthItGain({ saves, currency: question.currency }),
          },
        ]
      : []),
  ];
}

function keyFiguresOf({ best, question, lowerBound, choices }: DesignAnswer): KeyFigure[] {
  if (!best) return [{ name: words.choicesLookedAt(), value: String(choices) }];
  const gap = lowerBound !== null && lowerBound > 0 ? best.cost / lowerBound - 1 : 0;
  return [
    {
      name: words.hostsKey(),
      value: String(best.hosts),
      note: words.noFewer({ bound: best.boundHosts }),
    },
    {
      name: words.cost(),
      value: words.amount({ cost: best.cost, currency: question.currency }),
      note: words.overYears({ years: question.years }),
    },
    { name: words.leftToFind(), value: terms.percent({ value: gap }), note: words.byBounds() },
    {
      name: words.readyTime(),
      value: `${toPlaces(best.readyPercent, 2)} %`,
      note: words.atThePeak(),
    },
  ];
}

/** What the page of `plan design` opens with. */
export function designSummary(
  answer: DesignAnswer,
  source: string,
  { sentence, choice }: DesignTexts,
): Summary {
  const { best, lowerBound, question, busyKnown } = answer;
  return {
    question: words.designQuestion(),
    inputs: {
      inventory: source,
      hosts: String(question.hosts.length),
      goals:
        answer.goals.length > 0
          ? terms.joined({ parts: answer.goals.map(({ text }) => text) })
          : words.noGoals(),
    },
    sentence,
    verdict: best ? 'yes' : 'no',
    confidence:
      best && lowerBound !== null
        ? words.designConfidence({ assumed: busyKnown ? '' : words.loadAssumed() })
        : words.everyChoice(),
    wouldChange: words.designWouldChange(),
    advice: adviceOf(answer, choice),
    keyFigures: keyFiguresOf(answer),
  };
}
