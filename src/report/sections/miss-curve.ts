import { significant } from '../../format.ts';
import type { PageSize } from '../../hosts/host.ts';
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
    title: 'Misses of fully associative structures of any size',
    text: html`<p>From twelve groups of pages, each ${significant(100 * share)} % of all, by a hash of the page number: all
references to a page are kept or none. The interval is that of the twelve groups' mean. Least recently used replacement,
${page} pages.</p>`,
    figures: [
      {
        id: 'miss-curve-chart',
        title: 'Misses per access by entries',
        description: 'Further down is better; the band is the 95 % interval.',
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
