import { nth } from '../../elements.ts';
import { badInput, printable, UserError } from '../../errors.ts';
import { readYaml } from '../../files/read-yaml.ts';
import { readInventory } from '../../formats/inventory/index.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { keepHeapLean } from '../../lean-heap.ts';
import { unknownName } from '../../names.ts';
import { applyWhatIf } from '../../plan/apply-what-if.ts';
import { withHosts } from '../../plan/given-hosts.ts';
import type { Plan } from '../../plan/plan.ts';
import { planSettings } from '../../plan/settings.ts';
import type { PowerPolicy } from '../../plan/simulation/presets.ts';
import type { Study } from '../../plan/study/schema.ts';
import { type WhatIf, whatIfSchema } from '../../plan/what-if.ts';
import { unknownNames } from '../../plan/what-if-names.ts';
import { whatIfProblem } from '../../plan/what-if-problems.ts';
import { matcherOf } from '../../wildcard.ts';
import { platformAsked } from './comparisons.ts';

/** What the command line of `plan` may hold. */
export interface PlanOptions {
  whatIf?: string[];
  constraints?: string;
  techniques?: string | true;
  hosts?: string;
  cluster?: string;
  cpuRatio?: number;
  memoryRatio?: number;
  failures?: number;
  platform?: string;
  limit: number;
  study?: string | true;
  growth?: Study['growth']['machines'];
  load?: string;
  history?: string[] | true;
  date?: string;
  interference?: boolean;
  optimize?: string | true;
  costs?: string;
  to?: string[];
  simulate?: PowerPolicy | true;
  html?: string;
  json?: boolean;
}

/** The plans asked about: the inventory as it is, then each what-if on it. */
export interface AskedPlans {
  plans: [Plan, ...Plan[]];
  /** Settings the user gave. */
  given: ReadonlySet<string>;
  /** The inventory without them, and the files behind the plans: what already holds for the base, and the what-ifs. */
  start: Plan;
  constraints: WhatIf | undefined;
  patches: readonly WhatIf[];
}

/** Machines from which on memory is worth a tenth more time. */
const LEAN_FROM = 200_000;

/** The inventory, or one cluster of it. */
async function inventoryOf(path: string, { hosts, cluster }: PlanOptions): Promise<Inventory> {
  const inventory = withHosts(await readInventory(path), hosts);
  if (inventory.vms.length >= LEAN_FROM) keepHeapLean();
  if (cluster === undefined) return inventory;
  const known = [...new Set(inventory.hosts.map((host) => host.cluster))];
  const one = matcherOf([cluster]);
  if (!known.some(one))
    throw new UserError(`${path}: --cluster: ${unknownName('a cluster', cluster, known)}`);
  const inCluster = (entry: { cluster: string }) => one(entry.cluster);
  return {
    ...inventory,
    hosts: inventory.hosts.filter(inCluster),
    vms: inventory.vms.filter(inCluster),
  };
}

/** A what-if of a file, whose names the plan has. */
async function patchOf(plan: Plan, file: string): Promise<WhatIf> {
  const { value: patch } = await readYaml(file, whatIfSchema, 'the what-if');
  const unknown = unknownNames(plan.inventory, patch, plan.placement);
  if (unknown.length > 0) {
    throw badInput({
      file,
      expected: 'names of the inventory or of the rules',
      found: printable(unknown.slice(0, 8).join(', '), 300),
    });
  }
  const problem = whatIfProblem(plan, patch);
  if (problem) throw badInput({ file, ...problem });
  return patch;
}

/** Tables tell the plans apart by their names. */
function checkNames(plans: readonly Plan[], files: readonly string[]): void {
  plans.forEach(({ name }, i) => {
    const before = plans.findIndex((plan) => plan.name === name);
    if (before === i) return;
    throw badInput({
      file: nth(files, i - 1),
      expected: 'a name of its own',
      found: `"${name}", that of ${before === 0 ? 'the base' : nth(files, before - 1)}`,
    });
  });
}

export async function askedPlans(path: string, options: PlanOptions): Promise<AskedPlans> {
  const asked = {
    cpuRatio: options.cpuRatio,
    memoryRatio: options.memoryRatio,
    tolerateHosts: options.failures,
    platform: platformAsked(options.platform),
  };
  const given = Object.fromEntries(
    Object.entries(asked).filter(([, value]) => value !== undefined),
  );
  const inventory = await inventoryOf(path, options);
  const start: Plan = { name: 'today', inventory, settings: planSettings.parse(given) };
  const constraints = options.constraints && (await patchOf(start, options.constraints));
  const base = constraints ? { ...applyWhatIf(start, constraints), name: start.name } : start;
  const patches: WhatIf[] = [];
  const files = options.whatIf ?? [];
  for (const file of files) patches.push(await patchOf(base, file));
  const plans: [Plan, ...Plan[]] = [base, ...patches.map((patch) => applyWhatIf(base, patch))];
  checkNames(plans, files);
  return {
    ...{ plans, given: new Set(Object.keys(given)) },
    ...{ start, constraints: constraints || undefined, patches },
  };
}
