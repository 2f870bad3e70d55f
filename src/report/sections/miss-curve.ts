import { significant } from '../../format.ts';
import type { PageSize } from '../../hosts/host.ts';
import { translateWords } from '../../messages/translate.ts';
import type { CurvePoint } from '../../model/translation/sampled-curve.ts';
import { html } from '../html.ts';
import type { FigureRow, Section } from '../section.ts';

export function curveTable(points: readonly CurvePoint[]): FigureRow[] {
  return points.map(({ entries, missRatio, low, high }) => ({
    entries,
    'misses per access': missRatio,
    '95 % interval': `${significant(low)} to ${significant(high)}`,
  }));
}

/** Miss ratio over entries with the interval of its groups of pages. */
export function curveSection(
  points: readonly CurvePoint[],
  share: number,
  page: PageSize,
): Section {
  const x = {
    field: 'entries',
    type: 'quantitative',
    scale: { type: 'log', base: 2, nice: false },
    axis: { tickCount: 6, format: ',' },
    title: 'entries',
  } as const;
  const y = { type: 'quantitative', title: 'misses per access' } as const;
  return {
    id: 'miss-curve',
    title: translateWords.curveTitle(),
    text: html`<p>${translateWords.curveText({ share: 100 * share, page })}</p>`,
    figures: [
      {
        id: 'miss-curve-chart',
        title: translateWords.curveChart(),
        description: translateWords.curveChartText(),
        spec: {
          data: { values: [...points] },
          layer: [
            {
              mark: { type: 'area', opacity: 0.35 },
              encoding: { x, y: { field: 'low', ...y }, y2: { field: 'high' } },
            },
            {
              mark: { type: 'line', point: true },
              encoding: { x, y: { field: 'missRatio', ...y } },
            },
          ],
        },
        rows: curveTable(points),
      },
    ],
  };
}
