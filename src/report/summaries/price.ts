import { formatSeconds, percentText } from '../../format.ts';
import type { Host } from '../../hosts/host.ts';
import type { Text } from '../../message.ts';
import type { PricedTechnique } from '../../model/event-bill/priced.ts';
import { inProse, type KeyFigure, orNothing, type Summary } from '../../summary.ts';
import { plural } from '../../words.ts';

const cost = ({ total }: PricedTechnique) => total?.value ?? 0;
const cycles = (bill: PricedTechnique): string =>
  `${inProse(cost(bill))} cycles${bill.total ? ` (${inProse(bill.total.low)} to ${inProse(bill.total.high)})` : ''}`;

/** The line of a bill whose interval is widest: what measuring would narrow most. */
function widestLine(bills: readonly PricedTechnique[]): string {
  const lines = bills.flatMap(({ technique, lines }) =>
    lines.map((line) => ({ technique, ...line })),
  );
  const span = ({ all }: (typeof lines)[number]) => all.high - all.low;
  const widest = lines.reduce<(typeof lines)[number] | undefined>(
    (a, b) => (!a || span(b) > span(a) ? b : a),
    undefined,
  );
  return widest && span(widest) > 0
    ? `The widest interval is that of ${widest.event} under ${widest.technique} (${inProse(widest.all.low)} to ${inProse(widest.all.high)} cycles): measure it first. Other event counts change every line in proportion.`
    : 'No interval is open; other event counts change every line in proportion.';
}

/** What the counted events cost, and under which technique they cost least. */
export function priceSummary(
  bills: readonly PricedTechnique[],
  sentence: Text,
  what: string,
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
  const advice = [
    ...cheaper.map((bill) => ({
      action: `Run it under ${bill.technique}.`,
      gain: `saves ${inProse(cost(shown as PricedTechnique) - cost(bill))} cycles of ${inProse(cost(shown as PricedTechnique))} against ${shown?.technique}.`,
    })),
    ...(top && shown && cost(shown) > 0
      ? [
          {
            action: `Have the guest do fewer ${top.event}.`,
            gain: `up to ${percentText(Math.min(1, top.all.value / cost(shown)))} of what ${shown.technique} adds.`,
          },
        ]
      : []),
  ];
  const figures: KeyFigure[] = virtual.slice(0, 4).map((bill) => ({
    name: `Added by ${bill.technique}`,
    value: bill.cpuShare
      ? `${percentText(bill.cpuShare.value)} of a CPU`
      : `${inProse(cost(bill))} cycles`,
    note: cycles(bill),
  }));
  return {
    question: `What do these events cost on ${host.id}, under ${bills.length === 1 ? bills[0]?.technique : plural(bills.length, 'technique')}?`,
    inputs: {
      events: what,
      host: host.title,
      ...(seconds === undefined ? {} : { 'time covered': formatSeconds(seconds) }),
    },
    sentence,
    confidence: `${estimated} of ${plural(bills.length, 'bill')} rest on an estimated number; each interval is that of its sources.`,
    wouldChange: widestLine(bills),
    advice: orNothing(advice, {
      action: 'Nothing to save.',
      gain: `no technique asked about is cheaper than ${shown?.technique}.`,
    }),
    keyFigures: [
      ...figures,
      ...(top
        ? [
            {
              name: `Dearest event under ${shown?.technique}`,
              value: top.event,
              note: `${inProse(top.all.value)} cycles in all`,
            },
          ]
        : []),
      { name: 'Kinds of events', value: String(lines.length), note: 'that cost something' },
    ].slice(0, 5),
  };
}
