import { max, min } from '../../statistics.ts';
import { channelOf, isPart, type Part, viewsOf, withEncodings } from './chart-parts.ts';
import { FONT, textWidth } from './text-width.ts';

/** Least distance between names, and the farthest a name may stand from the end of its line; pixels. */
const GAP = 14;
const FARTHEST = 2 * GAP;

interface End {
  row: Part;
  name: string;
  /** Where the line ends below the top of the plot, pixels, by the extent of the data. */
  at: number;
}

const isLine = ({ mark }: Part) => mark === 'line' || (isPart(mark) && mark.type === 'line');

/** A linear extent out to round numbers, about ten steps: what Vega makes of it. */
function rounded(low: number, high: number): readonly [number, number] {
  if (!(high > low)) return [low, high];
  const power = 10 ** Math.floor(Math.log10((high - low) / 10));
  const ratio = (high - low) / 10 / power;
  const step =
    power * (ratio >= 50 ** 0.5 ? 10 : ratio >= 10 ** 0.5 ? 5 : ratio >= 2 ** 0.5 ? 2 : 1);
  return [Math.floor(low / step) * step, Math.ceil(high / step) * step];
}

/** What the scale of these values reaches from and to; decades where it is logarithmic. */
function extentOf(values: readonly number[], scale: Part): readonly [number, number] {
  if (Array.isArray(scale.domain)) return [Number(scale.domain[0]), Number(scale.domain[1])];
  const log = scale.type === 'log';
  const reached = log || scale.zero === false ? values : [0, ...values];
  const [low, high] = [min(reached), max(reached)];
  if (scale.nice === false) return [low, high];
  return log
    ? [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high))]
    : rounded(low, high);
}

/** Last point of every line, and how high it stands. */
function endsOf(rows: readonly Part[], x: Part, y: Part, series: string, height: number): End[] {
  const scale = isPart(y.scale) ? y.scale : {};
  const log = scale.type === 'log';
  const up = (value: number) => (log ? Math.log(value) : value);
  const [xField, yField] = [String(x.field), String(y.field)];
  const drawn = rows.filter((row) => Number.isFinite(up(Number(row[yField]))));
  const extent = extentOf(
    drawn.map((row) => Number(row[yField])),
    scale,
  );
  const [low, high] = [up(extent[0]), up(extent[1])];
  const last = new Map<string, Part>();
  for (const row of drawn) {
    const name = String(row[series]);
    const before = last.get(name);
    if (before === undefined || Number(row[xField]) >= Number(before[xField])) last.set(name, row);
  }
  return [...last].map(([name, row]) => ({
    row,
    name,
    at:
      high > low ? (height * (high - up(Number(row[String(y.field)])))) / (high - low) : height / 2,
  }));
}

/** Moves names apart where lines end close to each other, as little as possible; none where that takes too much. */
function apart(ends: readonly End[], height: number): (End & { dy: number })[] | null {
  const sorted = [...ends].sort((a, b) => a.at - b.at);
  const groups: { from: number; ends: End[] }[] = [];
  for (const end of sorted) {
    groups.push({ from: end.at, ends: [end] });
    for (;;) {
      const [before, after] = [groups.at(-2), groups.at(-1)];
      if (!before || !after || before.from + before.ends.length * GAP <= after.from) break;
      const joined = [...before.ends, ...after.ends];
      const below = (joined.length - 1) * GAP;
      const from = joined.reduce((sum, { at }) => sum + at, 0) / joined.length - below / 2;
      groups.splice(-2, 2, { from: Math.max(0, Math.min(from, height - below)), ends: joined });
    }
  }
  const placed = groups.flatMap(({ from, ends: group }) =>
    group.map((end, i) => ({ ...end, dy: Math.round(from + i * GAP - end.at) })),
  );
  return placed.every(({ dy }) => Math.abs(dy) <= FARTHEST) ? placed : null;
}

/** The horizontal axis ends where the lines do: their names begin there. */
const withEnd = (x: Part): Part => ({
  ...x,
  scale: { nice: false, ...(isPart(x.scale) ? x.scale : {}) },
});

/** Whether names of turns stand where lines end: right of the end of one of them. */
function hasTurnsBeyond(spec: Part, ends: readonly End[], field: string): boolean {
  const turns = viewsOf(spec).flatMap(({ rows }) => rows.map((row) => Number(row.turn)));
  return turns.some((turn) => ends.some(({ row }) => turn > Number(row[field])));
}

/**
 * Lines of few series carry their names at their ends instead of a legend, where the names have room there: a reader
 * need not look up which line is which.
 */
export function withLineNames(spec: Part, width: number): Part {
  if (!('mark' in spec || 'layer' in spec)) return spec;
  const line = viewsOf(spec).find(({ view, encoding }) => isLine(view) && isPart(encoding.color));
  if (!line) return spec;
  const { encoding, rows } = line;
  const [x, y, color] = ['x', 'y', 'color'].map((name) => channelOf(encoding, name)) as [
    Part,
    Part,
    Part,
  ];
  if (x.type !== 'quantitative' || y.type !== 'quantitative' || typeof color.field !== 'string')
    return spec;
  if ('legend' in color || color.condition !== undefined) return spec;
  const height = typeof spec.height === 'number' ? spec.height : 200;
  const names = apart(endsOf(rows, x, y, color.field, height), height);
  if (!names || names.length < 2) return spec;
  // A bare number says nothing without the title of its legend.
  if (names.some(({ name }) => textWidth(name, FONT) > 0.32 * width || /^[\d.,]+$/.test(name)))
    return spec;
  if (hasTurnsBeyond(spec, names, String(x.field))) return spec;
  const series = color.field;
  const own = { title: null, legend: null };
  const along = withEnd(x);
  const plain = withEncodings(spec, (channels) =>
    Object.fromEntries(
      Object.entries(channels).map(([name, channel]) => {
        if (!isPart(channel)) return [name, channel];
        if (channel.field === series && !/^[xy]/.test(name)) return [name, { ...channel, ...own }];
        return [name, name === 'x' && channel.field === x.field ? along : channel];
      }),
    ),
  );
  const text = {
    data: { values: names.map(({ row, dy }) => ({ ...row, dy })) },
    mark: { type: 'text', align: 'left', dx: 8, fontSize: FONT, yOffset: { expr: 'datum.dy' } },
    encoding: {
      x: along,
      y,
      color: { ...color, ...own },
      text: { field: series, type: 'nominal' },
    },
  };
  if (Array.isArray(plain.layer)) return { ...plain, layer: [...plain.layer, text] };
  const { mark, encoding: channels, ...rest } = plain;
  return { ...rest, layer: [{ mark, encoding: channels }, text] };
}
