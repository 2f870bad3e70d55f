import type { Config, TopLevelSpec } from 'vega-lite';
import { seriesColours } from '../theme.ts';
import { compactSvg } from './compact.ts';
import { plainSpec } from './localize.ts';

const config: Config = {
  background: 'transparent',
  // Every text would carry it, until it is taken away: the page sets its own.
  font: 'page',
  view: { stroke: null },
  axis: {
    labelColor: 'var(--fg)',
    titleColor: 'var(--soft)',
    gridColor: 'var(--grid)',
    domainColor: 'var(--line)',
    tickColor: 'var(--line)',
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    labelLimit: 220,
  },
  legend: {
    labelColor: 'var(--fg)',
    titleColor: 'var(--soft)',
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titleLimit: 300,
    labelLimit: 260,
  },
  header: { labelColor: 'var(--fg)', titleColor: 'var(--soft)', labelFontSize: 12 },
  title: { color: 'var(--fg)' },
  text: { color: 'var(--fg)' },
  rule: { color: 'var(--fg)' },
  bar: { color: 'var(--c3)' },
  line: { color: 'var(--c3)' },
  point: { color: 'var(--c3)' },
  range: { category: seriesColours },
};

/** Widths a chart is drawn for: a desktop column and a phone. */
export const chartWidths = { wide: 960, narrow: 330 } as const;

/** A chart for a phone: `usermeta.narrow` of a specification replaces what cannot stand side by side there. */
const narrowed = (spec: TopLevelSpec): TopLevelSpec => {
  const { narrow } = (spec.usermeta ?? {}) as { narrow?: Partial<TopLevelSpec> };
  return narrow ? ({ ...spec, ...narrow } as TopLevelSpec) : spec;
};

/**
 * Draws a Vega-Lite chart as SVG text of the given total width. Specs without a width are fitted;
 * legends move below the chart on a phone.
 */
export async function renderSvg(given: TopLevelSpec, width: number): Promise<string> {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const narrow = width < 500;
  const spec = narrow ? narrowed(given) : given;
  const fits = !('width' in spec) && ('mark' in spec || 'layer' in spec);
  const merged = {
    ...plainSpec(spec),
    ...(fits ? { width, autosize: { type: 'fit', contains: 'padding' } } : {}),
    config: {
      ...config,
      axis: { ...config.axis, labelLimit: narrow ? 180 : 320 },
      legend: {
        ...config.legend,
        ...(narrow ? { orient: 'bottom', columns: 1 } : {}),
      },
      ...spec.config,
    },
  } as TopLevelSpec;
  const silent = {
    warn: () => silent,
    info: () => silent,
    debug: () => silent,
    error: (...words: unknown[]) => {
      throw new Error(words.map(String).join(' '));
    },
    level: () => silent,
  };
  const { spec: compiled } = compile(merged, { logger: silent as never });
  const view = new vega.View(vega.parse(compiled), {
    renderer: 'none',
    logger: vega.logger(vega.Error),
  });
  try {
    return compactSvg(await view.toSVG());
  } finally {
    view.finalize();
  }
}
