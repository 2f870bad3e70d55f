import { percentOf } from '../../format.ts';
import type { Message } from '../../message.ts';
import { cellWords } from '../../messages/cells.ts';
import { planPageWords } from '../../messages/plan-page.ts';
import type { ClusterAnswer } from '../answer.ts';
import { resourceNames } from '../placement/resource.ts';
import type { Outlook } from './outlook.ts';
import { tightness } from './verdict.ts';

/** How far the lines reach. */
const MONTHS = 24;
const MOST_LINES = 4;

/** Load of what a cluster runs out of first, percent, in a month from now; with slower and faster growth. */
export interface GrowthPoint {
  cluster: Message;
  month: number;
  load: number;
  low: number;
  high: number;
}

/** The tightest clusters as machines are added month by month. */
export interface GrowthLines {
  rate: Outlook['rate'];
  points: GrowthPoint[];
  /** When the first machine finds no place, and the load then. */
  full: { cluster: Message; month: number; load: number }[];
  clusters: number;
  shown: number;
}

/** Load over two years at the rate of an outlook, failures tolerated. */
export function growthLines(
  clusters: readonly ClusterAnswer[],
  { rate, forecasts }: Outlook,
): GrowthLines {
  const shown = clusters.slice(0, MOST_LINES);
  const at = (load: number, percent: number, month: number) =>
    percentOf(load * (1 + percent / 100) ** month);
  const name = ({ cluster, binding }: ClusterAnswer) =>
    planPageWords.clusterResource({
      cluster,
      resource: cellWords(resourceNames[binding] ?? binding),
    });
  const named = shown.map((cluster) => ({ cluster, name: name(cluster) }));
  const points = named.flatMap(({ cluster, name }) =>
    Array.from({ length: MONTHS + 1 }, (_, month) => ({
      cluster: name,
      month,
      load: at(tightness(cluster), rate.percentPerMonth, month),
      low: at(tightness(cluster), rate.low, month),
      high: at(tightness(cluster), rate.high, month),
    })),
  );
  const full = named.flatMap(({ cluster, name }) => {
    const month = forecasts.find((entry) => entry.cluster === cluster.cluster)?.months.value;
    if (month === null || month === undefined || month > MONTHS) return [];
    const load = at(tightness(cluster), rate.percentPerMonth, month);
    return [{ cluster: name, month, load }];
  });
  return { rate, points, full, clusters: clusters.length, shown: shown.length };
}
