import { type InventoryHost, running } from '../../inventory/inventory.ts';
import { energyYear } from '../energy.ts';
import { hostMhz, totalOf } from '../operations/hosting.ts';
import { clusterProblem, usableHosts } from '../placement/cluster.ts';
import { fewestHosts } from '../placement/exact.ts';
import type { Plan } from '../plan.ts';
import { clusterNames } from '../summary.ts';
import type { RefreshAnswer } from './answer.ts';
import type { Refresh } from './schema.ts';

const newHost = (cluster: string, i: number, refresh: Refresh, speed: number): InventoryHost => ({
  name: `${cluster}-new-${i + 1}`,
  cluster,
  sockets: refresh.sockets,
  cores: refresh.cores,
  mhzPerCore: refresh.mhzPerCore,
  memoryMib: refresh.memoryGiB * 1024,
  state: 'up',
  storageMib: refresh.storageGiB === undefined ? undefined : refresh.storageGiB * 1024,
  networkMbps: refresh.networkMbps,
  speed,
});

const gone = (plan: Plan, { cluster }: Refresh) =>
  clusterNames(plan.inventory).filter((name) => cluster === undefined || name === cluster);

/** New hosts a cluster needs: the fewest found by packing, and one more for each failure tolerated. */
function needed(plan: Plan, cluster: string, refresh: Refresh, speed: number) {
  const vms = running(plan.inventory.vms.filter((vm) => vm.cluster === cluster));
  const many = Array.from({ length: Math.max(1, vms.length) }, (_, i) =>
    newHost(cluster, i, refresh, speed),
  );
  const { problem } = clusterProblem(many, vms, plan.settings, plan.placement, plan.technique);
  const { bound, hosts } = fewestHosts(problem, 0);
  const spare = plan.settings.tolerateHosts;
  return { bound: bound + spare, hosts: Math.max(1, hosts) + spare };
}

function refreshCluster(plan: Plan, cluster: string, refresh: Refresh) {
  const old = usableHosts(
    plan.inventory.hosts.filter((host) => host.cluster === cluster),
    plan.placement,
  );
  const cores = totalOf(old, (host) => host.cores);
  const mhz = cores > 0 ? totalOf(old, hostMhz) / cores : refresh.mhzPerCore;
  const speed = (refresh.mhzPerCore / mhz) * refresh.ipcFactor;
  const least = needed(plan, cluster, refresh, speed);
  const count = refresh.count ?? least.hosts;
  const known = old.length > 0 && old.every((host) => host.cpuUse !== undefined);
  // Work in old MHz over what the new hosts do in the same unit, spread evenly.
  const work = totalOf(old, (host) => (host.cpuUse ?? 0) * hostMhz(host));
  const use = work / (count * refresh.cores * mhz * speed);
  const fresh = Array.from({ length: count }, (_, i) => ({
    ...newHost(cluster, i, refresh, speed),
    cpuUse: known ? use : undefined,
  }));
  const energy = (server: Refresh['server'], uses: readonly number[]) =>
    known
      ? energyYear(uses, [1], { ...refresh, server, gramsPerKwh: [refresh.gramsPerKwh] })
      : undefined;
  const energyBefore = energy(
    refresh.oldServer,
    old.map((host) => host.cpuUse ?? 0),
  );
  const energyAfter = energy(
    refresh.server,
    fresh.map(() => use),
  );
  const price = count * refresh.pricePerHost;
  const saved = energyBefore && energyAfter ? energyBefore.cost - energyAfter.cost : 0;
  const answer: RefreshAnswer = {
    cluster,
    hostsBefore: old.length,
    hostsAfter: count,
    bound: least.bound,
    speed,
    useBefore: known ? work / totalOf(old, hostMhz) : undefined,
    useAfter: known ? use : undefined,
    energyBefore,
    energyAfter,
    price,
    currency: refresh.currency,
    paybackYears: saved > 0 && price > 0 ? price / saved : null,
  };
  return { answer, fresh };
}

/** The plan on new hosts; machines keep their cluster and lose their place. */
export function refreshed(plan: Plan, refresh: Refresh): { plan: Plan; answers: RefreshAnswer[] } {
  const clusters = gone(plan, refresh);
  const done = clusters.map((cluster) => refreshCluster(plan, cluster, refresh));
  const replaced = new Set(clusters);
  return {
    answers: done.map(({ answer }) => answer),
    plan: {
      ...plan,
      inventory: {
        ...plan.inventory,
        hosts: [
          ...plan.inventory.hosts.filter((host) => !replaced.has(host.cluster)),
          ...done.flatMap(({ fresh }) => fresh),
        ],
        vms: plan.inventory.vms.map((vm) => (replaced.has(vm.cluster) ? { ...vm, host: '' } : vm)),
      },
    },
  };
}
