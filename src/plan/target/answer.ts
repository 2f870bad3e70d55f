import { plural } from '../../words.ts';
import { moneyText } from '../cost/sentence.ts';
import type { CloudAnswer } from './cloud.ts';
import type { OpenshiftAnswer } from './openshift.ts';

export type TargetAnswer = OpenshiftAnswer | CloudAnswer;

const gib = (value: number) => `${Math.round(value).toLocaleString('en-US')} GiB`;
const hours = (value: number) => `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} h`;

function openshiftSentence(answer: OpenshiftAnswer): string {
  const { target, machines, nodes, bound, waves, unplaced } = answer;
  const doubt =
    unplaced.length > 0
      ? ` ${plural(unplaced.length, 'machine')} ${unplaced.length === 1 ? 'fits' : 'fit'} no node.`
      : '';
  const stuck =
    waves.notConverging.length > 0
      ? ` ${plural(waves.notConverging.length, 'machine')} not moved: writes outrun the copy, so a ${waves.method} move does not end.`
      : '';
  const long =
    waves.tooLong.length > 0
      ? ` ${plural(waves.tooLong.length, 'machine')} ${waves.tooLong.length === 1 ? 'takes' : 'take'} longer than a window of ${hours(target.migration.waveHours)}.`
      : '';
  return `To ${target.name}: ${plural(machines, 'machine')} on ${plural(nodes, 'node')} of ${target.node.cores} cores and ${gib(target.node.memoryGiB)} (no fewer than ${bound}), ${gib(answer.overheadGib)} of it overhead of their pods; moved in ${plural(waves.waves.length, 'wave')}, ${hours(waves.hours)} in all.${doubt}${long}${stuck}`;
}

function cloudSentence(answer: CloudAnswer): string {
  const { target, machines, plans, unplaced, breakEvenHours } = answer;
  const demand = plans.find(({ plan }) => plan === 'on-demand');
  const placed = machines.length - unplaced.length;
  const month = (demand?.perMonth ?? 0) + answer.storagePerMonth;
  const doubt =
    unplaced.length > 0
      ? ` ${plural(unplaced.length, 'machine')} ${unplaced.length === 1 ? 'is' : 'are'} larger than every instance.`
      : '';
  const even =
    breakEvenHours === null
      ? ''
      : breakEvenHours >= 730
        ? ' That is less than the estate costs today, running all month.'
        : ` It costs less than the estate today below ${Math.floor(breakEvenHours)} hours a month.`;
  return `To ${target.name}: ${plural(placed, 'machine')} on instances cost ${moneyText(month)} ${target.currency} a month on demand.${even}${doubt}`;
}

/** Where the estate would be, in one sentence a target. */
export const targetSentence = (answer: TargetAnswer): string =>
  answer.kind === 'openshift' ? openshiftSentence(answer) : cloudSentence(answer);
