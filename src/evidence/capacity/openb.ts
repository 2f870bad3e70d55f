import { toPlaces } from '../../format.ts';
import { readInventory } from '../../formats/inventory/index.ts';
import type { SuiteOptions } from '../suite.ts';
import { traceAt } from './places.ts';

const total = <T>(items: readonly T[], pick: (item: T) => number) =>
  items.reduce((sum, item) => sum + pick(item), 0);

/** Nodes and pods of Alibaba's openb lists; undefined without them. The inventory knows no GPUs. */
export async function openbFacts(
  options: SuiteOptions,
): Promise<Record<string, unknown> | undefined> {
  const folder = 'alibaba-openb-2023';
  const nodes = traceAt(options, folder, 'openb_node_list_all_node.csv');
  const pods = traceAt(options, folder, 'openb_pod_list_default.csv');
  if (nodes === undefined || pods === undefined) return undefined;
  const { hosts } = await readInventory(nodes);
  const { vms } = await readInventory(pods);
  return {
    nodes: hosts.length,
    cores: toPlaces(
      total(hosts, (host) => host.cores),
      3,
    ),
    mem_gib: toPlaces(
      total(hosts, (host) => host.memoryMib / 1024),
      1,
    ),
    pods: vms.length,
    pod_cores: toPlaces(
      total(vms, (vm) => vm.vcpus),
      3,
    ),
    pod_mem_gib: toPlaces(
      total(vms, (vm) => vm.memoryMib / 1024),
      1,
    ),
  };
}
