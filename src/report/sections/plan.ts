import type { TopLevelSpec } from 'vega-lite';
import type { PlanAnswer } from '../../plan/answer.ts';
import type { Change } from '../../plan/changes.ts';
import type { InventoryFinding } from '../../plan/inventory.ts';
import { html } from '../html.ts';
import type { Chart, Section } from '../section.ts';
import { htmlTable } from '../table.ts';

const percent = (share: number) => Number((100 * share).toPrecision(4));

/** Load of each cluster per resource after the tolerated failures, with the line it must not pass. */
function loadChart(answers: readonly PlanAnswer[]): Chart {
  const values = answers.flatMap((answer) =>
    answer.clusters.flatMap((cluster) =>
      (['cpu', 'memory'] as const).flatMap((resource) => [
        {
          plan: answer.name,
          where: `${cluster.cluster} ${resource}`,
          when: 'all hosts up',
          load: percent(cluster.load[resource]),
        },
        {
          plan: answer.name,
          where: `${cluster.cluster} ${resource}`,
          when: 'after failure',
          load: percent(cluster.loadAfterFailure[resource]),
        },
      ]),
    ),
  );
  const y = { field: 'where', type: 'nominal', sort: null, title: null };
  const spec = {
    height: { step: 26 },
    layer: [
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 90 },
        encoding: {
          y,
          x: { field: 'load', type: 'quantitative', title: 'share of usable capacity, %' },
          shape: { field: 'when', type: 'nominal', title: 'hosts' },
          color: {
            field: 'plan',
            type: 'nominal',
            title: 'plan',
            sort: answers.map((answer) => answer.name),
          },
        },
      },
      {
        data: { values: [{ limit: 100 }] },
        mark: { type: 'rule', strokeDash: [5, 3] },
        encoding: { x: { field: 'limit', type: 'quantitative' } },
      },
    ],
  } as unknown as TopLevelSpec;
  return {
    id: 'load',
    title: 'Load by cluster and resource',
    description:
      'Right of the dashed line nothing can fit. Squares: all hosts up; circles: after the failures the plan tolerates.',
    spec,
    table: values.map(({ plan, where, when, load }) => ({
      plan,
      where,
      hosts: when,
      'load %': load,
    })),
  };
}

/** The page a manager reads: fits or not, what binds, the best changes, then plans side by side and the data. */
export function planSections(
  answers: readonly PlanAnswer[],
  changes: readonly Change[],
  findings: readonly InventoryFinding[],
): Section[] {
  const today = answers[0]!;
  return [
    {
      id: 'answer',
      title: 'The answer',
      body: html`<ul class="answers">${today.clusters.map((cluster) => {
        const verdict = !cluster.fits
          ? 'does not fit'
          : cluster.survives
            ? 'fits'
            : 'fits until a host fails';
        return html`<li><b>${verdict}</b>${cluster.cluster} <span>${cluster.placed} of ${cluster.vms} machines on ${cluster.hosts} hosts;
          ${cluster.binding} binds at ${percent(cluster.loadAfterFailure[cluster.binding] ?? 0)} % after failure;
          room for ${cluster.roomForAverage} more of average size</span></li>`;
      })}</ul>
      <h3>What would make room</h3>
      ${
        changes.length === 0
          ? html`<p>None of the changes tried brings room.</p>`
          : html`<ol>${changes.map(
              (
                change,
              ) => html`<li>${change.change}: ${change.morePlaced} more machines survive a failure, room for
              ${change.moreRoom} more of average size.</li>`,
            )}</ol>`
      }`,
      charts: [loadChart(answers)],
    },
    {
      id: 'plans',
      title: 'Plans side by side',
      body: htmlTable(
        answers.flatMap((answer) =>
          answer.clusters.map((cluster) => ({
            plan: answer.name,
            cluster: cluster.cluster,
            hosts: cluster.hosts,
            machines: cluster.vms,
            placed: cluster.placed,
            'after failure': cluster.placedAfterFailure,
            'cpu %': percent(cluster.loadAfterFailure.cpu),
            'memory %': percent(cluster.loadAfterFailure.memory),
            binds: cluster.binding,
            'hosts at least': cluster.lowerBoundHosts,
            'room for': cluster.roomForAverage,
            'memory state': cluster.memoryState,
            'no place': cluster.homeless.slice(0, 5).join(', ') || '—',
          })),
        ),
        'Plans side by side',
      ),
      charts: [],
    },
    {
      id: 'data',
      title: 'What the export says and does not say',
      body:
        findings.length === 0
          ? html`<p>No problems were found between its tabs.</p>`
          : html`<ul>${findings.map((finding) => html`<li>${finding.message} (${finding.count})</li>`)}</ul>`,
      charts: [],
    },
  ];
}
