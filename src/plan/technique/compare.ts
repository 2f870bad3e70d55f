import { present } from '../../elements.ts';
import { running } from '../../inventory/inventory.ts';
import { answerPlan } from '../answer.ts';
import { totalOf } from '../operations/hosting.ts';
import type { Plan } from '../plan.ts';
import { machineMemory } from './memory.ts';
import { type TechniquePrice, techniquePrices } from './price.ts';
import { planTechnique, planTechniques, type TechniqueSwitch } from './schema.ts';

/** The whole inventory under one technique. */
export interface TechniqueRow extends TechniquePrice {
  /** Cycles for the work done today over today's; host CPU in use, GHz, where hosts tell theirs. */
  cpuFactor: number;
  cpuGhz: number;
  memoryOverheadGib: number;
  memorySource: string;
  placed: number;
  machines: number;
  survives: boolean;
  roomForAverage: number;
}

/** What if all machines ran under each technique: price, CPU, memory and whether they still fit. */
export function compareTechniques(plan: Plan, how: TechniqueSwitch): TechniqueRow[] {
  const prices = techniquePrices(planTechniques, how);
  const from = present(prices.find(({ id }) => id === how.from));
  const used = totalOf(
    plan.inventory.hosts,
    (host) => ((host.cpuUse ?? 0) * host.cores * host.mhzPerCore) / 1000,
  );
  const vms = running(plan.inventory.vms);
  return prices.map((price) => {
    const memory = machineMemory(planTechnique(price.id));
    const cpuFactor = (1 + price.overheadRatio) / (1 + from.overheadRatio);
    const answer = answerPlan({ ...plan, technique: { cpuFactor, overheadMib: memory.mib } });
    return {
      ...price,
      cpuFactor,
      cpuGhz: used * cpuFactor,
      memoryOverheadGib: totalOf(vms, (vm) => memory.mib(vm.memoryMib, vm.vcpus)) / 1024,
      memorySource: memory.source,
      placed: totalOf(answer.clusters, (cluster) => cluster.placed),
      machines: totalOf(answer.clusters, (cluster) => cluster.vms),
      survives: answer.survives,
      roomForAverage: totalOf(answer.clusters, (cluster) => cluster.roomForAverage),
    };
  });
}
