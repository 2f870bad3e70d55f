import type { Config, TopLevelSpec } from 'vega-lite';
import { seriesColours } from '../theme.ts';
import { withWrappedNames } from './axis-labels.ts';
import type { Part } from './chart-parts.ts';
import { compactSvg } from './compact.ts';
import { placedLegends } from './legends.ts';
import { withLineNames } from './line-names.ts';
import { plainSpec, widestOf } from './localize.ts';
import { withNarrowTurns } from './turns.ts';

/** Marks of series: those of Vega, and two more than there are colours. */
const symbols = [
  ...['circle', 'square', 'triangle-up', 'cross', 'diamond', 'triangle-right'],
  ...['triangle-down', 'triangle-left'],
  // A star and an hourglass.
  'M0,-1L.24,-.31L.95,-.31L.38,.12L.59,.81L0,.38L-.59,.81L-.38,.12L-.95,-.31L-.24,-.31Z',
  'M-.8,-.8L.8,-.8L-.8,.8L.8,.8Z',
];

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
    labelSeparation: 6,
  },
  // The title of a vertical axis lies above it: it is read without turning the head, and never cut.
  axisYQuantitative: {
    titleAngle: 0,
    titleAlign: 'left',
    titleAnchor: 'end',
    titleBaseline: 'bottom',
    titleX: 0,
    titleY: -7,
  },
  axisXDiscrete: { labelAngle: 0 },
  axisQuantitative: {
    labelExpr: "abs(datum.value) >= 1e6 ? format(datum.value, '.3~s') : datum.label",
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
  // Of more series than colours each still has a mark of its own.
  range: { category: seriesColours, symbol: symbols },
};

/** Widths a chart is drawn for: a desktop column and a phone. */
export const chartWidths = { wide: 960, narrow: 330 } as const;

type WidthOf = (text: string, fontSize: number) => number;

/** Vega's own guess, where there is no canvas, takes every letter for as wide as the widest, and cuts what has room. */
function measureTexts(vega: object, widthOf: WidthOf): void {
  const { textMetrics } = vega as {
    textMetrics: { width: (item: { fontSize?: number }, text: unknown) => number };
  };
  textMetrics.width = ({ fontSize = 11 }, text) => widthOf(String(text ?? ''), fontSize);
}

/** Charts are drawn one after another: what measures texts is Vega's own, for all of them. */
let drawn: Promise<unknown> = Promise.resolve();

/** A chart for a phone: `usermeta.narrow` of a specification replaces what cannot stand side by side there. */
const narrowed = (spec: TopLevelSpec): TopLevelSpec => {
  const { narrow } = (spec.usermeta ?? {}) as { narrow?: Partial<TopLevelSpec> };
  return narrow ? ({ ...spec, ...narrow } as TopLevelSpec) : spec;
};

/** A phone is lower than a desk: plots of it are no higher than this. */
const NARROW_HEIGHT = 240;

const lower = (spec: Part): Part =>
  typeof spec.height === 'number' && spec.height > NARROW_HEIGHT
    ? { ...spec, height: NARROW_HEIGHT }
    : spec;

/** Room for names of rows beside the plot, pixels. */
const nameRoom = (narrow: boolean) => (narrow ? 120 : 300);

/**
 * Draws a Vega-Lite chart as SVG text of the given total width. Specs without a width are fitted.
 */
export async function renderSvg(given: TopLevelSpec, width: number): Promise<string> {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const narrow = width < 500;
  const widthOf = widestOf(given);
  const plain = plainSpec(narrow ? narrowed(given) : given) as unknown as Part;
  const sized = narrow ? withNarrowTurns(lower(plain)) : plain;
  const named = withWrappedNames(withLineNames(sized, width), nameRoom(narrow));
  const [spec, legend] = placedLegends(named, narrow, { width, widthOf });
  const fits = !('width' in spec) && ('mark' in spec || 'layer' in spec);
  const merged = {
    ...spec,
    ...(fits ? { width, autosize: { type: 'fit-x', contains: 'padding' } } : {}),
    config: {
      ...config,
      axis: { ...config.axis, labelLimit: narrow ? 180 : 320 },
      // On a phone a title may be wider than the plot: it grows to the left, where names of rows leave room below.
      axisXQuantitative: narrow ? { tickCount: 5, titleAnchor: 'end' } : { tickCount: 10 },
      legend: { ...config.legend, ...legend },
      ...given.config,
    },
  } as unknown as TopLevelSpec;
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
  const draw = async () => {
    measureTexts(vega, widthOf);
    const view = new vega.View(vega.parse(compiled), {
      renderer: 'none',
      logger: vega.logger(vega.Error),
    });
    try {
      return compactSvg(await view.toSVG());
    } finally {
      view.finalize();
    }
  };
  const svg = drawn.then(draw, draw);
  drawn = svg;
  return svg;
}
