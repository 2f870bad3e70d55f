import { nth } from '../../elements.ts';
import { activeVcpus, type InventoryVm } from '../../inventory/inventory.ts';
import { vmOverheadMb } from '../policies/esxi-memory.ts';
import type { PlanSettings } from '../settings.ts';
import type { TechniqueLoad } from '../technique/load.ts';
import type { Needs } from './needs.ts';
import type { Resource } from './resource.ts';
import type { PlacementSettings } from './schema.ts';

/** Memory a machine takes beside its own. */
export function overheadOf(settings: PlanSettings, technique?: TechniqueLoad) {
  const other = technique?.overheadMib;
  return (vm: InventoryVm) =>
    !settings.overhead
      ? 0
      : other
        ? other(vm.memoryMib, vm.vcpus)
        : vmOverheadMb(vm.memoryMib, vm.vcpus);
}

/** Needs of a list of machines, and what they were worked out under. */
interface Known {
  under: string;
  technique: TechniqueLoad | undefined;
  needs: Needs;
}

/** Lists of machines are never changed, and asked about again and again: on fewer hosts, on larger ones, by other ratios. */
const known = new WeakMap<readonly InventoryVm[], Known[]>();

/** What each machine of a list needs of some resources: vCPUs, MiB, Mbit/s; the same list is worked out once. */
export function needsOf(
  vms: readonly InventoryVm[],
  resources: readonly Resource[],
  settings: PlanSettings,
  placement: PlacementSettings | undefined,
  technique: TechniqueLoad | undefined,
): Needs {
  const under = [
    ...[settings.overhead, placement?.storage, placement?.vmNetworkMbps],
    ...resources,
  ].join();
  const before = known.get(vms) ?? [];
  const same = before.find((one) => one.under === under && one.technique === technique);
  if (same) return same.needs;
  const overhead = overheadOf(settings, technique);
  const factor = technique?.cpuFactor ?? 1;
  const needOf: Record<Resource, (vm: InventoryVm) => number> = {
    cpu: (vm) => activeVcpus(vm) * factor,
    memory: (vm) => vm.memoryMib + overhead(vm),
    storage: (vm) => (placement?.storage === 'in-use' ? vm.inUseMib : vm.provisionedMib),
    network: (vm) => vm.networkMbps ?? placement?.vmNetworkMbps ?? 0,
  };
  const needs = resources.map((resource) => {
    const need = new Float64Array(vms.length);
    const of = needOf[resource];
    for (let i = 0; i < need.length; i++) need[i] = of(nth(vms, i));
    return need;
  });
  known.set(vms, [...before, { under, technique, needs }]);
  return needs;
}
