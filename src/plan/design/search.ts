import { UserError } from '../../errors.ts';
import type { InventoryVm } from '../../inventory/inventory.ts';
import type { Text } from '../../message.ts';
import { goalWords } from '../../messages/plan-goals.ts';
import { checkGrowth } from '../growth-limit.ts';
import type { Plan } from '../plan.ts';
import type { TechniqueLoad } from '../technique/load.ts';
import { techniqueLoad } from '../technique/price.ts';
import { pinsMemory, techniqueSchema } from '../technique/schema.ts';
import { type Choice, type Design, Evaluator, estateOf } from './evaluate.ts';
import { RoomSearch } from './room.ts';
import type { DesignQuestion, Goals } from './schema.ts';

/** A goal that can be dropped, with what stays of the goals then. */
export interface NamedGoal {
  id: keyof Goals;
  text: Text;
  without(goals: Goals): Goals;
}

/** What the design costs less when one goal is dropped. */
export interface GoalCost {
  goal: string;
  text: Text;
  cost: number | null;
  saves: number | null;
  hosts: number | null;
}

export interface DesignAnswer {
  question: DesignQuestion;
  /** Undefined: nothing passes. */
  best: Design | undefined;
  /** No design of these choices costs less than this, whatever packing is found. */
  lowerBound: number | null;
  /** The cheapest designs of different choices, the best first. */
  runnersUp: Design[];
  goals: GoalCost[];
  /** Goals that cannot hold together: each of them can be met without one of the others. */
  conflict: NamedGoal[];
  /** Machines no host of the catalogue is large enough for. */
  tooLarge: string[];
  busyKnown: boolean;
  choices: number;
  packings: number;
}

const MOST_CHOICES = 20_000;
const RUNNERS_UP = 8;

/** The goals that bind something, in words. */
export function namedGoals(goals: Goals): NamedGoal[] {
  const drop =
    (change: Partial<Goals>) =>
    (from: Goals): Goals => ({ ...from, ...change });
  const list: (NamedGoal & { active: boolean })[] = [
    {
      id: 'failures',
      text: goalWords.failures({ n: goals.failures }),
      active: goals.failures > 0,
      without: drop({ failures: 0 }),
    },
    {
      id: 'surviveZone',
      text: goalWords.zone(),
      active: goals.surviveZone,
      without: drop({ surviveZone: false }),
    },
    {
      id: 'readyPercent',
      text: goalWords.ready({ percent: goals.readyPercent ?? 0 }),
      active: goals.readyPercent !== undefined,
      without: drop({ readyPercent: undefined }),
    },
    {
      id: 'pauseMs',
      text: goalWords.pause({ ms: goals.pauseMs ?? 0 }),
      active: goals.pauseMs !== undefined,
      without: drop({ pauseMs: undefined }),
    },
    {
      id: 'monthsOfRoom',
      text: goalWords.room({ months: goals.monthsOfRoom }),
      active: goals.monthsOfRoom > 0,
      without: drop({ monthsOfRoom: 0 }),
    },
    {
      id: 'cpuRatioMost',
      text: goalWords.vcpus({ most: goals.cpuRatioMost ?? 0 }),
      active: goals.cpuRatioMost !== undefined,
      without: drop({ cpuRatioMost: undefined }),
    },
    {
      id: 'memoryRatioMost',
      text: goalWords.memory({ most: goals.memoryRatioMost ?? 0 }),
      active: goals.memoryRatioMost !== undefined,
      without: drop({ memoryRatioMost: undefined }),
    },
    {
      id: 'budget',
      text: goalWords.budget({ most: goals.budget ?? 0 }),
      active: goals.budget !== undefined,
      without: drop({ budget: undefined }),
    },
  ];
  return list.filter(({ active }) => active);
}

/** Every combination that makes sense. */
export function choicesOf({ hosts, choices }: DesignQuestion): Choice[] {
  const { cpuRatio, memoryRatio, sharing, techniques, zones, admission } = choices;
  const lists = [hosts, cpuRatio, memoryRatio, sharing, techniques, zones, admission];
  const count = lists.reduce((product, list) => product * list.length, 1);
  if (count > MOST_CHOICES)
    throw new UserError(
      `choices: expected at most ${MOST_CHOICES.toLocaleString('en-US')} combinations, found ${count.toLocaleString('en-US')}.`,
    );
  const found: Choice[] = [];
  for (const host of hosts)
    for (const cpu of cpuRatio)
      for (const memory of memoryRatio)
        for (const shared of sharing)
          for (const technique of techniques)
            for (const zone of zones)
              for (const how of admission)
                if (shared === 0 || !pinsMemory(technique))
                  found.push({
                    host,
                    cpuRatio: cpu,
                    memoryRatio: memory,
                    sharing: shared,
                    technique,
                    zones: zone,
                    admission: how,
                  });
  return found;
}

