import { max } from '../../statistics.ts';
import { channelOf, isPart, type Part, viewsOf, withEncodings } from './chart-parts.ts';
import { FONT, LINE, textWidth, wrapped } from './text-width.ts';

interface Labels {
  lines: ReadonlyMap<string, readonly string[]>;
  most: number;
}

/** Names along the vertical axis that are wider than their room, in lines. */
function longNames(spec: Part, room: number): Labels | null {
  const lines = new Map<string, readonly string[]>();
  for (const { encoding, rows } of viewsOf(spec)) {
    const y = channelOf(encoding, 'y');
    if (y.type !== 'nominal' && y.type !== 'ordinal') continue;
    if (y.axis === null || (isPart(y.axis) && 'labelExpr' in y.axis)) return null;
    for (const row of rows) {
      const name = row[String(y.field)];
      if (typeof name === 'string') lines.set(name, wrapped(name, room, FONT));
    }
  }
  const most = max([0, ...[...lines.values()].map((one) => one.length)]);
  return most > 1 ? { lines, most } : null;
}

/** Lines begin at the middle of their row: moved up by half of what is below, they stand around it. */
function centred({ lines, most }: Labels): Part {
  const condition = Array.from({ length: most - 1 }, (_, i) => {
    const names = [...lines].flatMap(([name, one]) => (one.length === i + 2 ? [name] : []));
    const test = `indexof(${JSON.stringify(names)}, datum.value) >= 0`;
    return { test, value: (-(i + 1) * LINE) / 2 };
  });
  return { condition, value: 0 };
}

/** Height of a row that has room for so many lines. */
function higher(spec: Part, lines: number): Part {
  const least = lines * LINE + 4;
  const height = isPart(spec.height) && typeof spec.height.step === 'number' ? spec.height : null;
  return {
    ...spec,
    ...(height ? { height: { ...height, step: Math.max(Number(height.step), least) } } : {}),
    ...(isPart(spec.spec) ? { spec: higher(spec.spec, lines) } : {}),
  };
}

/** Names of rows too long for their axis stand in lines instead of being cut. */
export function withWrappedNames(spec: Part, room: number): Part {
  const long = longNames(spec, room);
  if (!long) return spec;
  const several = [...long.lines].filter(([, lines]) => lines.length > 1);
  const labelExpr = `(${JSON.stringify(Object.fromEntries(several))})[datum.value] || datum.label`;
  const widest = max([...long.lines.values()].flat().map((line) => textWidth(line, FONT)));
  const axis = {
    labelExpr,
    labelLineHeight: LINE,
    labelLimit: Math.max(room, widest) + 1,
    labelOffset: centred(long),
  };
  return withEncodings(higher(spec, long.most), (channels) => {
    const y = channels.y;
    return isPart(y) && (y.type === 'nominal' || y.type === 'ordinal') && y.axis !== null
      ? { ...channels, y: { ...y, axis: { ...(isPart(y.axis) ? y.axis : {}), ...axis } } }
      : channels;
  });
}
