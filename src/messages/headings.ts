import { vocabulary } from '../message.ts';
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
