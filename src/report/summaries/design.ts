import { percentText, toPlaces } from '../../format.ts';
import { moneyText } from '../../plan/cost/sentence.ts';
import type { DesignAnswer } from '../../plan/design/search.ts';
import { choiceText, designSentence } from '../../plan/design/sentence.ts';
import type { Advice, KeyFigure, Summary } from '../../summary.ts';
import { plural } from '../../words.ts';

function adviceOf({
  best,
  goals,
  conflict,
  question,
}: DesignAnswer): readonly [Advice, ...Advice[]] {
  if (!best) {
    const [first, ...more] = conflict.map(({ text }) => ({
      action: `Relax "${text}".`,
      gain: 'it is one of the goals that cannot hold together.',
    }));
    const larger = {
      action: 'Offer larger hosts or more of them.',
      gain: 'machines that fit none get a place.',
    };
    return first ? [first, ...more] : [larger];
  }
  const [dearest] = goals;
  return [
    {
      action: `Buy ${plural(best.hosts, 'host')} ${choiceText(best.choice)}.`,
      gain: 'every goal holds at the least cost found.',
    },
    ...(dearest && (dearest.saves ?? 0) > 0
      ? [
          {
            action: `Ask whether "${dearest.text}" is worth it.`,
            gain: `${moneyText(dearest.saves ?? 0)} ${question.currency} less without it.`,
          },
        ]
      : []),
  ];
}

function keyFiguresOf({ best, question, lowerBound, choices }: DesignAnswer): KeyFigure[] {
  if (!best) return [{ name: 'choices looked at', value: String(choices) }];
  const gap = lowerBound !== null && lowerBound > 0 ? best.cost / lowerBound - 1 : 0;
  return [
    {
      name: 'hosts',
      value: String(best.hosts),
      note: `no fewer than ${best.boundHosts} for this choice`,
    },
    {
      name: 'cost',
      value: `${moneyText(best.cost)} ${question.currency}`,
      note: `over ${plural(question.years, 'year')}`,
    },
    { name: 'left to find', value: percentText(gap), note: 'at most, by the bounds' },
    {
      name: 'ready time',
      value: `${toPlaces(best.readyPercent, 2)} %`,
      note: 'per vCPU at the peak',
    },
  ];
}

/** What the page of `plan design` opens with. */
export function designSummary(answer: DesignAnswer, source: string): Summary {
  const { best, lowerBound, question, busyKnown } = answer;
  return {
    question: 'Which is the cheapest design that passes?',
    inputs: {
      inventory: source,
      hosts: String(question.hosts.length),
      goals: answer.goals.map(({ text }) => text).join('; ') || 'none',
    },
    sentence: designSentence(answer),
    verdict: best ? 'yes' : 'no',
    confidence:
      best && lowerBound !== null
        ? `The bounds hold for every packing; ready time and pause are predictions of models${busyKnown ? '' : ', and the load is assumed'}.`
        : 'Every choice was looked at.',
    wouldChange: 'Prices, and the goals in the table of what each costs.',
    advice: adviceOf(answer),
    keyFigures: keyFiguresOf(answer),
  };
}
