import type { TopLevelSpec } from 'vega-lite';

type Encoding = NonNullable<Extract<TopLevelSpec, { mark: unknown }>['encoding']>;

/**
 * Parts of charts that several layers or channels share, so that charts need no cast: a chart is written as
 * `const spec: TopLevelSpec = {...}`, a shared part as `{...} satisfies PositionChannel`.
 */
export type PositionChannel = Partial<Extract<NonNullable<Encoding['x']>, { axis?: unknown }>>;
export type ColourChannel = Partial<Extract<NonNullable<Encoding['color']>, { legend?: unknown }>>;
export type ShapeChannel = Partial<Extract<NonNullable<Encoding['shape']>, { legend?: unknown }>>;

/** One layer of a chart of several. */
export type ChartLayer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number];
