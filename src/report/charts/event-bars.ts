import type { Figure } from '../../figure.ts';
import { runWords } from '../../messages/run.ts';
import type { BillPart } from '../../model/event-bill/survey.ts';

/** The whole cost of events under every technique, stacked by cost part. */
export function eventBars(parts: readonly BillPart[]): Figure {
  const rows = parts.map((part) => ({ ...part }));
  return {
    id: 'event-bars',
    title: runWords.eventBarsTitle(),
    description: runWords.eventBarsText(),
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
