import type { ChartLayer, PositionChannel } from '../../chart.ts';
import type { Text } from '../../message.ts';
import { isPart, type Part } from './chart-parts.ts';
import { FONT, LINE, wrapped } from './text-width.ts';

/** A value at which something changes, and what changes there. */
export interface Turn {
  at: number;
  name: Text;
}

/** A name on paper of its own: it may stand on lines and other marks. */
function nameLayers(
  values: readonly object[],
  encoding: Partial<Record<'x' | 'y', PositionChannel | { value: number }>>,
  place: { dx?: unknown; dy?: unknown },
): ChartLayer[] {
  const mark = {
    type: 'text',
    fontSize: FONT,
    lineHeight: LINE,
    lineBreak: '\n',
    ...{ ...place, align: { expr: "datum.before ? 'right' : 'left'" } },
  };
  const layer = (over: object) => ({
    data: { values: [...values] },
    mark: { ...mark, ...over },
    encoding: { ...encoding, text: { field: 'name', type: 'nominal' } },
  });
  return [layer({ stroke: 'var(--bg)', strokeWidth: 3 }), layer({})] as ChartLayer[];
}

const beside = (distance: number) => ({
  expr: `datum.before ? -${distance} : ${distance}`,
});

/**
 * Dashed lines across a chart where something turns, each with its name at the top, one below the other; names right of
 * `middle` stand before their lines. `x` is the horizontal channel of the chart.
 */
export function turnLines(
  turns: readonly Turn[],
  x: PositionChannel,
  middle: number,
): ChartLayer[] {
  if (turns.length === 0) return [];
  const along = { ...x, field: 'turn', type: 'quantitative' } satisfies PositionChannel;
  const values = turns.map(({ at, name }, row) => ({ turn: at, name, row, before: at > middle }));
  return [
    { data: { values }, mark: { type: 'rule', strokeDash: [5, 3] }, encoding: { x: along } },
    ...nameLayers(
      values,
      { x: along, y: { value: 0 } },
      { dx: beside(5), dy: { expr: `9 + ${LINE} * datum.row` } },
    ),
  ];
}

/** Points that stand out, each with its name at the side of it that `before` says; `x` and `y` are those of the chart. */
export function namedPoints(
  values: readonly Readonly<{ name: Text; before?: boolean } & Record<string, unknown>>[],
  { x, y }: { x: PositionChannel; y: PositionChannel },
  { shape, dy = 0 }: { shape: 'cross' | 'circle'; dy?: number | { expr: string } },
): ChartLayer[] {
  if (values.length === 0) return [];
  return [
    {
      data: { values: [...values] },
      mark: { type: 'point', shape, filled: true, size: 110, opacity: 1, color: 'var(--fg)' },
      encoding: { x, y },
    },
    ...nameLayers(values, { x, y }, { dx: beside(8), dy }),
  ];
}

/** Room for the name of a turn on a phone, pixels. */
const NARROW_NAME = 130;

/** Names of turns in lines that have room on a phone. */
export function withNarrowTurns(spec: Part): Part {
  const layers = Array.isArray(spec.layer) ? spec.layer.filter(isPart) : [];
  return layers.length === 0 ? spec : { ...spec, layer: layers.map(narrowLayer) };
}

function narrowLayer(layer: Part): Part {
  const values = isPart(layer.data) && Array.isArray(layer.data.values) ? layer.data.values : [];
  if (!isPart(layer.mark) || layer.mark.lineBreak !== '\n') return layer;
  let row = 0;
  const broken = values.filter(isPart).map((value) => {
    const lines = wrapped(String(value.name), NARROW_NAME, FONT);
    const placed = 'row' in value ? { ...value, row } : value;
    row += lines.length;
    return { ...placed, name: lines.join('\n') };
  });
  return { ...layer, data: { values: broken } };
}
