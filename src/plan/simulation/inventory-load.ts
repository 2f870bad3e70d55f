import { nth, num } from '../../elements.ts';
import type { InventoryVm } from '../../inventory/inventory.ts';
import { type Hosting, hostMhz, totalOf } from '../operations/hosting.ts';
import { unitsOf } from '../placement/rules.ts';
import type { PlacementSettings } from '../placement/schema.ts';
import type { LoadMachine, MachineLoad } from './load.ts';
import type { SimRules } from './scenario.ts';

/** A cluster of an inventory as the simulation takes it. */
export interface InventoryLoad {
  load: MachineLoad;
  /** Host each machine runs on; -1 where the inventory names none it lists. */
  placed: Int32Array;
  rules: SimRules;
}

/**
 * Clock each machine uses on average, MHz: what was measured of it, else its part, by vCPU, of what its host uses;
 * machines on unlisted hosts use what a vCPU uses on average.
 */
function meanMhz({ hosts, vms, hostOf }: Hosting): number[] {
  const told = hosts.every((host) => host.cpuUse !== undefined);
  const used = hosts.map((host) => (host.cpuUse ?? 0) * hostMhz(host));
  const vcpusOn = hosts.map(() => 0);
  vms.forEach((vm, i) => {
    if (num(hostOf, i) >= 0) vcpusOn[num(hostOf, i)] = num(vcpusOn, num(hostOf, i)) + vm.vcpus;
  });
  const vcpus = totalOf(vms, (vm) => vm.vcpus);
  const average = vcpus > 0 ? totalOf(used, (mhz) => mhz) / vcpus : 0;
  const shareOf = (vm: InventoryVm, host: number) =>
    host >= 0 && num(vcpusOn, host) > 0
      ? (num(used, host) / num(vcpusOn, host)) * vm.vcpus
      : average * vm.vcpus;
  return vms.map((vm, i) =>
    told ? shareOf(vm, num(hostOf, i)) : (vm.cpuDemandMhz ?? shareOf(vm, num(hostOf, i))),
  );
}

/**
 * A day of a cluster of an inventory: machines follow the day's shape (mean 1, equal steps) together. Machines that a
 * rule keeps together are one of the load, and begin where the first of them runs.
 */
export function inventoryLoad(
  hosting: Hosting,
  shape: readonly number[],
  placement?: PlacementSettings,
): InventoryLoad {
  const { cluster, hosts, vms, hostOf } = hosting;
  const stepS = 86_400 / shape.length;
  const units = unitsOf(vms, hosts, placement?.rules ?? []);
  const mean = meanMhz(hosting);
  const clock = hosts[0]?.mhzPerCore ?? 0;
  const width = units.members.length;
  const machines = units.members.map((list): LoadMachine => {
    const own = list.map((vm) => nth(vms, vm));
    const vcpus = Math.max(
      1,
      totalOf(own, (vm) => vm.vcpus),
    );
    return {
      name: own.map(({ name }) => name).join(' + '),
      vcpus,
      capacityMhz: vcpus * clock,
      memoryMib: totalOf(own, (vm) => vm.memoryMib),
      firstStep: 0,
      endStep: shape.length,
    };
  });
  const demandMhz = new Float64Array(shape.length * width);
  const of = units.members.map((list) => totalOf(list, (vm) => num(mean, vm)));
  shape.forEach((factor, step) => {
    for (let i = 0; i < width; i++) demandMhz[step * width + i] = num(of, i) * factor;
  });
  return {
    load: { name: cluster, stepS, steps: shape.length, demandMhz, machines },
    placed: Int32Array.from(units.members, (list) => num(hostOf, num(list, 0))),
    rules: { apart: units.apart, allowed: units.allowed },
  };
}
