import type { Area } from '../message.ts';
import { answerWords, modeWords } from './answers.ts';
import { calibrateWords } from './calibrate.ts';
import { cellWords, quantities } from './cells.ts';
import { checkWords } from './check.ts';
import { headings } from './headings.ts';
import { liveWords } from './live.ts';
import { migrateWords } from './migrate.ts';
import { migrateReasons } from './migrate-reasons.ts';
import { migrateSummaryWords } from './migrate-summary.ts';
import { page } from './page.ts';
import { planWords, resourceWords } from './plan.ts';
import { planAnswerWords } from './plan-answers.ts';
import { historyResourceWords, historyWords } from './plan-history.ts';
import { interferenceWords } from './plan-interference.ts';
import { memoryEffects, planPageWords } from './plan-page.ts';
import { planPartWords } from './plan-parts.ts';
import { powerPolicyWords, powerWords } from './plan-power.ts';
import { planSummaryWords } from './plan-summary.ts';
import { runWords } from './run.ts';
import { runSummaryWords } from './run-summary.ts';
import { needs, studyWords } from './studies.ts';
import { costParts, statuses, techniqueNames, techniqueTitles, terms } from './terms.ts';

/** Every area of the message table. A new one is one file and one line. */
export const areas: readonly Area[] = [
  page,
  headings,
  cellWords,
  quantities,
  terms,
  statuses,
  techniqueNames,
  techniqueTitles,
  costParts,
  studyWords,
  needs,
  runWords,
  migrateWords,
  migrateReasons,
  migrateSummaryWords,
  planWords,
  resourceWords,
  planSummaryWords,
  interferenceWords,
  historyWords,
  historyResourceWords,
  powerWords,
  powerPolicyWords,
  planAnswerWords,
  planPageWords,
  memoryEffects,
  planPartWords,
  answerWords,
  modeWords,
  runSummaryWords,
  checkWords,
  calibrateWords,
  liveWords,
];
