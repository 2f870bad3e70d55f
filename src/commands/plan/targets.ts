import { badInput, UserError } from '../../errors.ts';
import { beside } from '../../files/beside.ts';
import { readYaml } from '../../files/read-yaml.ts';
import { readCatalogue } from '../../formats/instance-catalogue.ts';
import { readLoadSeries } from '../../formats/machine-load/index.ts';
import { hostFinder } from '../../inventory/host-finder.ts';
import type { InventoryVm } from '../../inventory/inventory.ts';
import { planAnswerWords } from '../../messages/plan-answers.ts';
import type { CostAnswer } from '../../plan/cost/answer.ts';
import type { LoadSeries } from '../../plan/optimize/series.ts';
import type { Plan } from '../../plan/plan.ts';
import { type TargetAnswer, targetSentence } from '../../plan/target/answer.ts';
import { type Catalogue, cloudAnswer } from '../../plan/target/cloud.ts';
import { openshiftAnswer } from '../../plan/target/openshift.ts';
import { type CloudTarget, targetSchema } from '../../plan/target/schema.ts';
import { targetTables } from '../../report/sections/plan/targets.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { refuseStrangers } from './strangers.ts';

const shippedCatalogue = new URL('../../../examples/inventory/instances.csv', import.meta.url)
  .pathname;
/** Rows of a long table in the terminal; --json and --html have more. */
const MOST_ROWS = 12;

interface TargetOptions {
  to?: string[];
  load?: string;
}

/** Clock of the host a machine is on, or of the first of its cluster. */
function clocks({ inventory }: Plan): (vm: InventoryVm) => number {
  const hostOf = hostFinder(inventory.hosts);
  return (vm) =>
    hostOf(vm)?.mhzPerCore ??
    inventory.hosts.find((host) => host.cluster === vm.cluster)?.mhzPerCore ??
    0;
}

async function toCloud(
  plan: Plan,
  target: CloudTarget,
  file: string,
  load: { file: string; series: LoadSeries } | undefined,
  costs: CostAnswer | undefined,
): Promise<TargetAnswer> {
  const path = target.catalogue ? beside(file, target.catalogue) : shippedCatalogue;
  const catalogue = await readCatalogue(path);
  if (catalogue.currency !== target.currency)
    throw new UserError(
      `${file}: currency: expected ${catalogue.currency}, the currency of ${path}, found ${target.currency}.`,
    );
  const today = costs?.costs.currency === target.currency ? costs.designs[0]?.perMonth : undefined;
  const answer = cloudAnswer(plan.inventory.vms, target, catalogue, {
    series: load?.series,
    mhzOf: clocks(plan),
    onPremMonth: today,
  });
  if (load) refuseStrangers(load.file, plan, load.series, answer.withLoad ?? 0);
  if (answer.catalogue.used > 0) return answer;
  throw badInput({ file, ...noneLeft(target, catalogue) });
}

/** The first of the wishes of a target that leaves no row of a catalogue, or that they do together. */
function noneLeft(target: CloudTarget, { instances, source }: Catalogue) {
  const wishes = [
    ['provider', target.provider === undefined ? undefined : [target.provider]],
    ['region', target.region === undefined ? undefined : [target.region]],
    ['class', target.classes],
    ['family', target.families],
  ] as const;
  for (const [key, wanted] of wishes) {
    const known = [...new Set(instances.map((one) => one[key]))];
    if (wanted?.some((name) => known.includes(name)) === false)
      return {
        expected: `a ${key} of ${source} (${known.slice(0, 12).join(', ')})`,
        found: wanted.join(', '),
      };
  }
  const all = wishes.flatMap(([, wanted]) => wanted ?? []).join(', ');
  return { expected: `rows of ${source} that are all of ${all}`, found: 'none' };
}

/** What `--to FILE...` asks: the estate of the base at each target. */
export async function targetsAsked(
  plan: Plan,
  { to = [], load }: TargetOptions,
  costs: CostAnswer | undefined,
): Promise<TargetAnswer[]> {
  const answers: TargetAnswer[] = [];
  let own: { file: string; series: LoadSeries } | undefined;
  for (const file of to) {
    const { value } = await readYaml(file, targetSchema, 'the target');
    if (value.kind === 'openshift') answers.push(openshiftAnswer(plan.inventory.vms, value));
    else {
      if (load !== undefined) own ??= { file: load, series: await readLoadSeries(load) };
      answers.push(await toCloud(plan, value, file, own, costs));
    }
  }
  return answers;
}

export function printTargets(answers: readonly TargetAnswer[]): void {
  const tables = targetTables(answers).map((table) => ({
    ...table,
    rows: table.rows.slice(0, MOST_ROWS),
  }));
  printAnswer(planAnswerWords.sentences({ all: answers.map(targetSentence) }), tables);
}

export const targetDocuments = (answers: readonly TargetAnswer[]) =>
  answers.map((answer) => ({ sentence: targetSentence(answer), ...answer }));
