import type { Figure } from '../../../figure.ts';
import type { ClusterAnswer, PlanAnswer } from '../../../plan/answer.ts';
import type { Stranded } from '../../../plan/outlook/stranded.ts';
import { resourceNames } from '../../../plan/placement/resource.ts';
import type { MemoryState } from '../../../plan/policies/esxi-memory.ts';
import type { BothWays } from '../../../plan/unknown-states.ts';
import { plural } from '../../../words.ts';
import { html } from '../../html.ts';
import { type Section, tableFigure } from '../../section.ts';

/** A short verdict stays on one line: the table scrolls sideways rather than piling up words. */
const noBreak = (text: string) => text.replaceAll(' ', '\u00a0');

type Row = Record<string, string | number>;
const percent = (share: number) => (100 * share).toFixed(1);
const signed = (text: string) => (text.startsWith('-') ? `−${text.slice(1)}` : `+${text}`);

/** A number with its difference from today; no difference is not printed. */
function moved(value: number, before: number | undefined): string {
  const difference = before === undefined ? 0 : value - before;
  const shown = value.toLocaleString('en-US');
  return difference === 0 ? shown : `${shown} (${signed(String(difference))})`;
}

function movedPercent(value: number, before: number | undefined): string {
  if (!Number.isFinite(value)) return 'no capacity';
  const known = before !== undefined && Number.isFinite(before);
  const difference = known ? percent(value - before) : '0.0';
  return /^-?0\.0$/.test(difference) ? percent(value) : `${percent(value)} (${signed(difference)})`;
}

const verdictOf = (cluster: ClusterAnswer) =>
  !cluster.fits ? 'does not fit' : cluster.survives ? 'fits' : 'not after a failure';

function rowsOf(answer: PlanAnswer, today: PlanAnswer | undefined): Row[] {
  const failures = answer.settings.tolerateHosts;
  const before = new Map(today?.clusters.map((cluster) => [cluster.cluster, cluster]));
  return answer.clusters.map((cluster) => {
    const was = before.get(cluster.cluster);
    return {
      cluster: cluster.cluster,
      verdict: noBreak(verdictOf(cluster)),
      hosts: moved(cluster.hosts, was?.hosts),
      machines: moved(cluster.vms, was?.vms),
      placed: moved(cluster.placed, was?.placed),
      [`placed, ${plural(failures, 'host')} failed`]: moved(
        cluster.placedAfterFailure,
        was?.placedAfterFailure,
      ),
      'CPU, %': movedPercent(cluster.loadAfterFailure.cpu, was?.loadAfterFailure.cpu),
      'memory, %': movedPercent(cluster.loadAfterFailure.memory, was?.loadAfterFailure.memory),
      'first full': resourceNames[cluster.binding] ?? cluster.binding,
      room: moved(cluster.roomForAverage, was?.roomForAverage),
      'hosts needed': `≥ ${cluster.lowerBoundHosts}`,
    };
  });
}

const effects: Readonly<Record<MemoryState, string>> = {
  high: 'takes nothing from machines',
  clear: 'breaks large pages up to share them',
  soft: 'balloons',
  hard: 'compresses and swaps',
  low: 'swaps, and stops machines that want more',
};

/** What ESXi hosts would do to machines after the failures, where they would do anything. */
function reclaimText(answer: PlanAnswer): string {
  const strained = answer.clusters.filter((entry) => entry.vms > 0 && entry.memoryState !== 'high');
  if (strained.length === 0) return '';
  const each = strained.map(
    ({ cluster, memoryState }) => `${cluster} (state ${memoryState}: ${effects[memoryState]})`,
  );
  return `If machines then touched all their memory, an ESXi host would reclaim it in ${each.join(', ')}.`;
}

/** A table of the clusters of each plan, and either way where states are not known. */
export function planTables(answers: readonly PlanAnswer[], both?: BothWays): Figure[] {
  const today = answers[0];
  const table = (id: string, title: string, answer: PlanAnswer) =>
    tableFigure(
      id,
      title,
      rowsOf(answer, answer === today ? undefined : today),
      reclaimText(answer),
    );
  return [
    ...answers.map((answer, i) => table(`plan-${i}`, `Plan: ${answer.name}`, answer)),
    ...(both
      ? [
          table('unknown-at-best', 'Unknown states at best', both.best),
          table('unknown-at-worst', 'Unknown states at worst', both.worst),
        ]
      : []),
  ];
}

/** Each plan as a table of its clusters, the what-ifs with their differences from today. */
export function compareSection(answers: readonly PlanAnswer[], both?: BothWays): Section {
  const [, ...others] = answers;
  return {
    id: 'plans',
    title: others.length === 0 ? 'Cluster by cluster' : 'Plans side by side',
    text: html`<p class="soft small">CPU and memory: share taken of what the hosts left after the failures offer. First full: what
      runs out first. Room: more machines of the cluster's average size${others.length > 0 ? '. In brackets: the difference from today' : ''}.</p>`,
    figures: planTables(answers, both),
  };
}

/** Machines that stop when hosts fail, and what stands in their way on the hosts left. */
export function strandedSection(stranded: readonly Stranded[], failures: number): Section[] {
  if (stranded.length === 0) return [];
  const rows = stranded.map(({ cluster, machine, vcpus, memoryMib, because }) => ({
    cluster,
    machine,
    vCPUs: vcpus,
    'memory, GiB': (memoryMib / 1024).toFixed(1),
    'because of': because
      .map(({ what, hosts }) => `${resourceNames[what] ?? what} on ${plural(hosts, 'host')}`)
      .join(', '),
  }));
  return [
    {
      id: 'stranded',
      title:
        failures === 0
          ? 'Machines without a place'
          : `Machines without a place when ${failures === 1 ? 'a host fails' : `${failures} hosts fail`}`,
      text: html`<p>The largest ${failures === 1 ? 'host' : `${failures} hosts`} of the cluster gone, the others packed again, the
        largest machines first. Another choice could strand others instead; as many have no place in the best packing found.</p>`,
      figures: [tableFigure('stranded-machines', 'Machines without a place, and why', rows)],
    },
  ];
}
