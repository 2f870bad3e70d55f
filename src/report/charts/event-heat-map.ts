import type { Figure } from '../../figure.ts';
import type { Host } from '../../hosts/host.ts';
import { techniques } from '../../techniques/compositions.ts';
import { events } from '../../techniques/events.ts';
import { price, total } from '../../techniques/price.ts';
import { statusMarks } from '../status.ts';

/** Cycles of each event under each technique; the printed mark tells how a number is known. */
export function eventHeatMap(host: Host): Figure {
  const cells = events.flatMap((event) =>
    techniques.map((technique) => {
      const cost = total(price(event.id, technique, host));
      return {
        event: event.title,
        technique: technique.title,
        cycles: cost.value,
        shade: Math.log10(cost.value + 1),
        text: `${Math.round(cost.value)} ${statusMarks[cost.status]}`,
      };
    }),
  );
  const axes = {
    y: { field: 'event', type: 'nominal', sort: null, title: null },
    x: {
      field: 'technique',
      type: 'nominal',
      sort: null,
      title: null,
      axis: { labelAngle: -40, orient: 'top' },
    },
  } as const;
  return {
    id: 'event-heat-map',
    title: `Cycles per event and technique on ${host.title}`,
    description:
      'Each cell prints cycles and a mark for how the number is known; darker is dearer, on a logarithmic scale.',
    spec: {
      data: { values: cells },
      // Cells hold numbers: they keep their width, and a phone scrolls sideways inside the figure.
      width: { step: 58 },
      height: { step: 18 },
      encoding: axes,
      layer: [
        {
          mark: 'rect',
          encoding: {
            color: { field: 'shade', type: 'quantitative', title: 'log10 cycles', legend: null },
            opacity: { value: 0.45 },
          },
        },
        { mark: { type: 'text', fontSize: 9 }, encoding: { text: { field: 'text' } } },
      ],
    },
    rows: events.map((event) => ({
      event: event.title,
      ...Object.fromEntries(
        techniques.map((technique) => {
          const cost = total(price(event.id, technique, host));
          return [technique.title, `${Math.round(cost.value)} ${statusMarks[cost.status]}`];
        }),
      ),
    })),
  };
}
