import type { HostState } from '../inventory/host-state.ts';
import { running } from '../inventory/inventory.ts';
import type { PowerState } from '../inventory/power-state.ts';
import { answerPlan, type PlanAnswer } from './answer.ts';
import type { Plan } from './plan.ts';

/** A plan whose source has states no table knows, answered the best and the worst way they can be meant. */
export interface BothWays {
  /** Machines that may run or not, and hosts that may be up or not. */
  machines: number;
  hosts: number;
  /** Those machines off and those hosts up. */
  best: PlanAnswer;
  /** Those machines running and those hosts away. */
  worst: PlanAnswer;
}

/** The plan with every unknown state taken as the ones given. */
function withStates(plan: Plan, power: PowerState, state: HostState): Plan {
  const { hosts, vms } = plan.inventory;
  return {
    ...plan,
    inventory: {
      ...plan.inventory,
      hosts: hosts.map((host) => (host.state === 'unknown' ? { ...host, state } : host)),
      vms: vms.map((vm) => (vm.power === 'unknown' ? { ...vm, power } : vm)),
    },
  };
}

/** Both answers, or undefined where every state that matters is known. */
export function bothWays(plan: Plan): BothWays | undefined {
  const { hosts, vms } = plan.inventory;
  const machines = running(vms).filter(({ power }) => power === 'unknown').length;
  const unsure = hosts.filter(({ state }) => state === 'unknown').length;
  if (machines + unsure === 0) return undefined;
  return {
    machines,
    hosts: unsure,
    best: answerPlan(withStates(plan, 'off', 'up')),
    worst: answerPlan(withStates(plan, 'on', 'down')),
  };
}
