import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../figure.ts';
import type { Text } from '../../message.ts';

/** One span of a whole: stages after each other, each beginning where the one before ends. */
export interface Span {
  name: string;
  length: number;
  low?: number;
  high?: number;
  /** How it is known and from where. */
  known?: Text;
  source?: string;
}

/** Stages in their order as bars that follow each other; `unit` names the axis. */
export function spanBars(
  id: string,
  title: Text,
  unit: string,
  spans: readonly Span[],
  description: Text = '',
): Figure {
  let start = 0;
  const rows = spans.map(({ name, length, low = length, high = length, known, source }) => {
    const row = {
      stage: name,
      [unit]: length,
      low,
      high,
      from: start,
      to: start + length,
      ...(known === undefined ? {} : { known }),
      ...(source === undefined ? {} : { source }),
    };
    start += length;
    return row;
  });
  const spec: TopLevelSpec = {
    height: { step: 26 },
    data: { values: rows },
    mark: { type: 'bar' },
    encoding: {
      y: {
        field: 'stage',
        type: 'nominal',
        title: null,
        sort: spans.map(({ name }) => name),
      },
      x: { field: 'from', type: 'quantitative', title: unit },
      x2: { field: 'to' },
    },
  };
  return { id, title, description, rows, spec };
}
