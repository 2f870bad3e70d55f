import { max } from '../../statistics.ts';
import { channelOf, isPart, type Part, viewsOf, withEncodings } from './chart-parts.ts';
import { FONT } from './text-width.ts';

/** What a name of a legend needs beside its text: symbol, gaps; and the height of one, pixels. */
const BESIDE = 34;
const ENTRY = 15;
const TITLE = 20;
/** The least height of a scale of colours (Vega-Lite). */
const GRADIENT = 64;

/** Height of a plot that says none, as Vega-Lite has it. */
const PLOT_HEIGHT = 200;

const channels = ['color', 'fill', 'stroke', 'shape', 'strokeDash'] as const;

/** The names every legend of a chart lists, by the field it explains. */
function legendNames(spec: Part): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { encoding, rows } of viewsOf(spec))
    for (const name of channels) {
      const { field, type, legend, scale } = channelOf(encoding, name);
      if (typeof field !== 'string' || (type !== 'nominal' && type !== 'ordinal')) continue;
      if (legend === null) continue;
      const domain = isPart(scale) && Array.isArray(scale.domain) ? scale.domain : null;
      const values = domain ?? [...new Set(rows.map((row) => row[field]))];
      found.set(field, values.filter((value) => value !== undefined).map(String));
    }
  return found;
}

/** Whether a chart explains colours by a scale. */
const hasGradient = (spec: Part): boolean =>
  viewsOf(spec).some(({ encoding }) => {
    const { field, type, legend } = channelOf(encoding, 'color');
    return typeof field === 'string' && type === 'quantitative' && legend !== null;
  });

/** Height of the plot, as far as a specification tells it: rows of a step each, or pixels. */
function plotHeight(spec: Part): number {
  if (typeof spec.height === 'number') return spec.height;
  if (!isPart(spec.height)) return PLOT_HEIGHT;
  const rows = new Set(
    viewsOf(spec).flatMap(({ encoding, rows: values }) => {
      const { field } = channelOf(encoding, 'y');
      return typeof field === 'string' ? values.map((row) => row[field]) : [];
    }),
  );
  return rows.size * Number(spec.height.step);
}

/** What a legend has room for: the width of its chart, and how wide a name is. */
interface Room {
  width: number;
  widthOf: (name: string, fontSize: number) => number;
}

/** Legends below their chart, in as many columns as fit. */
function below(names: readonly (readonly string[])[], { width, widthOf }: Room): Part {
  const widest = max([0, ...names.flat().map((name) => widthOf(name, FONT))]);
  const most = max([1, ...names.map((one) => one.length)]);
  const columns = Math.max(1, Math.min(most, Math.floor(width / (widest + BESIDE))));
  // From the edge of the picture on: names of rows beside the plot leave a phone too little room.
  const bottom = { anchor: 'start', frame: 'bounds', direction: 'vertical' };
  return { orient: 'bottom', columns, layout: { bottom } };
}

/** A chart without the places its own legends ask for. */
const withoutPlaces = (spec: Part): Part =>
  withEncodings(spec, (encoding) =>
    Object.fromEntries(
      Object.entries(encoding).map(([name, channel]) => {
        if (!isPart(channel) || !isPart(channel.legend)) return [name, channel];
        const { orient: _orient, columns: _columns, ...legend } = channel.legend;
        return [name, { ...channel, legend }];
      }),
    ),
  );

/**
 * Where legends stand: beside a plot that is as high as they are, else below it, as on a phone; a legend that is higher
 * than its plot would be cut. Gives the chart and what its configuration says of legends.
 */
export function placedLegends(spec: Part, narrow: boolean, room: Room): [Part, Part] {
  const names = [...legendNames(spec).values()];
  const scale = hasGradient(spec) ? TITLE + GRADIENT : 0;
  const high = names.reduce((sum, one) => sum + TITLE + ENTRY * one.length, scale);
  if (narrow) return [withoutPlaces(spec), below(names, room)];
  const beside = 'facet' in spec || high <= plotHeight(spec) + TITLE;
  return [spec, beside ? {} : below(names, room)];
}
