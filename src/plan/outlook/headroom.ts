import { present } from '../../elements.ts';
import { gibibytesText, percentOf } from '../../format.ts';
import { byCluster } from '../../inventory/by-cluster.ts';
import { isUp } from '../../inventory/host-state.ts';
import type { Inventory, InventoryHost, InventoryVm } from '../../inventory/inventory.ts';
import type { ClusterAnswer } from '../answer.ts';
import type { PlanSettings } from '../settings.ts';
import type { StorageRow } from '../storage/answer.ts';
import { summarizeCluster } from '../summary.ts';
import { failureLine } from './verdict.ts';

/** Clusters that get a gauge of their own; the rest are in the tables. */
const MOST = 8;
/** Datastores beside them. */
const MOST_POOLS = 3;

/** The gauge of storage where no size of it is known. */
const UNSIZED = 'disks written';

/** How full one resource of a cluster or pool is. */
export interface Gauge {
  cluster: string;
  what: string;
  /** Percent of the limit: promised, in use when exported, and as far as it may go with failures borne. */
  taken: number;
  inUse: number | undefined;
  failureLine: number | undefined;
  limit: string;
  /** Past its mark. */
  over: boolean;
}

/** The gauges of the tightest clusters. */
export interface Headroom {
  gauges: Gauge[];
  /** No size of storage is known: its gauge is what is written of what was promised. */
  unsized: boolean;
  /** Clusters there are, and how many of them have gauges. */
  clusters: number;
  shown: number;
}

type Fill = Omit<Gauge, 'over'>;

function gaugesOf(
  cluster: ClusterAnswer,
  hosts: readonly InventoryHost[],
  vms: readonly InventoryVm[],
  settings: { cpuRatio: number; memoryRatio: number },
): Fill[] {
  const live = hosts.filter((host) => isUp(host));
  const sums = summarizeCluster(live, vms);
  const measured = (use: (host: InventoryHost) => number | undefined) =>
    live.length > 0 && live.every((host) => use(host) !== undefined);
  const gauges: Fill[] = [
    {
      cluster: cluster.cluster,
      what: 'CPU',
      taken: percentOf(cluster.load.cpu),
      inUse: measured((host) => host.cpuUse) && sums.ghz > 0 ? percentOf(sums.cpuUse) : undefined,
      failureLine: percentOf(failureLine(cluster, 'cpu')),
      limit: `${Math.round(sums.cores * settings.cpuRatio).toLocaleString('en-US')} vCPUs`,
    },
    {
      cluster: cluster.cluster,
      what: 'memory',
      taken: percentOf(cluster.load.memory),
      inUse: measured((host) => host.memoryUse) ? percentOf(sums.memoryUse) : undefined,
      failureLine: percentOf(failureLine(cluster, 'memory')),
      limit: gibibytesText(sums.memoryMib * settings.memoryRatio),
    },
  ];
  const { storage } = cluster.load as Partial<Record<string, number>>;
  if (storage !== undefined) {
    gauges.push({
      cluster: cluster.cluster,
      what: 'storage',
      taken: percentOf(storage),
      inUse: undefined,
      failureLine: undefined,
      limit: 'what hosts have',
    });
  }
  return gauges;
}

/**
 * The fullest datastores: promised and in use of what each holds. Where no size is known, what of the space
 * promised is written: all of it may be one day.
 */
function storageGauges(pools: readonly StorageRow[], vms: readonly InventoryVm[]): Fill[] {
  const known = pools
    .filter(({ capacityGib }) => capacityGib !== undefined && capacityGib > 0)
    .sort((a, b) => b.inUseGib / present(b.capacityGib) - a.inUseGib / present(a.capacityGib));
  if (known.length > 0) {
    return known.slice(0, MOST_POOLS).map(({ pool, capacityGib, provisionedGib, inUseGib }) => ({
      cluster: pool,
      what: 'storage',
      taken: percentOf(provisionedGib / present(capacityGib)),
      inUse: percentOf(inUseGib / present(capacityGib)),
      failureLine: undefined,
      limit: `${Math.round(present(capacityGib)).toLocaleString('en-US')} GiB`,
    }));
  }
  const committed = vms.reduce((sum, vm) => sum + vm.provisionedMib, 0);
  const written = vms.reduce((sum, vm) => sum + vm.inUseMib, 0);
  if (!(committed > 0)) return [];
  return [
    {
      cluster: 'all',
      what: UNSIZED,
      taken: percentOf(written / committed),
      inUse: undefined,
      failureLine: undefined,
      limit: `${gibibytesText(committed)} promised`,
    },
  ];
}

/** Headroom of the tightest clusters, a gauge per resource, and of the fullest datastores. */
export function headroomOf(
  clusters: readonly ClusterAnswer[],
  inventory: Pick<Inventory, 'hosts' | 'vms'>,
  settings: Pick<PlanSettings, 'cpuRatio' | 'memoryRatio'>,
  storage: readonly StorageRow[] = [],
): Headroom {
  const [hosts, vms] = [byCluster(inventory.hosts), byCluster(inventory.vms)];
  const own = clusters
    .slice(0, MOST)
    .flatMap((cluster) =>
      gaugesOf(cluster, hosts.get(cluster.cluster) ?? [], vms.get(cluster.cluster) ?? [], settings),
    );
  const stored = own.some(({ what }) => what === 'storage')
    ? []
    : storageGauges(storage, inventory.vms);
  // A cluster without a host has no share of one to show.
  const known = [...own, ...stored].filter(({ taken }) => Number.isFinite(taken));
  return {
    gauges: known.map((gauge) => ({
      ...gauge,
      over:
        gauge.what === 'storage'
          ? (gauge.inUse ?? gauge.taken) > 100
          : gauge.taken > (gauge.failureLine ?? 100),
    })),
    unsized: stored.some(({ what }) => what === UNSIZED),
    clusters: clusters.length,
    shown: Math.min(MOST, clusters.length),
  };
}
