import { nth } from '../../elements.ts';
import { type Inventory, type InventoryVm, running } from '../../inventory/inventory.ts';
import { answerPlan, type PlanAnswer } from '../../plan/answer.ts';
import type { Forecast } from '../../plan/growth.ts';
import { growthLines } from '../../plan/outlook/growth-lines.ts';
import { headroomOf } from '../../plan/outlook/headroom.ts';
import { type Outlook, rateOf } from '../../plan/outlook/outlook.ts';
import { verdictOf } from '../../plan/outlook/plan-verdict.ts';
import { strandedOf } from '../../plan/outlook/stranded.ts';
import { byTightness, missingHosts, missingText, tightness } from '../../plan/outlook/verdict.ts';
import type { Plan } from '../../plan/plan.ts';
import { answerStorage, type StorageRow } from '../../plan/storage/answer.ts';
import type { Study } from '../../plan/study/schema.ts';
import { type BothWays, bothWays } from '../../plan/unknown-states.ts';
import { growthChart } from '../charts/plan-outlook.ts';
import { html } from '../html.ts';
import { readingDoubts } from '../reading-doubts.ts';
import type { Section } from '../section.ts';
import { compareSection, strandedSection } from '../sections/plan/compare.ts';
import { headroomSection } from '../sections/plan/index.ts';
import { type MeanMachine, planSummary } from '../summaries/plan.ts';
import type { PageAnswer } from './page-answer.ts';

/** Mean size of the machines that run. */
export function meanMachine({ vms }: Inventory): MeanMachine {
  const on = running(vms);
  const mean = (pick: (vm: InventoryVm) => number) =>
    on.reduce((sum, vm) => sum + pick(vm), 0) / Math.max(1, on.length);
  return { vcpus: mean((vm) => vm.vcpus), memoryMib: mean((vm) => vm.memoryMib) };
}

/** What room there is: how full clusters are, each plan by cluster, and machines a failure stops. */
export interface RoomFindings {
  plan: Plan;
  /** Of the plan, then of each what-if. */
  answers: readonly PlanAnswer[];
  both: BothWays | undefined;
  pools: readonly StorageRow[] | undefined;
}

export function headroomPart({ plan, answers, pools }: RoomFindings): Section {
  const today = nth(answers, 0);
  const cautions = missingHosts(plan.inventory).map(missingText);
  const filled = headroomOf(
    byTightness(today),
    plan.inventory,
    today.settings,
    pools && [...pools],
  );
  return headroomSection(filled, today, cautions);
}

export const clusterParts = ({ plan, answers, both }: RoomFindings): Section[] => [
  compareSection(answers, both),
  ...strandedSection(strandedOf(plan, nth(answers, 0)), plan.settings.tolerateHosts),
];

/** When each cluster runs out, as lines of its load. */
function growthPart(answer: PlanAnswer, outlook: Outlook | undefined): Section[] {
  if (!outlook) return [];
  const lines = growthLines(
    byTightness(answer).filter((cluster) => Number.isFinite(tightness(cluster))),
    outlook,
  );
  if (lines.shown === 0) return [];
  return [{ id: 'outlook', title: '', text: html``, figures: [growthChart(lines)] }];
}

/** How machines grow a month, as a study or a history takes it. */
export type Growth = Study['growth']['machines'];

/**
 * The first screen of a plan alone: verdict, risk, time and room, and the lines of growth; without `forecasts`, which
 * take many packings, neither time nor lines.
 */
export function roomPage(
  plan: Plan,
  growth: Growth | undefined,
  forecasts: readonly Forecast[] | undefined,
): PageAnswer & { answer: PlanAnswer } {
  const answer = answerPlan(plan);
  const both = bothWays(plan);
  const outlook: Outlook | undefined = forecasts && {
    rate: { ...rateOf(growth), given: growth !== undefined },
    ...{ forecasts: [...forecasts], sensitivities: [] },
  };
  const found = { plan, answers: [answer], both, pools: answerStorage(plan) };
  const summary = planSummary({
    doubts: readingDoubts(plan.inventory.findings).doubts,
    source: plan.inventory.source,
    ...{ verdict: verdictOf(plan, answer, both), answers: [answer], changes: [], outlook },
    ...{ whatIfMonths: [], confidence: undefined, given: new Set() },
    ...{ clusters: byTightness(answer), mean: meanMachine(plan.inventory) },
  });
  const sections = [headroomPart(found), ...clusterParts(found)];
  return { answer, summary, sections: [...sections, ...growthPart(answer, outlook)] };
}
