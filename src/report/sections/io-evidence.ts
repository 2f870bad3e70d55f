import type { TopLevelSpec } from 'vega-lite';
import type { Case } from '../../evidence/suite.ts';
import { significant } from '../../format.ts';
import { ioWords } from '../../messages/io.ts';
import { html } from '../html.ts';
import { type Section, tableFigure } from '../section.ts';

/** A compared number, as the suites report it; `role` tells predictions from calibration. */
type ComparedCase = Case & { role?: string };

const text = (value: unknown) =>
  typeof value === 'number' ? significant(value) : JSON.stringify(value ?? null);

/** Predicted against published I/O figures: the largest errors, and what is not predicted and why. */
export function ioEvidenceSection(
  cases: readonly ComparedCase[],
  listed: readonly { id: string; reason: string }[],
): Section {
  const predictions = cases.filter((entry) => entry.role === 'prediction');
  const relative = predictions.flatMap((entry) =>
    entry.error === null || entry.bound === null || entry.bound >= 1 || entry.error === 0
      ? []
      : [{ ...entry, error: entry.error, bound: entry.bound }],
  );
  const largest = [...relative]
    .filter((entry) => entry.pass && Math.abs(entry.error) <= entry.bound)
    .sort((a, b) => Math.abs(b.error) - Math.abs(a.error))
    .slice(0, 20)
    .map((entry) => ({ ...entry, name: `${entry.id} ${entry.metric}` }));
  const spec: TopLevelSpec = {
    height: { step: 17 },
    data: {
      values: largest.flatMap(({ name, error, bound }) => [
        { name, percent: 100 * error, low: -100 * bound, high: 100 * bound },
      ]),
    },
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 1, strokeDash: [2, 2] },
        encoding: {
          y: { field: 'name', type: 'nominal', title: null, sort: null },
          x: { field: 'low', type: 'quantitative', title: 'error, percent (dotted: bound)' },
          x2: { field: 'high' },
        },
      },
      {
        mark: { type: 'point', filled: true, size: 60 },
        encoding: {
          y: { field: 'name', type: 'nominal', sort: null },
          x: { field: 'percent', type: 'quantitative' },
        },
      },
    ],
  };
  const reasons = new Map<string, string[]>();
  for (const { id, reason } of listed) reasons.set(reason, [...(reasons.get(reason) ?? []), id]);
  return {
    id: 'io-evidence',
    title: ioWords.trustTitle(),
    text: html`<p>${ioWords.trustText({ x: predictions.filter((entry) => entry.pass).length, predictions: predictions.length })}</p>`,
    figures: [
      tableFigure(
        'io-not-predicted',
        ioWords.unpredicted({ listed: listed.length }),
        [...reasons].map(([reason, figures]) => ({ reason, figures: figures.join(', ') })),
      ),
      {
        id: 'io-errors',
        title: ioWords.errorsTitle(),
        description: ioWords.errorsText(),
        spec,
        rows: largest.map(({ name, unit, expected, predicted, error, bound }) => ({
          figure: name,
          unit,
          published: text(expected),
          predicted: text(predicted),
          'error %': 100 * error,
          'bound %': 100 * bound,
        })),
      },
    ],
  };
}
