import { nth } from '../elements.ts';
import { byCluster } from '../inventory/by-cluster.ts';
import type { Message } from '../message.ts';
import { planWords } from '../messages/plan.ts';
import { MIB_PER_GIB } from '../units.ts';
import { answerPlan, type PlanAnswer } from './answer.ts';
import type { Plan } from './plan.ts';
import { tryChanges } from './try-changes.ts';
import type { WhatIf } from './what-if.ts';

/** A change tried on the plan and what it brings. */
export interface Change {
  change: Message;
  patch: WhatIf;
  fits: boolean;
  survives: boolean;
  /** More machines of average size that fit with failures tolerated, than without the change. */
  moreRoom: number;
  /** Machines that get a place after a failure because of it. */
  morePlaced: number;
}

/** What a change asks of the site, cheap to dear; giving up the spare is no way to make room, so it is last. */
const effort = { tidy: 0, buyOne: 1, commitment: 2, buyAll: 3, risk: 4 } as const;

interface Candidate {
  change: Message;
  patch: WhatIf;
  effort: keyof typeof effort;
  /** The one cluster it concerns; without it, all. */
  cluster?: string;
}

/** What could be tried: one host more per strained cluster, more memory, higher ratios, no failure kept free. */
function candidates(plan: Plan, answer: PlanAnswer): Candidate[] {
  const list: Candidate[] = [];
  const { settings } = plan;
  const lists = byCluster(plan.inventory.hosts);
  for (const cluster of answer.clusters) {
    const hosts = lists.get(cluster.cluster) ?? [];
    const like = hosts.reduce<(typeof hosts)[number] | undefined>(
      (a, b) => (!a || b.memoryMib > a.memoryMib ? b : a),
      undefined,
    );
    if (!like) continue;
    const host = {
      cluster: cluster.cluster,
      count: 1,
      sockets: like.sockets || 1,
      cores: like.cores,
      mhzPerCore: like.mhzPerCore,
      memoryGiB: like.memoryMib / 1024,
    };
    list.push({
      change: planWords.oneMoreHost({
        cluster: cluster.cluster,
        cores: like.cores,
        gib: Math.round(like.memoryMib / MIB_PER_GIB),
      }),
      patch: { name: 'host', add: { hosts: [host] } },
      effort: 'buyOne',
      cluster: cluster.cluster,
    });
  }
  list.push(
    {
      change: planWords.moreMemory(),
      patch: { name: 'memory', scale: { hostMemory: 1.25 } },
      effort: 'buyAll',
    },
    {
      change: planWords.overcommit({ percent: Math.round(settings.memoryRatio * 125) }),
      patch: { name: 'overcommit', set: { memoryRatio: settings.memoryRatio * 1.25 } },
      effort: 'commitment',
    },
    {
      change: planWords.moreVcpus({
        ratio: (settings.cpuRatio * 1.5).toFixed(1),
        now: settings.cpuRatio,
      }),
      patch: { name: 'cpu ratio', set: { cpuRatio: settings.cpuRatio * 1.5 } },
      effort: 'commitment',
    },
    {
      change: planWords.rightSize(),
      patch: { name: 'right-size', scale: { memory: 0.9 } },
      effort: 'tidy',
    },
  );
  list.push(...constraintsLifted(plan, answer));
  if (settings.tolerateHosts > 0) {
    list.push({
      change: planWords.noSpare(),
      patch: { name: 'no spare', set: { tolerateHosts: 0 } },
      effort: 'risk',
    });
  }
  return list;
}

const MOST_RULES = 20;

/** What the rules, pools, maintenance and the resources inside hosts cost, tried by lifting each. */
function constraintsLifted({ inventory, placement }: Plan, answer: PlanAnswer): Candidate[] {
  const list: Candidate[] = [];
  const away = [
    ...inventory.hosts.filter((host) => host.state === 'maintenance').map((host) => host.name),
    ...(placement?.maintenance ?? []),
  ];
  if (away.length > 0)
    list.push({
      change: planWords.backFromMaintenance({ n: away.length }),
      patch: { name: 'maintenance', remove: { maintenance: away } },
      effort: 'tidy',
    });
  for (const { name } of (placement?.rules ?? []).slice(0, MOST_RULES))
    list.push({
      change: planWords.withoutRule({ name }),
      patch: { name, remove: { rules: [name] } },
      effort: 'commitment',
    });
  for (const { name } of (placement?.pools ?? []).slice(0, MOST_RULES))
    list.push({
      change: planWords.withoutPool({ name }),
      patch: { name, remove: { pools: [name] } },
      effort: 'commitment',
    });
  if (placement?.numa === 'within')
    list.push({
      change: planWords.spreadNuma(),
      patch: { name: 'numa', placement: { numa: 'spread' } },
      effort: 'commitment',
    });
  const has = (resource: 'storage' | 'network') =>
    answer.clusters.some((cluster) => cluster.load[resource] !== undefined);
  if (has('storage'))
    list.push({
      change: planWords.moreStorage(),
      patch: { name: 'storage', scale: { hostStorage: 1.25 } },
      effort: 'buyAll',
    });
  if (has('network'))
    list.push({
      change: planWords.moreNetwork(),
      patch: { name: 'network', scale: { hostNetwork: 1.25 } },
      effort: 'buyAll',
    });
  return list;
}

/** The rank of a change: machines that get a place first, then what it asks, then room for more. */
const byRank = (a: Change & Candidate, b: Change & Candidate): number =>
  Number(a.effort === 'risk') - Number(b.effort === 'risk') ||
  b.morePlaced - a.morePlaced ||
  effort[a.effort] - effort[b.effort] ||
  b.moreRoom - a.moreRoom;

/**
 * Changes ranked by what they bring: machines that get a place first, then what they ask, then room for more.
 * Keeping no host free brings places only by counting the spare as room: it is listed last.
 */
export function rankChanges(plan: Plan, answer = answerPlan(plan)): Change[] {
  const listed = candidates(plan, answer);
  return tryChanges(plan, answer, listed)
    .map((tried, i) => ({ ...nth(listed, i), ...tried }))
    .filter((change) => change.moreRoom > 0 || change.morePlaced > 0)
    .sort(byRank)
    .map(({ change, patch, fits, survives, moreRoom, morePlaced }) => ({
      ...{ change, patch, fits, survives, moreRoom, morePlaced },
    }));
}
