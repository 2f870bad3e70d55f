import type { Figure } from '../../../figure.ts';
import { rounded } from '../../../format.ts';
import type { Message } from '../../../message.ts';
import { interferenceWords } from '../../../messages/plan-interference.ts';
import type { Interference, MachineLoss, PlanLoss } from '../../../plan/contention/interference.ts';
import { html } from '../../html.ts';
import { type FigureRow, type Section, tableFigure } from '../../section.ts';

/** Machines listed of each plan. */
const MOST_MACHINES = 50;
const short = (value: number) => rounded(value, 3);

/** Bands of CPU time lost; the first is always shown, the others up to the last that a machine is in. */
const bands = ['up to 2.5 %', '2.5 to 5 %', '5 to 10 %', 'above 10 %'];

function clusterRows(plans: readonly PlanLoss[]): FigureRow[] {
  const all = plans.flatMap(({ clusters }) => clusters);
  const shown = bands.filter(
    (_, band) => band === 0 || all.some(({ counts }) => counts.slice(band).some((n) => n > 0)),
  );
  return plans.flatMap(({ plan, clusters }) =>
    clusters.map(({ cluster, machines, median, p95, most, counts }) => ({
      ...{ plan, cluster, machines },
      'median machine, %': short(median),
      'p95 machine, %': short(p95),
      'most, %': short(most),
      ...Object.fromEntries(shown.map((name, band) => [name, counts[band] ?? 0])),
    })),
  );
}

const machineRow = (plan: string, loss: MachineLoss): FigureRow => ({
  plan,
  machine: loss.machine,
  cluster: loss.cluster,
  host: loss.host,
  vCPUs: loss.vcpus,
  'lost, median hour, %': short(loss.p50),
  'lost, p95, %': short(loss.p95.percent),
  low: short(loss.p95.low),
  high: short(loss.p95.high),
});

/** Distribution over the machines of each cluster, before and after, and the machines that lose most. */
export const interferenceTables = ({ plans }: Interference, most = MOST_MACHINES): Figure[] =>
  [
    tableFigure('interference-clusters', interferenceWords.clustersTitle(), clusterRows(plans)),
    tableFigure(
      'interference-machines',
      interferenceWords.machinesTitle(),
      plans.flatMap(({ plan, machines }) =>
        machines.slice(0, most).map((loss) => machineRow(plan, loss)),
      ),
    ),
  ].filter(({ rows }) => rows.length > 0);

/** CPU time lost to neighbours. */
export function interferenceSections(
  answer: Interference,
  sentence: Message | undefined,
): Section[] {
  if (!sentence) return [];
  return [
    {
      id: 'interference',
      title: interferenceWords.title(),
      gist: sentence,
      depth: 'first',
      text: html`<p>${sentence}</p><p>${interferenceWords.how({
        assumed: answer.assumed ? interferenceWords.assumed() : '',
      })}</p>`,
      figures: interferenceTables(answer),
    },
  ];
}
