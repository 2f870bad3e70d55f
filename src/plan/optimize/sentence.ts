import { rounded } from '../../format.ts';
import { plural } from '../../words.ts';
import { totalOf } from '../operations/hosting.ts';
import type { OptimizeAnswer } from './optimize.ts';

const number = (value: number) => rounded(value, 3).toLocaleString('en-US');

/** What comes back, in one sentence; without load it says that these are candidates only. */
export function optimizeSentence({ actions, hosts, load, options, sizes }: OptimizeAnswer): string {
  const sure = actions.filter(({ basis }) => basis !== 'candidate');
  const candidates = actions.length - sure.length;
  const shrunk = sure.filter(({ action }) => action === 'right-size');
  const back = totalOf(hosts, ({ comeBack }) => comeBack);
  const sum = (pick: (action: (typeof sure)[number]) => number) => number(totalOf(sure, pick));
  const disk = totalOf(sure, ({ diskGib }) => diskGib ?? 0);
  const money = options.prices ? totalOf(sure, (action) => action.money ?? 0) : 0;
  const parts = [
    ...(load
      ? [`${sum(({ vcpus }) => vcpus)} vCPU`, `${sum((a) => a.memoryGib)} GiB of memory`]
      : []),
    ...(disk > 0 || !load ? [`${number(disk)} GiB of disk`] : []),
    ...(back > 0 ? [plural(back, 'host')] : []),
    ...(options.prices ? [`${number(money)} ${options.prices.currency} a month`] : []),
  ];
  const thin = sizes.filter(({ verdict }) => verdict === 'candidate').length;
  const doubt = load
    ? thin > 0
      ? ` ${plural(thin, 'machine')} with less than ${Math.round(100 * options.coverage)} % of the ${options.windowDays} days' samples ${thin === 1 ? 'is a candidate' : 'are candidates'} only.`
      : ''
    : ' No load is given, so sizes are not judged: give it with --load.';
  const more = candidates > 0 ? `; ${plural(candidates, 'candidate')} beside them` : '';
  return `To give back: ${parts.join(', ')}, by ${plural(sure.length, 'action')}${shrunk.length > 0 ? `, ${shrunk.length} of them smaller machines` : ''}${more}.${doubt}`;
}
