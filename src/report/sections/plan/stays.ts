import type { Figure } from '../../../figure.ts';
import { percentOf, rounded } from '../../../format.ts';
import type { Message } from '../../../message.ts';
import { powerWords } from '../../../messages/plan-power.ts';
import type { KeptBy, StayId } from '../../../plan/simulation/scenario.ts';
import type { SimulatedCluster } from '../../../plan/simulation/simulate-plan.ts';
import { html } from '../../html.ts';
import { type FigureRow, type Section, tableFigure } from '../../section.ts';

const because: Record<StayId, string> = {
  load: 'the load is not low enough',
  failover: 'HA needs it for failover',
  evacuate: 'its machines have no place elsewhere',
  candidate: 'another host was the better candidate',
  window: 'not on for 40 minutes',
};

const keptBy: Record<KeptBy, string> = {
  memory: 'memory',
  vCPUs: 'vCPUs',
  apart: 'rule: apart',
  'host rule': 'rule: hosts',
  CPU: 'CPU past the band',
  migration: 'its migration does not finish',
};

const stayRows = (runs: readonly SimulatedCluster[]): FigureRow[] =>
  runs.flatMap(({ name, outcome }) =>
    outcome.stays.map(({ host, onHours, kwh, reason, share, machine, busiest, kept, load }) => ({
      cluster: name,
      host,
      'on, h': rounded(onHours, 4),
      kWh: rounded(kwh),
      'stayed on because':
        onHours < outcome.seconds / 7200 ? 'off most of the time' : reason ? because[reason] : '',
      'of the time, %': reason ? percentOf(share) : null,
      'hangs on': machine ?? busiest ?? '',
      'load, %': load === undefined ? null : percentOf(load),
      'kept by': kept ? keptBy[kept] : '',
    })),
  );

/** Every host over the day with why it was not powered off, or the first of them. */
export const stayTables = (
  runs: readonly SimulatedCluster[],
  most = Number.POSITIVE_INFINITY,
): Figure[] => {
  const rows = stayRows(runs);
  if (rows.length === 0) return [];
  const title =
    rows.length > most
      ? powerWords.tablePart({ shown: most, all: rows.length })
      : powerWords.tableTitle();
  return [tableFigure('hosts-stayed-on', title, rows.slice(0, most))];
};

/** What powering off saved and why hosts stayed on, where a policy may power hosts off. */
export function staySections(
  runs: readonly SimulatedCluster[],
  sentence: Message | undefined,
  { low, high }: { low: number; high: number },
): Section[] {
  const figures = stayTables(runs);
  if (!sentence || figures.length === 0) return [];
  const percent = (share: number) => Math.round(100 * share);
  return [
    {
      id: 'stayed-on',
      title: powerWords.title(),
      gist: sentence,
      depth: 'second',
      text: html`<p>${sentence}</p><p>${powerWords.how({ low: percent(low), high: percent(high) })}</p>`,
      figures,
    },
  ];
}
