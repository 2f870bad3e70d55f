import type { Figure } from '../../figure.ts';
import { translateWords } from '../../messages/translate.ts';
import type { WalkCacheStep, WalkReferences } from '../../model/paging/walk-caches.ts';

/** References per walk for every pair of guest and host page. */
export function walkReferenceMap(references: readonly WalkReferences[]): Figure {
  const rows = references.map((row) => ({ ...row }));
  const axis = { type: 'ordinal', sort: [...new Set(rows.map(({ guest }) => guest))] } as const;
  const position = {
    x: { field: 'host', title: 'host page', axis: { labelAngle: 0 }, ...axis },
    y: { field: 'guest', title: 'guest page', ...axis },
  };
  return {
    id: 'walk-reference-map',
    title: translateWords.mapTitle(),
    description: translateWords.mapText(),
    spec: {
      data: { values: rows },
      height: 160,
      encoding: position,
      layer: [
        {
          mark: { type: 'rect', opacity: 0.4 },
          encoding: { color: { field: 'references', type: 'quantitative', legend: null } },
        },
        {
          mark: 'text',
          encoding: { text: { field: 'references', type: 'quantitative', format: '.2f' } },
        },
      ],
    },
    rows,
  };
}

/** Cycles with one kind of walk cache after the other. */
export function walkCacheStepsChart(steps: readonly WalkCacheStep[]): Figure {
  const rows = steps.map((row) => ({ ...row }));
  return {
    id: 'walk-cache-steps',
    title: translateWords.stepsTitle(),
    description: translateWords.stepsText(),
    spec: {
      data: { values: rows },
      height: { step: 24 },
      mark: { type: 'point', filled: true, size: 90 },
      encoding: {
        y: { field: 'caches', type: 'nominal', title: null, sort: rows.map((row) => row.caches) },
        x: { field: 'cycles', type: 'quantitative', title: 'cycles per access' },
      },
    },
    rows,
  };
}
