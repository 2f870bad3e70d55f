import { quantile } from '../statistics.ts';
import type { Case, Scatter, Suite, SuiteOptions, Summary } from './suite.ts';

function scatterOf(cases: readonly Case[]): Scatter[] {
  const byMetric = new Map<string, number[]>();
  for (const { metric, repeatability, aggregate } of cases) {
    if (aggregate || repeatability === undefined || repeatability === null) continue;
    byMetric.set(metric, [...(byMetric.get(metric) ?? []), repeatability]);
  }
  return [...byMetric].map(([metric, values]) => ({
    metric,
    records: values.length,
    median: quantile(values, 0.5),
    p90: quantile(values, 0.9),
    worst: quantile(values, 1),
  }));
}

/** Relative rounding of a bound and the scatter it was widened to. */
const ROUNDING = 1e-9;

/**
 * A suite's validation with the real system's repeatability in its summary.
 * @throws Error where a bound is tighter than the real system repeats itself: a fault of the suite.
 */
export async function validateSuite(
  suite: Suite,
  options: SuiteOptions,
): Promise<{ cases: Case[]; summary: Summary }> {
  const { cases, summary } = await suite.validate(options);
  for (const { id, metric, bound, repeatability } of cases) {
    if (bound === null || repeatability === undefined || repeatability === null) continue;
    if (bound * (1 + ROUNDING) < repeatability) {
      throw new Error(
        `${suite.id}: ${id}: ${metric}: bound ${bound} is tighter than the real system repeats itself (${repeatability})`,
      );
    }
  }
  const repeatability = { ...suite.repeatability, scatter: scatterOf(cases) };
  return { cases, summary: { ...summary, repeatability } };
}
