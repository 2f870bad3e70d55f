import { area, type Text, vocabulary } from '../message.ts';
import { benchHeadings } from './bench.ts';
import { chartHeadings } from './headings/charts.ts';
import { containersHeadings } from './headings/containers.ts';
import { devicesHeadings } from './headings/devices.ts';
import { planHeadings } from './headings/plan.ts';
import { planChartHeadings } from './headings/plan-charts.ts';
import { runningHeadings } from './headings/running.ts';
import { storageAndCostsHeadings } from './headings/storage-and-costs.ts';
import { targetsHeadings } from './headings/targets.ts';
import { topicHeadings } from './headings/topics.ts';
import { translationHeadings } from './headings/translation.ts';
import { historyHeadings } from './plan-history.ts';
import { interferenceHeadings } from './plan-interference.ts';
import { powerHeadings } from './plan-power.ts';
import { techniqueTitlesInChinese } from './terms.ts';

/** Headings of columns and titles of axes and legends; the English spelling is the key in `--json` and CSV. */
export const headings = vocabulary('heading', {
  zh: {
    ...techniqueTitlesInChinese,
    ...runningHeadings,
    ...translationHeadings,
    ...devicesHeadings,
    ...planHeadings,
    ...planChartHeadings,
    ...topicHeadings,
    ...containersHeadings,
    ...storageAndCostsHeadings,
    ...targetsHeadings,
    ...chartHeadings,
    ...powerHeadings,
    ...interferenceHeadings,
    ...historyHeadings,
    ...benchHeadings,
  },
});

/** Headings of our own around names and numbers. */
export const headingPatterns = area('heading-pattern', {
  on: { en: '{machine} on {host}', zh: '{host} 上的 {machine}' },
  inside: { en: 'in {name}', zh: '{name} 中' },
  snapshot: { en: 'snapshot {n}', zh: '快照 {n}' },
});

/** A heading in words of the reader: a word of the table, or one around a name. */
export function headingText(heading: string): Text {
  const known = headings(heading);
  if (typeof known !== 'string') return known;
  const [, machine, host = ''] = /^(.+) on (\S+)$/.exec(heading) ?? [];
  if (machine !== undefined) return headingPatterns.on({ machine, host });
  const [, name] = /^in (\S+)$/.exec(heading) ?? [];
  if (name !== undefined) return headingPatterns.inside({ name });
  const [, n] = /^snapshot (\d+)$/.exec(heading) ?? [];
  return n === undefined ? heading : headingPatterns.snapshot({ n });
}
