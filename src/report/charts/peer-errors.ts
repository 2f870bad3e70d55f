import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../figure.ts';
import type { Text } from '../../message.ts';

/** One program's error on one case; null where what it says is no number. */
export interface PeerError {
  case: string;
  program: string;
  /** Distance from what is expected, percent. */
  error: number | null;
}

const AXIS = 'error, %';

/** Errors of several programs on the same cases, a row a case, ours smallest at the top. */
export function peerErrors(
  id: string,
  title: Text,
  description: Text,
  errors: readonly PeerError[],
): Figure {
  const rows = errors.map(({ case: name, program, error }) => ({
    case: name,
    program,
    [AXIS]: error,
  }));
  const programs = [...new Set(errors.map(({ program }) => program))];
  const y = {
    field: 'case',
    type: 'nominal' as const,
    title: null,
    sort: [...new Set(errors.map((row) => row.case))],
  };
  const color = {
    field: 'program',
    type: 'nominal' as const,
    sort: programs,
    title: null,
    scale: { domain: programs },
  };
  const spec: TopLevelSpec = {
    height: { step: 15 },
    data: { values: rows },
    layer: [
      {
        transform: [{ filter: `datum['${AXIS}'] !== null` }],
        mark: { type: 'point', filled: true, size: 55 },
        encoding: {
          y,
          x: {
            field: AXIS,
            type: 'quantitative',
            title: AXIS,
            scale: { type: 'symlog', constant: 1 },
            axis: { values: [0, 1, 3, 10, 30, 100, 300, 1000] },
          },
          color,
          shape: { ...color },
        },
      },
      {
        transform: [{ filter: `datum['${AXIS}'] === null` }],
        mark: { type: 'text', text: '✕', align: 'right' },
        encoding: { y, x: { value: 'width' }, color },
      },
    ],
  };
  return { id, title, description, rows, spec };
}
