import type { Host } from '../hosts/host.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { answerOf } from './answer.ts';
import type { Row } from './column.ts';
import { runSummary } from './run-summary.ts';
import { techniqueRanges } from './steady/figures.ts';
import { steadyRows } from './study-rows.ts';
import { surveyOf } from './survey-of.ts';

/** Everything a run answers, from its rows: its page shows it, and the page that verifies itself computes it again. */
export function runAnswer(
  { scenario, profiles }: { scenario: Scenario; profiles?: readonly Host[] },
  rows: Readonly<Record<string, readonly Row[]>>,
) {
  const answer = answerOf(scenario, rows);
  const steady = steadyRows(rows);
  return {
    rows: steady,
    ranges: techniqueRanges(steady),
    answer,
    summary: runSummary(scenario, rows, answer),
    survey: surveyOf(scenario, profiles),
  };
}
