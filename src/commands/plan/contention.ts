import { tableTitles } from '../../messages/table-titles.ts';
import { type Contention, predictContention } from '../../plan/contention/predict.ts';
import type { Plan } from '../../plan/plan.ts';
import { plainOutcome } from '../../plan/simulation/outcome.ts';
import { powerSentence } from '../../plan/simulation/power-sentence.ts';
import type { PowerPolicy } from '../../plan/simulation/presets.ts';
import { type SimulatedCluster, simulatePlan } from '../../plan/simulation/simulate-plan.ts';
import { type DayShape, flatDay } from '../../plan/study/run.ts';
import { readyRows } from '../../report/sections/plan/contention.ts';
import { simulationTables } from '../../report/sections/plan/simulation.ts';
import { stayTables } from '../../report/sections/plan/stays.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { blankLine } from '../../terminal/output.ts';
import { printTable } from '../../terminal/table.ts';

/** Hosts listed in the terminal; --json and --html have all. */
export const MOST_ROWS = 12;

/** What the day of the load brings a plan: contention predicted and, where asked for, the clusters simulated. */
export interface DayAnswer {
  contention: Contention;
  simulated: readonly SimulatedCluster[];
}

export function overTheDay(
  plan: Plan,
  day: DayShape = flatDay,
  power: PowerPolicy | undefined,
): DayAnswer {
  return {
    contention: predictContention(plan, day),
    simulated: power === undefined ? [] : simulatePlan(plan, day.shape, power),
  };
}

export function printDay({ contention, simulated }: DayAnswer): void {
  const ready = readyRows(contention);
  if (ready.length > 0) {
    blankLine();
    printTable(ready, tableTitles.ready({ load: contention.load }));
  }
  if (simulated.length === 0) return;
  printAnswer(powerSentence(simulated) ?? '', [
    ...simulationTables(simulated),
    ...stayTables(simulated, MOST_ROWS),
  ]);
}

/** Simulated clusters for a document. */
export const plainRuns = (runs: readonly SimulatedCluster[]) =>
  runs.map(({ name, policy, outcome, allOnKwh }) => ({
    cluster: name,
    policy,
    ...(allOnKwh === undefined ? {} : { allOnKwh }),
    ...plainOutcome(outcome),
  }));