interface Found {
  designs: Design[];
  lowerBound: number | null;
}

/** The designs that pass, cheapest first: choices in the order of their bounds, until no bound is below the best. */
function search(evaluator: Evaluator, choices: readonly Choice[], goals: Goals): Found {
  const bounded = choices
    .flatMap((choice) => {
      const hosts = evaluator.boundHosts(choice, goals);
      return hosts === undefined
        ? []
        : [{ choice, hosts, bound: evaluator.boundCost(choice, hosts) }];
    })
    .sort((a, b) => a.bound - b.bound || a.hosts - b.hosts);
  const designs: Design[] = [];
  let best = Number.POSITIVE_INFINITY;
  let later = 0;
  for (const { choice, bound } of bounded) {
    if (goals.budget !== undefined && bound > goals.budget + 1e-6) break;
    if (bound >= best && later++ >= RUNNERS_UP) break;
    const design = evaluator.design(choice, goals);
    if (!design) continue;
    designs.push(design);
    best = Math.min(best, design.cost);
  }
  designs.sort((a, b) => a.cost - b.cost || a.hosts - b.hosts);
  return { designs, lowerBound: bounded[0]?.bound ?? null };
}

/** Goals none of which can be left out of the contradiction: dropped one by one while nothing passes still. */
function conflictOf(
  passes: (goals: Goals) => boolean,
  all: readonly NamedGoal[],
  goals: Goals,
): NamedGoal[] {
  let left = goals;
  let kept = [...all];
  for (const goal of all) {
    const without = goal.without(left);
    if (passes(without)) continue;
    left = without;
    kept = kept.filter((one) => one !== goal);
  }
  return kept;
}

function loads(question: DesignQuestion): (id: string) => TechniqueLoad | undefined {
  const known = new Map<string, TechniqueLoad | undefined>();
  for (const to of question.choices.techniques) {
    const how = techniqueSchema.parse({ to });
    known.set(to, how.to === how.from ? undefined : techniqueLoad(how));
  }
  return (id) => known.get(id);
}

/** Machines larger than a host of every choice. */
function tooLarge(
  vms: readonly InventoryVm[],
  choices: readonly Choice[],
  techniqueOf: (id: string) => TechniqueLoad | undefined,
): string[] {
  const largest = choices.map(({ host, cpuRatio, memoryRatio, sharing, technique }) => ({
    vcpus: (host.cores * host.speed * cpuRatio) / (techniqueOf(technique)?.cpuFactor ?? 1),
    mib: (host.memoryGiB * 1024 * memoryRatio) / (1 - sharing),
  }));
  return vms
    .filter((vm) => largest.every(({ vcpus, mib }) => vm.vcpus > vcpus || vm.memoryMib > mib))
    .map(({ name }) => name);
}

/** The cheapest design that passes, how far from the best possible it is, and what each goal costs. */
export function searchDesign(plan: Plan, question: DesignQuestion): DesignAnswer {
  const estate = estateOf(plan);
  const techniqueOf = loads(question);
  const room = new RoomSearch(estate.vms, techniqueOf);
  const evaluator = new Evaluator(
    question,
    estate,
    room,
    (technique) => techniqueOf(technique)?.cpuFactor ?? 1,
  );
  const choices = choicesOf(question);
  const { goals, growthPercentPerMonth } = question;
  checkGrowth(
    estate.vms.length,
    (1 + growthPercentPerMonth / 100) ** goals.monthsOfRoom,
    `growthPercentPerMonth over ${goals.monthsOfRoom} months`,
  );
  const named = namedGoals(goals);
  const { designs, lowerBound } = search(evaluator, choices, goals);
  const [best] = designs;
  const without = named.map((goal) => ({
    goal,
    best: search(evaluator, choices, goal.without(goals)).designs[0],
  }));
  const passes = (some: Goals) => search(evaluator, choices, some).designs.length > 0;
  return {
    question,
    best,
    lowerBound: best ? lowerBound : null,
    runnersUp: designs.slice(1, 1 + RUNNERS_UP),
    goals: without
      .map(({ goal, best: other }) => ({
        goal: goal.id,
        text: goal.text,
        cost: other?.cost ?? null,
        saves: best && other ? best.cost - other.cost : null,
        hosts: other?.hosts ?? null,
      }))
      .sort((a, b) => (b.saves ?? 0) - (a.saves ?? 0)),
    conflict: best ? [] : conflictOf(passes, named, goals),
    tooLarge: best ? [] : tooLarge(estate.vms, choices, techniqueOf),
    busyKnown: estate.busyKnown,
    choices: choices.length,
    packings: room.packings,
  };
}
