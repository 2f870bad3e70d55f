import { nth, num } from '../../elements.ts';
import { hostModels } from '../cloudsim/setup.ts';
import { type Hosting, hostMhz, totalOf } from '../operations/hosting.ts';
import { type ServerId, specPower } from '../policies/power.ts';
import type { MachineLoad } from './load.ts';
import { consolidate } from './policies/consolidate.ts';
import { distributedPower } from './policies/dpm.ts';
import { evacuateForMaintenance } from './policies/evacuate.ts';
import { relieveOverload } from './policies/relieve.ts';
import { restartElsewhere } from './policies/restart.ts';
import type { SimHost, SimulationPolicy } from './scenario.ts';

export const powerPolicies = ['consolidate', 'dpm', 'none'] as const;
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
  keepOn: number,
): SimulationPolicy[] {
  return [
    restartElsewhere(failureTiming),
    evacuateForMaintenance(),
    ...(power === 'none' ? [] : [relieveOverload(threshold)]),
    ...(power === 'consolidate' ? [consolidate(keepOn)] : []),
    ...(power === 'dpm' ? [distributedPower(keepOn)] : []),
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

/**
 * A day of a cluster of an inventory: the clock a host uses is split over its machines by vCPU and follows the day's
 * shape (mean 1, equal steps); machines on unlisted hosts use what a vCPU uses on average.
 */
export function inventoryLoad(
  { cluster, hosts, vms, hostOf }: Hosting,
  shape: readonly number[],
  stepS = 86_400 / shape.length,
): MachineLoad {
  const used = hosts.map((host) => (host.cpuUse ?? 0) * hostMhz(host));
  const vcpusOn = hosts.map(() => 0);
  vms.forEach((vm, i) => {
    if (num(hostOf, i) >= 0) vcpusOn[num(hostOf, i)] = num(vcpusOn, num(hostOf, i)) + vm.vcpus;
  });
  const vcpus = totalOf(vms, (vm) => vm.vcpus);
  const average = vcpus > 0 ? totalOf(used, (mhz) => mhz) / vcpus : 0;
  const mean = vms.map((vm, i) => {
    const host = num(hostOf, i);
    const perVcpu =
      host >= 0 && num(vcpusOn, host) > 0 ? num(used, host) / num(vcpusOn, host) : average;
    return perVcpu * vm.vcpus;
  });
  const clock = hosts[0]?.mhzPerCore ?? 0;
  const demandMhz = new Float64Array(shape.length * vms.length);
  shape.forEach((factor, step) => {
    for (let i = 0; i < vms.length; i++) demandMhz[step * vms.length + i] = num(mean, i) * factor;
  });
  return {
    name: cluster,
    stepS,
    steps: shape.length,
    demandMhz,
    machines: vms.map((vm) => ({
      name: vm.name,
      vcpus: Math.max(1, vm.vcpus),
      capacityMhz: vm.vcpus * clock,
      memoryMib: vm.memoryMib,
      firstStep: 0,
      endStep: shape.length,
    })),
  };
}
