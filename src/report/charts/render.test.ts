import type { TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import type { ChartLayer } from '../../chart.ts';
import { techniqueTitles } from '../../messages/terms.ts';
import { localizedSvg } from './localize.ts';
import { chartWidths, renderSvg } from './render.ts';
import { textWidth, wrapped } from './text-width.ts';
import { turnLines } from './turns.ts';

const lines = (ends: Readonly<Record<string, number>>): TopLevelSpec => ({
  data: {
    values: Object.entries(ends).flatMap(([series, end]) => [
      { x: 0, y: 50, series },
      { x: 1, y: end, series },
    ]),
  },
  height: 200,
  mark: 'line',
  encoding: {
    x: { field: 'x', type: 'quantitative', title: 'time' },
    y: { field: 'y', type: 'quantitative', title: 'share' },
    color: { field: 'series', type: 'nominal', title: null },
  },
});

const bars = (names: readonly string[]): TopLevelSpec => ({
  data: { values: names.map((name, i) => ({ name, value: i + 1 })) },
  height: { step: 20 },
  mark: 'bar',
  encoding: {
    y: { field: 'name', type: 'nominal', title: null },
    x: { field: 'value', type: 'quantitative' },
  },
});

/** Heights at which a drawn text stands, by its content. */
function heightOf(svg: string, text: string): number {
  const found = new RegExp(`<text[^>]*translate\\([^,]+,([-\\d.]+)\\)[^>]*>${text}<`).exec(svg);
  return Number(found?.[1]);
}

describe('names of lines', () => {
  it('stand at the ends of lines that end apart, without a legend', async () => {
    const svg = await renderSvg(lines({ low: 10, high: 90 }), chartWidths.wide);
    expect(svg).not.toContain('role-legend-label');
    expect(heightOf(svg, 'high')).toBeLessThan(heightOf(svg, 'low'));
  });
  it('move apart where lines end together', async () => {
    const svg = await renderSvg(lines({ one: 90, two: 90, three: 90 }), chartWidths.wide);
    const at = ['one', 'two', 'three'].map((name) => heightOf(svg, name)).sort((a, b) => a - b);
    expect(at.every((height, i) => i === 0 || height - Number(at[i - 1]) >= 14)).toBe(true);
  });
  it('stay in the legend where they have no room', async () => {
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`line ${i}`, 90]));
    expect(await renderSvg(lines(many), chartWidths.wide)).toContain('role-legend-label');
    const long = { 'a name that takes more than a third of a phone': 10, short: 90 };
    expect(await renderSvg(lines(long), chartWidths.narrow)).toContain('role-legend-label');
  });
});

describe('names of rows', () => {
  const long = 'Hardware, first generation';
  it('break between words where they are too long, and change whole with the language', async () => {
    const spec = bars([long, 'Nested']);
    const svg = await renderSvg(spec, chartWidths.narrow);
    expect(svg).not.toContain('…');
    expect([...svg.matchAll(/<tspan[^>]*>([^<]*)</g)].map(([, line]) => line).join(' ')).toBe(long);
    const rows = [{ technique: techniqueTitles(long) }];
    const figure = { id: 'f', title: 'F', description: '', spec, rows };
    const chinese = localizedSvg(svg, figure).in('zh');
    expect([...chinese.matchAll(/<tspan[^>]*>([^<]*)</g)].map(([, line]) => line).join('')).toBe(
      '第一代硬件辅助虚拟化',
    );
  });
  it('may hold anything', async () => {
    const spec = bars(['{name} of a machine, which somebody outside chose', 'it\'s \\ "quoted"']);
    expect(await renderSvg(spec, chartWidths.narrow)).toContain('{name} of a');
  });
});

describe('widths of texts', () => {
  it('are those of their letters', () => {
    expect(textWidth('il', 10)).toBeLessThan(textWidth('WM', 10));
    expect(textWidth('迁移', 12)).toBe(24);
  });
  it('decide where lines break; no word is lost', () => {
    const text = 'one two three four incomprehensibilities five';
    const broken = wrapped(text, 60, 10);
    expect(broken.join(' ')).toBe(text);
    for (const line of broken) {
      expect(textWidth(line, 10) <= 60 || !line.includes(' ')).toBe(true);
    }
  });
});

describe('turning points', () => {
  const turned = (names: readonly string[]): TopLevelSpec => {
    const x = { field: 'x', type: 'quantitative', title: 'time' } as const;
    const turns = names.map((name, i) => ({ at: (i + 1) / 4, name }));
    const line = lines({ low: 10, high: 90 }) as ChartLayer;
    return { height: 200, layer: [line, ...turnLines(turns, x, 0.6)] };
  };
  it('are lines with their names, before the line on the right half of the chart', async () => {
    const svg = await renderSvg(turned(['first', 'second', 'third']), chartWidths.wide);
    expect(svg.match(/stroke-dasharray="5,3"/g)?.length).toBe(3);
    const anchorOf = (name: string) => new RegExp(`<text ([^>]*)>${name}<`).exec(svg)?.[1] ?? '';
    expect(anchorOf('first')).not.toContain('text-anchor="end"');
    expect(anchorOf('third')).toContain('text-anchor="end"');
    expect(heightOf(svg, 'second')).toBeGreaterThan(heightOf(svg, 'first'));
  });
  it('break their names on a phone and stay below each other', async () => {
    const long = 'a name that is far too long for the plot of a phone';
    const svg = await renderSvg(turned([long, 'second']), chartWidths.narrow);
    expect(svg).toContain('<tspan');
    expect(heightOf(svg, 'second')).toBeGreaterThan(2 * 14);
  });
});
