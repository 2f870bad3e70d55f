import type { Figure } from '../../figure.ts';
import type { Host } from '../../hosts/host.ts';
import { billOf } from '../../model/event-bill/bill.ts';
import { techniques } from '../../techniques/compositions.ts';
import type { EventId } from '../../techniques/events.ts';

/** The whole cost of these events per technique, stacked by cost part. */
export function eventBars(rates: Readonly<Partial<Record<EventId, number>>>, host: Host): Figure {
  const values = techniques.flatMap((technique) =>
    Object.entries(billOf(rates, technique, host).parts).map(([part, cycles]) => ({
      technique: technique.title,
      part,
      cycles,
    })),
  );
  return {
    id: 'event-bars',
    title: 'The events under every technique',
    description:
      'Cycles of all events, stacked by cost part; bare metal is what any technique pays at least.',
    spec: {
      data: { values },
      height: { step: 24 },
      mark: 'bar',
      encoding: {
        y: { field: 'technique', type: 'nominal', sort: null, title: null },
        x: { field: 'cycles', type: 'quantitative', stack: 'zero', title: 'cycles' },
        color: { field: 'part', type: 'nominal', title: 'part' },
        order: { field: 'part' },
      },
    },
    rows: values,
  };
}
