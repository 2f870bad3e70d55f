import { nth } from '../../elements.ts';
import { hostModels } from '../cloudsim/setup.ts';
import { type ServerId, specPower } from '../policies/power.ts';
import { balanceLoad } from './policies/balance.ts';
import { consolidate } from './policies/consolidate.ts';
import { distributedPower, type PowerRules } from './policies/dpm.ts';
import { evacuateForMaintenance } from './policies/evacuate.ts';
import { relieveOverload } from './policies/relieve.ts';
import { restartElsewhere } from './policies/restart.ts';
import type { SimHost, SimulationPolicy } from './scenario.ts';

/** `drs` balances and keeps every host on: what DPM is measured against; `none` moves nothing. */
export const powerPolicies = ['consolidate', 'dpm', 'drs', 'none'] as const;
export type PowerPolicy = (typeof powerPolicies)[number];

/** Seconds to notice a failure and to restart a machine, and how many at once on a host: those of the study. */
const failureTiming = { detectS: 30, restartS: 90, restartsPerHost: 8 };

/**
 * Hooks of a usual cluster. Power comes last: a host that was booted for machines without a place is given them
 * before it counts as idle.
 */
export function defaultPolicies(
  power: PowerPolicy,
  threshold: number,
  rules: PowerRules,
): SimulationPolicy[] {
  return [
    restartElsewhere(failureTiming),
    evacuateForMaintenance(),
    ...(power === 'none' ? [] : [relieveOverload(threshold)]),
    ...(power === 'consolidate' ? [consolidate(rules.keepOn)] : []),
    // Balance first: power is decided on hosts that share the load.
    ...(power === 'dpm' || power === 'drs' ? [balanceLoad()] : []),
    ...(power === 'dpm' ? [distributedPower(rules)] : []),
  ];
}

/** The hosts of CloudSim's experiment: the two models in turn. */
export function cloudsimHosts(count: number): SimHost[] {
  return Array.from({ length: count }, (_, i) => {
    const { cores, mipsPerCore, ramMb, watts } = nth(hostModels, i % hostModels.length);
    return { name: `host-${i + 1}`, cores, mhzPerCore: mipsPerCore, memoryMib: ramMb, watts };
  });
}

/** Hosts of an inventory with the power curve of one server model. */
export function serverHosts(
  hosts: readonly { name: string; cores: number; mhzPerCore: number; memoryMib: number }[],
  server: ServerId,
): SimHost[] {
  return hosts.map(({ name, cores, mhzPerCore, memoryMib }) => ({
    name,
    cores,
    mhzPerCore,
    memoryMib,
    watts: specPower[server],
  }));
}
