import { nth } from '../../elements.ts';
import type { Message } from '../../message.ts';
import { findingText } from '../../messages/findings.ts';
import { importWords } from '../../messages/import.ts';
import { planWords } from '../../messages/plan.ts';
import { interferenceSentence } from '../../plan/contention/interference-sentence.ts';
import { powerSentence } from '../../plan/simulation/power-sentence.ts';
import { readingDoubts } from '../../report/reading-doubts.ts';
import { planTables } from '../../report/sections/plan/compare.ts';
import { interferenceTables } from '../../report/sections/plan/interference.ts';
import { comparisonTables } from '../../report/sections/plan/placement.ts';
import { changeText } from '../../report/summaries/plan.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { blankLine, note, say, sayFirst, warn } from '../../terminal/output.ts';
import { plainRuns, printDay } from './contention.ts';
import { costDocument, printCosts } from './costs.ts';
import { historyDocument, printHistory } from './history.ts';
import { optimizeDocument, printOptimize } from './optimize.ts';
import { type PlanFindings, printOutlook, summaryOfPlan } from './page.ts';
import { printStudy } from './study.ts';
import { printTargets, targetDocuments } from './targets.ts';

/** Machines of each plan in the terminal; --json and --html have more. */
const MOST_LOSERS = 5;

/** What would make room, in sentences. */
const adviceOf = ({ changes, answers }: PlanFindings): Message[] =>
  changes.map((change) =>
    planWords.ofItsOwn({ text: changeText(change, nth(answers, 0)).sentence }),
  );

/** Everything as a document, but for the figures. */
export function documentOf(found: PlanFindings) {
  const { plan, answers, verdict, both, changes, outlook, confidence, comparisons } = found;
  const { contention, simulated, study } = found;
  return {
    ...verdict,
    summary: summaryOfPlan(found),
    advice: adviceOf(found),
    inventory: plan.inventory.source,
    findings: plan.inventory.findings,
    ...(both ? { bothWays: both } : {}),
    answers,
    changes,
    ...(outlook ? { outlook } : {}),
    // The key was "sureness" once; both are written.
    ...(confidence ? { confidence, sureness: confidence } : {}),
    ...comparisons,
    contention,
    ...(simulated.length > 0
      ? { power: powerSentence(simulated), simulated: plainRuns(simulated) }
      : {}),
    ...(study ? { study } : {}),
    ...(found.interference
      ? {
          interference: {
            sentence: interferenceSentence(found.interference),
            ...found.interference,
          },
        }
      : {}),
    ...(found.history ? { history: historyDocument(found.history) } : {}),
    ...(found.costs ? { costs: costDocument(found.costs) } : {}),
    ...(found.targets.length > 0 ? { targets: targetDocuments(found.targets) } : {}),
    ...(found.optimize ? { optimize: optimizeDocument(found.optimize) } : {}),
  };
}

/** The verdict with its reason and the advice, then the tables; what is doubtful goes to standard error. */
export function printPlan(found: PlanFindings): void {
  const { plan, answers, verdict, both, outlook, confidence, comparisons } = found;
  const { contention, simulated, study } = found;
  sayFirst(verdict.sentence);
  const { doubts, rest } = readingDoubts(plan.inventory.findings);
  for (const doubt of doubts) warn(doubt);
  for (const text of summaryOfPlan(found).whatIfs ?? []) say(text);
  const advice = adviceOf(found);
  if (advice.length > 0) {
    blankLine();
    say(planWords.wouldMakeRoom());
  }
  advice.forEach((text, i) => {
    say(planWords.listed({ n: i + 1, text }));
  });
  blankLine();
  if (found.history) {
    printHistory(found.history);
    blankLine();
  }
  if (found.interference) {
    printAnswer(
      interferenceSentence(found.interference) ?? '',
      interferenceTables(found.interference, MOST_LOSERS),
    );
    blankLine();
  }
  if (found.optimize) {
    printOptimize(found.optimize);
    blankLine();
  }
  if (found.targets.length > 0) {
    printTargets(found.targets);
    blankLine();
  }
  if (found.costs) {
    printCosts(found.costs);
    blankLine();
  }
  printAnswer('', planTables(answers, both));
  printOutlook(outlook, confidence);
  printAnswer('', comparisonTables(comparisons));
  printDay({ contention, simulated });
  for (const { message, count } of rest)
    note(importWords.data({ text: findingText(message), n: count }));
  if (study) printStudy(study);
}
