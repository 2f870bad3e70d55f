/** A specification while it is being drawn: any part of Vega-Lite, its messages already in English. */
export type Part = Readonly<Record<string, unknown>>;

export const isPart = (value: unknown): value is Part =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const partOf = (value: unknown): Part => (isPart(value) ? value : {});

/** A channel of an encoding, or nothing. */
export const channelOf = (encoding: Part, name: string): Part => partOf(encoding[name]);

/** Views that draw a mark: a specification's own, or those of its layers, cells and facets, each with what it inherits. */
export function viewsOf(
  spec: Part,
  inherited: Part = {},
): { view: Part; encoding: Part; rows: readonly Part[] }[] {
  const encoding = { ...partOf(inherited.encoding), ...partOf(spec.encoding) };
  const data = partOf(spec.data ?? inherited.data);
  const rows = Array.isArray(data.values) ? data.values.filter(isPart) : [];
  if ('mark' in spec) return [{ view: spec, encoding, rows }];
  const children = [...(Array.isArray(spec.layer) ? spec.layer : []), spec.spec].filter(isPart);
  return children.flatMap((child) => viewsOf(child, { encoding, data }));
}

/** A copy of a specification with every encoding of it replaced. */
export function withEncodings(spec: Part, change: (encoding: Part) => Part): Part {
  return {
    ...spec,
    ...(isPart(spec.encoding) ? { encoding: change(spec.encoding) } : {}),
    ...(Array.isArray(spec.layer)
      ? { layer: spec.layer.map((one) => (isPart(one) ? withEncodings(one, change) : one)) }
      : {}),
    ...(isPart(spec.spec) ? { spec: withEncodings(spec.spec, change) } : {}),
  };
}
