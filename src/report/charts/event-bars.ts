import type { Figure } from '../../figure.ts';
import type { BillPart } from '../../model/event-bill/survey.ts';

/** The whole cost of events under every technique, stacked by cost part. */
export function eventBars(parts: readonly BillPart[]): Figure {
  const rows = parts.map((part) => ({ ...part }));
  return {
    id: 'event-bars',
    title: 'The events under every technique',
    description:
      'Cycles of all events, stacked by cost part; bare metal is what any technique pays at least.',
    spec: {
      data: { values: rows },
      height: { step: 24 },
      mark: 'bar',
      encoding: {
        y: { field: 'technique', type: 'nominal', sort: null, title: null },
        x: { field: 'cycles', type: 'quantitative', stack: 'zero', title: 'cycles' },
        color: { field: 'part', type: 'nominal', title: 'part' },
        order: { field: 'part' },
      },
    },
    rows,
  };
}
