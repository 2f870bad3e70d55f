import type { Figure } from '../../../figure.ts';
import type { Text } from '../../../message.ts';
import { cellText, cellWords } from '../../../messages/cells.ts';
import { memoryEffects, planPageWords as words } from '../../../messages/plan-page.ts';
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
      // What is asked for first stands where no screen cuts it off.
      room: moved(cluster.roomForAverage, was?.roomForAverage),
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
function reclaimText(answer: PlanAnswer): Text {
  const strained = answer.clusters.filter((entry) => entry.vms > 0 && entry.memoryState !== 'high');
  if (strained.length === 0) return '';
  return words.reclaimed({
    each: strained.map(({ cluster, memoryState: state }) =>
      words.reclaimedIn({
        cluster,
        state: cellWords(state),
        effect: memoryEffects(effects[state]),
      }),
    ),
  });
}

/** A table of the clusters of each plan, and either way where states are not known. */
export function planTables(answers: readonly PlanAnswer[], both?: BothWays): Figure[] {
  const today = answers[0];
  const table = (id: string, title: Text, answer: PlanAnswer) =>
    tableFigure(
      id,
      title,
      rowsOf(answer, answer === today ? undefined : today),
      reclaimText(answer),
    );
  return [
    ...answers.map((answer, i) =>
      table(`plan-${i}`, words.planOf({ name: cellText('plan', answer.name) }), answer),
    ),
    ...(both
      ? [
          table('unknown-at-best', words.atBest(), both.best),
          table('unknown-at-worst', words.atWorst(), both.worst),
        ]
      : []),
  ];
}

/** Each plan as a table of its clusters, the what-ifs with their differences from today. */
export function compareSection(answers: readonly PlanAnswer[], both?: BothWays): Section {
  const [, ...others] = answers;
  return {
    id: 'plans',
    title: others.length === 0 ? words.clusterByCluster() : words.sideBySide(),
    text: html`<p class="soft small">${words.sharesText({ brackets: others.length > 0 ? words.inBrackets() : '' })}</p>`,
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
      title: failures === 0 ? words.stranded() : words.strandedWhen({ failures }),
      text: html`<p>${words.strandedText({ failures })}</p>`,
      figures: [tableFigure('stranded-machines', words.strandedTable(), rows)],
    },
  ];
}
