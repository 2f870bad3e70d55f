import type { Message, Text } from '../../message.ts';
import { planAnswerWords as words } from '../../messages/plan-answers.ts';
import { techniqueNames } from '../../messages/terms.ts';
import type { Choice, Design } from './evaluate.ts';
import type { DesignAnswer } from './search.ts';

/** A choice in words. */
export function choiceText({ host, ...choice }: Choice): Message {
  const percent = (share: number) => Math.round(100 * share);
  const parts = [
    words.perCore({ ratio: choice.cpuRatio }),
    ...(choice.memoryRatio === 1 ? [] : [words.memoryAt({ percent: percent(choice.memoryRatio) })]),
    ...(choice.sharing === 0 ? [] : [words.shared({ percent: percent(choice.sharing) })]),
    ...(choice.zones === 1 ? [] : [words.zones({ n: choice.zones })]),
    ...(choice.technique === 'hardware' ? [] : [techniqueNames(choice.technique)]),
    ...(choice.admission === 'places' ? [] : [words.byPercent()]),
  ];
  return words.choice({ name: host.name, cores: host.cores, gib: host.memoryGiB, parts });
}

function proofText(best: Design, lowerBound: number | null): Message {
  if (lowerBound === null || lowerBound <= 0 || best.cost <= lowerBound * (1 + 1e-9))
    return words.noneCheaper();
  return words.atMostLeft({ bound: lowerBound, gap: best.cost / lowerBound - 1 });
}

/** What dropping one of the goals would come to, where that is enough. */
function wayOut({ goals, question }: DesignAnswer): Text {
  const ways = goals.filter(({ cost }) => cost !== null);
  const cheapest = ways.reduce<(typeof ways)[number] | undefined>(
    (a, b) => (a && (a.cost ?? 0) <= (b.cost ?? 0) ? a : b),
    undefined,
  );
  if (!cheapest) return '';
  const { text: goal, cost } = cheapest;
  return words.withoutGoal({ goal, cost: cost ?? 0, currency: question.currency });
}

function noneText(answer: DesignAnswer): Message {
  const { conflict, tooLarge } = answer;
  if (tooLarge.length > 0)
    return words.tooLarge({ n: tooLarge.length, names: tooLarge.slice(0, 5) });
  const [first, ...others] = conflict;
  if (!first) return words.tooMany();
  const way = wayOut(answer);
  if (others.length === 0) return words.holdsForNone({ goal: first.text, way });
  const goals = others.reduce(
    (before, { text }) => words.and({ first: before, second: words.quoted({ text }) }),
    words.quoted({ text: first.text }),
  );
  return words.cannotHold({ goals, way });
}

/** The cheapest design that passes with its proof and the goal that costs most; or which goals conflict. */
export function designSentence(answer: DesignAnswer): Message {
  const { best, question, goals, lowerBound } = answer;
  if (!best) return noneText(answer);
  const [dearest] = goals;
  const saves = dearest?.saves ?? 0;
  const { currency, years } = question;
  return words.cheapestDesign({
    ...{ hosts: best.hosts, choice: choiceText(best.choice), cost: best.cost, currency, years },
    proof: proofText(best, lowerBound),
    dearest:
      dearest && saves > 0
        ? words.dearestGoal({ goal: dearest.text, saves, currency })
        : goals.length > 0
          ? words.noGoalDearer()
          : '',
  });
}
