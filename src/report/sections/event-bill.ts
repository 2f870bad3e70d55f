import { nth, present } from '../../elements.ts';
import type { Figure } from '../../figure.ts';
import { count, percentText } from '../../format.ts';
import type { BillScope, PricedTechnique } from '../../model/event-bill/priced.ts';
import type { Sourced } from '../../sourced.ts';
import { capital } from '../../words.ts';
import { tableFigure } from '../section.ts';

const range = ({ value, low, high }: Sourced, text: (value: number) => string) =>
  `${text(value)} (${text(low)} to ${text(high)})`;

/** Cycles each technique adds to bare metal; of one technique alone, line by line. */
export function billFigure(bills: readonly PricedTechnique[]): Figure {
  const [only, ...others] = bills;
  if (only && others.length === 0) {
    return tableFigure(
      'event-bill',
      `What ${only.technique} adds to bare metal, by event`,
      only.lines.map(({ event, count, each, all, path }) => ({
        event,
        count,
        each: each.value,
        all: all.value,
        status: each.status,
        path,
      })),
    );
  }
  return tableFigure(
    'event-bill',
    'Cycles added to bare metal',
    bills.map(({ technique, total, cpuShare, notComparable }) => ({
      technique,
      'added cycles': total ? total.value : notComparable ? 'not comparable' : 0,
      low: total?.low ?? (notComparable ? null : 0),
      high: total?.high ?? (notComparable ? null : 0),
      'of a CPU': cpuShare ? percentText(cpuShare.value) : null,
      status: total?.status ?? '',
      note: notComparable ?? '',
    })),
  );
}

/** How much of a CPU the counts cost, of what input; the technique asked for, or hardware assistance. */
export function billSentence(
  bills: readonly PricedTechnique[],
  what: string,
  host: string,
  scope: BillScope,
): string {
  const shown = bills.find(({ technique }) => technique === 'hardware') ?? nth(bills, 0);
  const first = `${capital(what)} on ${host}, under ${shown.technique}:`;
  if (shown.notComparable !== null) return `${first} not comparable: it ${shown.notComparable}.`;
  if (!shown.total) return `${first} nothing to price.`;
  const cycles = `${range(shown.total, count)} cycles added to bare metal`;
  if (shown.cyclesPerS && shown.cpuShare) {
    return `${first} ${range(shown.cpuShare, percentText)} of one CPU; ${cycles}, ${count(shown.cyclesPerS.value)} a second over ${Number(present(scope.seconds).toPrecision(4))} s.`;
  }
  if (shown.cpuShare)
    return `${first} ${range(shown.cpuShare, percentText)} of a busy CPU at one cycle an instruction (assumed); ${cycles}.`;
  return `${first} ${cycles}; how much of a CPU that is takes the time they were counted over: give --seconds.`;
}
