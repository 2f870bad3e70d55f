import type { ClusterAnswer, PlanAnswer } from '../../plan/answer.ts';
import { html } from '../html.ts';
import type { Section } from '../section.ts';
import { htmlTable } from '../table.ts';

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
  const difference = before === undefined ? '0.0' : percent(value - before);
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
      verdict: noBreak(
        was && verdictOf(was) !== verdictOf(cluster)
          ? `${verdictOf(cluster)} (was: ${verdictOf(was)})`
          : verdictOf(cluster),
      ),
      hosts: moved(cluster.hosts, was?.hosts),
      machines: moved(cluster.vms, was?.vms),
      'with a place': moved(cluster.placed, was?.placed),
      [`with ${failures} host${failures === 1 ? '' : 's'} failed`]: moved(
        cluster.placedAfterFailure,
        was?.placedAfterFailure,
      ),
      'CPU then, %': movedPercent(cluster.loadAfterFailure.cpu, was?.loadAfterFailure.cpu),
      'memory then, %': movedPercent(cluster.loadAfterFailure.memory, was?.loadAfterFailure.memory),
      'runs out first': cluster.binding === 'cpu' ? 'CPU' : cluster.binding,
      'room for more': moved(cluster.roomForAverage, was?.roomForAverage),
      'memory reclaim state': cluster.memoryState,
    };
  });
}

/** Each plan as a table of its clusters, the what-ifs with their differences from today. */
export function compareSection(answers: readonly PlanAnswer[]): Section {
  const [today, ...others] = answers;
  return {
    id: 'plans',
    title: others.length === 0 ? 'Cluster by cluster' : 'Plans side by side',
    body: html`<p class="soft small">Loads are shares of what the hosts left after the failures offer. Room: machines of the
      cluster's average size. Memory reclaim state of a host then, if guests touched all they have: high takes nothing
      from them; clear shares pages; soft balloons; hard compresses and swaps; low also stops machines.</p>
      ${answers.map(
        (answer) =>
          html`${others.length > 0 ? html`<h3>${answer.name}</h3>` : ''}${htmlTable(rowsOf(answer, answer === today ? undefined : today), `Plan: ${answer.name}`)}`,
      )}`,
    charts: [],
  };
}
