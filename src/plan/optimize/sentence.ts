import type { Message, Text } from '../../message.ts';
import { planAnswerWords as words } from '../../messages/plan-answers.ts';
import { totalOf } from '../operations/hosting.ts';
import type { OptimizeAnswer } from './optimize.ts';

/** How far the answer can be trusted: machines with too few samples, or no load at all. */
function doubtOf({ load, options, sizes }: OptimizeAnswer): Text {
  if (!load) return words.noLoad();
  const thin = sizes.filter(({ verdict }) => verdict === 'candidate').length;
  if (thin === 0) return '';
  const percent = Math.round(100 * options.coverage);
  return words.thin({ n: thin, percent, days: options.windowDays });
}

/** What comes back, in one sentence; without load it says that these are candidates only. */
export function optimizeSentence(answer: OptimizeAnswer): Message {
  const { actions, hosts, load, options } = answer;
  const sure = actions.filter(({ basis }) => basis !== 'candidate');
  const candidates = actions.length - sure.length;
  const shrunk = sure.filter(({ action }) => action === 'right-size').length;
  const back = totalOf(hosts, ({ comeBack }) => comeBack);
  const sum = (pick: (action: (typeof sure)[number]) => number) => totalOf(sure, pick);
  const disk = sum(({ diskGib }) => diskGib ?? 0);
  const { prices } = options;
  const parts = [
    ...(load
      ? [
          words.vcpus({ n: sum(({ vcpus }) => vcpus) }),
          words.memory({ gib: sum(({ memoryGib }) => memoryGib) }),
        ]
      : []),
    ...(disk > 0 || !load ? [words.disk({ gib: disk })] : []),
    ...(back > 0 ? [words.hosts({ n: back })] : []),
    ...(prices
      ? [
          words.moneyAMonth({
            amount: sum(({ money }) => money ?? 0),
            currency: prices.currency,
          }),
        ]
      : []),
  ];
  return words.toGiveBack({
    ...{ parts, actions: sure.length },
    smaller: shrunk > 0 ? words.smaller({ n: shrunk }) : '',
    more: candidates > 0 ? words.candidates({ n: candidates }) : '',
    doubt: doubtOf(answer),
  });
}
