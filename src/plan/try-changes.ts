import { byCluster } from '../inventory/by-cluster.ts';
import { running } from '../inventory/inventory.ts';
import {
  answerOf,
  type ClusterAnswer,
  type ClusterQuestion,
  type PlanAnswer,
  questionOf,
} from './answer.ts';
import { applyWhatIf } from './apply-what-if.ts';
import { type ClusterProblem, problemOnSome } from './placement/cluster.ts';
import type { Plan } from './plan.ts';
import type { WhatIf } from './what-if.ts';

/** What a change comes to over all clusters. */
export interface Tried {
  fits: boolean;
  survives: boolean;
  /** More machines of average size that fit with failures tolerated, than without the change. */
  moreRoom: number;
  /** Machines that get a place after a failure because of it. */
  morePlaced: number;
}

/** A patch to try, on one cluster where it concerns no other. */
interface Trial {
  patch: WhatIf;
  cluster?: string;
}

/** Whether capacity and needs are all there is to a cluster, and to the smaller ones its search for room tries. */
const isPlain = (cluster: ClusterProblem, { placement }: Plan) =>
  !cluster.problem.apart && problemOnSome(cluster, [], placement) !== undefined;

const sameRooms = (a: readonly Float64Array[], b: readonly Float64Array[]): boolean =>
  a.length === b.length &&
  a.every((row, r) => row.length === b[r]?.length && row.every((room, h) => room === b[r]?.[h]));

/** Whether a cluster is asked the same under two plans: the same machines with the same needs on equal hosts. */
function isSameQuestion(a: ClusterQuestion, b: ClusterQuestion, plans: readonly [Plan, Plan]) {
  const isSame = (x: ClusterProblem, y: ClusterProblem) =>
    x.problem.needs === y.problem.needs &&
    sameRooms(x.problem.capacity, y.problem.capacity) &&
    isPlain(x, plans[0]) &&
    isPlain(y, plans[1]);
  return isSame(a.rest, b.rest) && isSame(a.all, b.all);
}

/**
 * What each patch brings, cluster by cluster: clusters share no hosts, a cluster a patch leaves as it is keeps its
 * answer, and what is known of a cluster's machines serves all patches that leave them as they are.
 */
export function tryChanges(plan: Plan, answer: PlanAnswer, trials: readonly Trial[]): Tried[] {
  const { inventory } = plan;
  const [hosts, vms] = [byCluster(inventory.hosts), byCluster(inventory.vms)];
  const sums = trials.map(
    (): Tried => ({ fits: true, survives: true, moreRoom: 0, morePlaced: 0 }),
  );
  const add = (sum: Tried, before: ClusterAnswer, after: ClusterAnswer) => {
    sum.fits &&= after.fits;
    sum.survives &&= after.survives;
    sum.moreRoom += after.roomForAverage - before.roomForAverage;
    sum.morePlaced += after.placedAfterFailure - before.placedAfterFailure;
  };
  for (const before of answer.clusters) {
    const { cluster } = before;
    const own = { hosts: hosts.get(cluster) ?? [], vms: running(vms.get(cluster) ?? []) };
    const base = { ...plan, inventory: { ...inventory, ...own } };
    const asked = questionOf(cluster, own.hosts, own.vms, base);
    trials.forEach((trial, i) => {
      const sum = sums[i];
      if (!sum) return;
      if (trial.cluster !== undefined && trial.cluster !== cluster) {
        add(sum, before, before);
        return;
      }
      const changed = applyWhatIf(base, trial.patch);
      const question = questionOf(cluster, changed.inventory.hosts, changed.inventory.vms, changed);
      add(
        sum,
        before,
        isSameQuestion(asked, question, [base, changed]) ? before : answerOf(question, changed),
      );
    });
  }
  return sums;
}
