import type { Area } from '../message.ts';
import { answerWords, modeWords } from './answers.ts';
import { availabilityWords, stopRuleNames } from './availability.ts';
import { benchWords } from './bench.ts';
import { blocksWords } from './blocks.ts';
import { blockAnswerWords } from './blocks-answers.ts';
import { blocksSummaryWords } from './blocks-summary.ts';
import { calibrateWords } from './calibrate.ts';
import { patternWords } from './cell-patterns.ts';
import { unitWords } from './cell-words/units.ts';
import { cellWords, quantities } from './cells.ts';
import { checkWords } from './check.ts';
import { compareWords, figureNames } from './compare.ts';
import { conceptWords } from './concepts.ts';
import { containersWords } from './containers.ts';
import { cpuTopicWords } from './cpu-topics.ts';
import { dedupWords } from './dedup.ts';
import { evidenceSystems, evidenceWords } from './evidence.ts';
import { notJudgedWords, reasonsNotJudged } from './evidence-reasons.ts';
import { billPartWords, columnWords, explainWords, reasonWords } from './explain.ts';
import { findingPatternWords, findingWords } from './findings.ts';
import { headingPatterns, headings } from './headings.ts';
import { hostTitles } from './hosts.ts';
import { importWords, loadSubjects } from './import.ts';
import { ioWords } from './io.ts';
import { ioNetworkWords } from './io-network.ts';
import { ioStorageWords } from './io-storage.ts';
import { ioSummaryWords } from './io-summary.ts';
import { levelsWords } from './levels.ts';
import { liveWords } from './live.ts';
import { migrateWords } from './migrate.ts';
import { migrateReasons } from './migrate-reasons.ts';
import { migrateSummaryWords } from './migrate-summary.ts';
import { overcommitWords } from './overcommit.ts';
import { page } from './page.ts';
import { peerNames, peerWords } from './peers.ts';
import { planWords, resourceWords } from './plan.ts';
import { planAnswerWords } from './plan-answers.ts';
import { planNouns, planPatternWords } from './plan-cell-patterns.ts';
import { cloudWords } from './plan-cloud.ts';
import { createWords } from './plan-create.ts';
import { goalWords } from './plan-goals.ts';
import { historyResourceWords, historyWords } from './plan-history.ts';
import { interferenceWords } from './plan-interference.ts';
import { memoryEffects, planPageWords } from './plan-page.ts';
import { planPartWords } from './plan-parts.ts';
import { powerPolicyWords, powerWords } from './plan-power.ts';
import { quirkWords } from './plan-quirks.ts';
import { replicationWords } from './plan-replication.ts';
import { ruleAnswerWords, ruleWords } from './plan-rules.ts';
import { simulateWords } from './plan-simulate.ts';
import { studyPageWords } from './plan-study.ts';
import { planSummaryWords } from './plan-summary.ts';
import { priceWords } from './price.ts';
import { priceSummaryWords } from './price-summary.ts';
import { probeWords, unmeasuredPatternWords, unmeasuredWords } from './probe.ts';
import { runWords } from './run.ts';
import { runSummaryWords } from './run-summary.ts';
import { refusalWords, scheduleWords } from './schedule.ts';
import { scheduleSummaryWords } from './schedule-summary.ts';
import { instructionSets, sensitiveWords } from './sensitive.ts';
import { needs, studyWords } from './studies.ts';
import { tableTitles } from './table-titles.ts';
import { costParts, statuses, techniqueNames, techniqueTitles, terms } from './terms.ts';
import { topicWords } from './topics.ts';
import { translateWords } from './translate.ts';
import { translateSummaryWords } from './translate-summary.ts';
import { workerWords } from './worker.ts';

/** Every area of the message table. A new one is one file and one line. */
export const areas: readonly Area[] = [
  page,
  headings,
  headingPatterns,
  cellWords,
  unitWords,
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
  simulateWords,
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
  translateSummaryWords,
  tableTitles,
  translateWords,
  priceSummaryWords,
  priceWords,
  levelsWords,
  cpuTopicWords,
  topicWords,
  ioSummaryWords,
  ioWords,
  ioNetworkWords,
  ioStorageWords,
  availabilityWords,
  stopRuleNames,
  scheduleSummaryWords,
  scheduleWords,
  refusalWords,
  overcommitWords,
  dedupWords,
  blocksSummaryWords,
  benchWords,
  blocksWords,
  containersWords,
  evidenceWords,
  reasonsNotJudged,
  notJudgedWords,
  figureNames,
  evidenceSystems,
  peerWords,
  peerNames,
  hostTitles,
  conceptWords,
  patternWords,
  liveWords,
  compareWords,
  explainWords,
  billPartWords,
  reasonWords,
  columnWords,
  importWords,
  loadSubjects,
  cloudWords,
  createWords,
  replicationWords,
  quirkWords,
  studyPageWords,
  ruleWords,
  ruleAnswerWords,
  findingWords,
  findingPatternWords,
  planPatternWords,
  planNouns,
  goalWords,
  blockAnswerWords,
  probeWords,
  unmeasuredWords,
  unmeasuredPatternWords,
  sensitiveWords,
  instructionSets,
  workerWords,
];
