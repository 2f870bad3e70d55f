import { percentText } from '../../format.ts';
import { plural } from '../../words.ts';
import { moneyText } from '../cost/sentence.ts';
import type { Choice, Design } from './evaluate.ts';
import type { DesignAnswer } from './search.ts';

/** A choice in words. */
export function choiceText({ host, ...choice }: Choice): string {
  const parts = [
    `${choice.cpuRatio} vCPUs per core`,
    ...(choice.memoryRatio === 1 ? [] : [`memory at ${Math.round(100 * choice.memoryRatio)} %`]),
    ...(choice.sharing === 0 ? [] : [`${Math.round(100 * choice.sharing)} % of it shared`]),
    ...(choice.zones === 1 ? [] : [`${choice.zones} zones`]),
    ...(choice.technique === 'hardware' ? [] : [choice.technique]),
    ...(choice.admission === 'places' ? [] : ['failures by per cent']),
  ];
  return `"${host.name}" (${host.cores} cores, ${host.memoryGiB} GiB), ${parts.join(', ')}`;
}

function proofText(best: Design, lowerBound: number | null): string {
  if (lowerBound === null || lowerBound <= 0 || best.cost <= lowerBound * (1 + 1e-9))
    return 'No design of these choices costs less.';
  return `Whatever packing is found, none of these choices costs less than ${moneyText(lowerBound)}: at most ${percentText(best.cost / lowerBound - 1)} is left to find.`;
}

/** What dropping one of the goals would come to, where that is enough. */
function wayOut({ goals, question }: DesignAnswer): string {
  const ways = goals.filter(({ cost }) => cost !== null);
  const cheapest = ways.reduce<(typeof ways)[number] | undefined>(
    (a, b) => (a && (a.cost ?? 0) <= (b.cost ?? 0) ? a : b),
    undefined,
  );
  return cheapest
    ? ` Without "${cheapest.text}" the cheapest costs ${moneyText(cheapest.cost ?? 0)} ${question.currency}.`
    : '';
}

function noneText(answer: DesignAnswer): string {
  const { conflict, tooLarge } = answer;
  if (tooLarge.length > 0)
    return `No design passes: ${plural(tooLarge.length, 'machine')} ${tooLarge.length === 1 ? 'is' : 'are'} larger than every host of the catalogue (${tooLarge.slice(0, 5).join(', ')}).`;
  if (conflict.length === 0)
    return 'No design passes, even without goals: the machines need more hosts than mostHosts allows.';
  const texts = conflict.map(({ text }) => `"${text}"`);
  return conflict.length === 1
    ? `No design passes: ${texts[0]} holds for none of the choices.${wayOut(answer)}`
    : `No design passes: ${texts.join(' and ')} cannot hold together with these choices.${wayOut(answer)}`;
}

/** The cheapest design that passes with its proof and the goal that costs most; or which goals conflict. */
export function designSentence(answer: DesignAnswer): string {
  const { best, question, goals, lowerBound } = answer;
  if (!best) return noneText(answer);
  const [dearest] = goals;
  const cost =
    dearest && (dearest.saves ?? 0) > 0
      ? ` The goal that costs most is "${dearest.text}": without it ${moneyText(dearest.saves ?? 0)} ${question.currency} less.`
      : goals.length > 0
        ? ' No single goal makes it dearer.'
        : '';
  return `The cheapest design that passes: ${plural(best.hosts, 'host')} ${choiceText(best.choice)}, ${moneyText(best.cost)} ${question.currency} over ${plural(question.years, 'year')}. ${proofText(best, lowerBound)}${cost}`;
}
