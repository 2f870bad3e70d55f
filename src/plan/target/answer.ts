import { toPlaces } from '../../format.ts';
import type { Message } from '../../message.ts';
import { planAnswerWords as words } from '../../messages/plan-answers.ts';
import { MONTH_HOURS } from '../prices.ts';
import type { CloudAnswer } from './cloud.ts';
import type { OpenshiftAnswer } from './openshift.ts';

export type TargetAnswer = OpenshiftAnswer | CloudAnswer;

const hours = (n: number) => words.hours({ n: n < 10 ? toPlaces(n, 1) : Math.round(n) });

function openshiftSentence(answer: OpenshiftAnswer): Message {
  const { target, machines, nodes, bound, waves, unplaced } = answer;
  const { notConverging, tooLong, method, diskUnknown } = waves;
  const window = hours(target.migration.waveHours);
  return words.toOpenshift({
    ...{ target: target.name, machines, nodes, bound },
    ...{ cores: target.node.cores, gib: target.node.memoryGiB, overhead: answer.overheadGib },
    ...{ waves: waves.waves.length, hours: hours(waves.hours) },
    unsized: diskUnknown > 0 ? words.diskUnknown({ n: diskUnknown }) : '',
    unplaced: unplaced.length > 0 ? words.fitNoNode({ n: unplaced.length }) : '',
    long: tooLong.length > 0 ? words.tooLong({ n: tooLong.length, hours: window }) : '',
    stuck: notConverging.length > 0 ? words.neverEnds({ n: notConverging.length, method }) : '',
  });
}

function cloudSentence(answer: CloudAnswer): Message {
  const { target, machines, plans, unplaced, breakEvenHours, withLoad } = answer;
  const demand = plans.find(({ plan }) => plan === 'on-demand');
  const even =
    breakEvenHours === null
      ? ''
      : breakEvenHours >= MONTH_HOURS
        ? words.alwaysLess()
        : words.lessBelow({ hours: Math.floor(breakEvenHours) });
  return words.toCloud({
    ...{ target: target.name, currency: target.currency, even },
    placed: machines.length - unplaced.length,
    month: (demand?.perMonth ?? 0) + answer.storagePerMonth,
    doubt: unplaced.length > 0 ? words.largerThanAll({ n: unplaced.length }) : '',
    sized:
      withLoad === null || withLoad === machines.length
        ? ''
        : words.partlyByLoad({ matched: withLoad, all: machines.length }),
  });
}

/** Where the estate would be, in one sentence a target. */
export const targetSentence = (answer: TargetAnswer): Message =>
  answer.kind === 'openshift' ? openshiftSentence(answer) : cloudSentence(answer);
