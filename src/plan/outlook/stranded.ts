import { running } from '../../inventory/inventory.ts';
import { afterFailure, type PlanAnswer } from '../answer.ts';
import { clusterProblem, usableHosts } from '../placement/cluster.ts';
import { placeProblem } from '../placement/place.ts';
import { type NoPlace, whyNot } from '../placement/why-not.ts';
import type { Plan } from '../plan.ts';

export interface Stranded extends NoPlace {
  cluster: string;
  /** Its size; 0 for machines kept together, which are named as one. */
  vcpus: number;
  memoryMib: number;
}

/** Machines without a place once the tolerated hosts have failed, the largest of each cluster, and why. */
export function strandedOf(plan: Plan, { clusters }: PlanAnswer): Stranded[] {
  return clusters
    .filter((answer) => !answer.survives)
    .flatMap(({ cluster }) => {
      const of = <T extends { cluster: string }>(items: readonly T[]) =>
        items.filter((item) => item.cluster === cluster);
      const hosts = usableHosts(of(plan.inventory.hosts), plan.placement);
      const left = afterFailure(hosts, plan.settings.tolerateHosts);
      const vms = running(of(plan.inventory.vms));
      const problem = clusterProblem(left, vms, plan.settings, plan.placement, plan.technique);
      const byName = new Map(vms.map((vm) => [vm.name, vm]));
      return whyNot(problem, placeProblem(problem.problem)).map((entry) => {
        const vm = byName.get(entry.machine);
        return { cluster, vcpus: vm?.vcpus ?? 0, memoryMib: vm?.memoryMib ?? 0, ...entry };
      });
    });
}
