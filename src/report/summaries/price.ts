import type { Host } from '../../hosts/host.ts';
import type { Text } from '../../message.ts';
import { cellWords } from '../../messages/cells.ts';
import { hostTitles } from '../../messages/hosts.ts';
import { priceSummaryWords } from '../../messages/price-summary.ts';
import { techniqueNames, terms } from '../../messages/terms.ts';
import type { PricedTechnique } from '../../model/event-bill/priced.ts';
import { type Advice, type KeyFigure, orNothing, type Summary } from '../../summary.ts';
import { events } from '../../techniques/events.ts';

/** An event by what it is, for who does not know its id. */
const titleOf = (event: string): Text =>
  cellWords(events.find(({ id }) => id === event)?.title ?? event);

const cost = ({ total }: PricedTechnique) => total?.value ?? 0;
const cycles = (bill: PricedTechnique): Text =>
  priceSummaryWords.cyclesSpan({
    bill: cost(bill),
    total: bill.total ? priceSummaryWords.span({ low: bill.total.low, high: bill.total.high }) : '',
  });

/** The line of a bill whose interval is widest: what measuring would narrow most. */
function widestLine(bills: readonly PricedTechnique[]): Text {
  const lines = bills.flatMap(({ technique, lines }) =>
    lines.map((line) => ({ technique, ...line })),
  );
  const span = ({ all }: (typeof lines)[number]) => all.high - all.low;
  const widest = lines.reduce<(typeof lines)[number] | undefined>(
    (a, b) => (!a || span(b) > span(a) ? b : a),
    undefined,
  );
  return widest && span(widest) > 0
    ? priceSummaryWords.widest({
        event: titleOf(widest.event),
        technique: techniqueNames(widest.technique),
        low: widest.all.low,
        high: widest.all.high,
      })
    : priceSummaryWords.noneOpen();
}

/** Cheaper techniques, and the event to have fewer of. */
function adviceOf(
  shown: PricedTechnique | undefined,
  cheaper: readonly PricedTechnique[],
  top: PricedTechnique['lines'][number] | undefined,
): Advice[] {
  return [
    ...cheaper.map((bill) => ({
      action: priceSummaryWords.runUnder({ technique: techniqueNames(bill.technique) }),
      gain: priceSummaryWords.saves({
        shown: cost(shown as PricedTechnique) - cost(bill),
        shown2: cost(shown as PricedTechnique),
        technique: techniqueNames(shown?.technique ?? ''),
      }),
    })),
    ...(top && shown && cost(shown) > 0
      ? [
          {
            action: priceSummaryWords.fewer({ event: titleOf(top.event) }),
            gain: priceSummaryWords.upTo({
              min: Math.min(1, top.all.value / cost(shown)),
              technique: techniqueNames(shown.technique),
            }),
          },
        ]
      : []),
  ];
}

/** What the counted events cost, and under which technique they cost least. */
export function priceSummary(
  bills: readonly PricedTechnique[],
  sentence: Text,
  what: Text,
  host: Host,
  seconds: number | undefined,
): Summary {
  const virtual = bills
    .filter(({ technique, notComparable }) => technique !== 'bare-metal' && notComparable === null)
    .sort((a, b) => cost(a) - cost(b));
  const shown = bills.find(({ technique }) => technique === 'hardware') ?? bills[0];
  const cheaper = virtual.filter((bill) => shown && cost(bill) < cost(shown)).slice(0, 3);
  const lines = (shown?.lines ?? [])
    .filter(({ all }) => all.value > 0)
    .sort((a, b) => b.all.value - a.all.value);
  const estimated = bills.filter(({ total }) => total?.status === 'estimated').length;
  const [top] = lines;
  const advice = adviceOf(shown, cheaper, top);
  const figures: KeyFigure[] = virtual.slice(0, 4).map((bill) => ({
    name: priceSummaryWords.addedBy({ technique: techniqueNames(bill.technique) }),
    value: bill.cpuShare
      ? priceSummaryWords.ofCpu({ value: bill.cpuShare.value })
      : priceSummaryWords.cycles({ bill: cost(bill) }),
    note: cycles(bill),
  }));
  return {
    question: priceSummaryWords.question({
      id: host.id,
      bills:
        bills.length === 1
          ? techniqueNames(bills[0]?.technique ?? '')
          : priceSummaryWords.techniques({ n: bills.length }),
    }),
    inputs: {
      events: what,
      host: hostTitles(host.title),
      ...(seconds === undefined ? {} : { 'time covered': terms.seconds({ value: seconds }) }),
    },
    sentence,
    confidence: priceSummaryWords.confidence({ estimated, bills: bills.length }),
    wouldChange: widestLine(bills),
    advice: orNothing(advice, {
      action: priceSummaryWords.nothing(),
      gain: priceSummaryWords.noneCheaper({ technique: techniqueNames(shown?.technique ?? '') }),
    }),
    keyFigures: [
      ...figures,
      ...(top
        ? [
            {
              name: priceSummaryWords.dearest({
                technique: techniqueNames(shown?.technique ?? ''),
              }),
              value: titleOf(top.event),
              note: priceSummaryWords.inAll({ value: top.all.value }),
            },
          ]
        : []),
      {
        name: priceSummaryWords.kinds(),
        value: String(lines.length),
        note: priceSummaryWords.thatCost(),
      },
    ].slice(0, 5),
  };
}
