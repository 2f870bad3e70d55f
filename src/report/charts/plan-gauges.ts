import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../figure.ts';
import { isUp } from '../../inventory/host-state.ts';
import type { InventoryHost, InventoryVm } from '../../inventory/inventory.ts';
import type { ClusterAnswer } from '../../plan/answer.ts';
import { failureLine } from '../../plan/outlook/verdict.ts';
import type { StorageRow } from '../../plan/storage/answer.ts';
import { summarizeCluster } from '../../plan/summary.ts';

/** Clusters that get a gauge of their own; the rest are in the tables. */
const MOST = 8;
/** Datastores beside them. */
const MOST_POOLS = 3;

/** The gauge of storage where no size of it is known. */
const UNSIZED = 'disks written';

interface Gauge {
  cluster: string;
  what: string;
  /** Percent of the limit. */
  taken: number;
  inUse: number | undefined;
  failureLine: number | undefined;
  limit: string;
}

const percent = (share: number) => Math.round(1000 * share) / 10;
const gib = (mib: number) => `${Math.round(mib / 1024).toLocaleString('en-US')} GiB`;

function gaugesOf(
  cluster: ClusterAnswer,
  hosts: readonly InventoryHost[],
  vms: readonly InventoryVm[],
  settings: { cpuRatio: number; memoryRatio: number },
): Gauge[] {
  const live = hosts.filter((host) => isUp(host));
  const sums = summarizeCluster(live, vms);
  const measured = (use: (host: InventoryHost) => number | undefined) =>
    live.length > 0 && live.every((host) => use(host) !== undefined);
  const gauges: Gauge[] = [
    {
      cluster: cluster.cluster,
      what: 'CPU',
      taken: percent(cluster.load.cpu),
      inUse: measured((host) => host.cpuUse) && sums.ghz > 0 ? percent(sums.cpuUse) : undefined,
      failureLine: percent(failureLine(cluster, 'cpu')),
      limit: `${Math.round(sums.cores * settings.cpuRatio).toLocaleString('en-US')} vCPUs`,
    },
    {
      cluster: cluster.cluster,
      what: 'memory',
      taken: percent(cluster.load.memory),
      inUse: measured((host) => host.memoryUse) ? percent(sums.memoryUse) : undefined,
      failureLine: percent(failureLine(cluster, 'memory')),
      limit: gib(sums.memoryMib * settings.memoryRatio),
    },
  ];
  const { storage } = cluster.load as Partial<Record<string, number>>;
  if (storage !== undefined) {
    gauges.push({
      cluster: cluster.cluster,
      what: 'storage',
      taken: percent(storage),
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
function storageGauges(pools: readonly StorageRow[], vms: readonly InventoryVm[]): Gauge[] {
  const known = pools
    .filter(({ capacityGib }) => capacityGib !== undefined && capacityGib > 0)
    .sort((a, b) => b.inUseGib / b.capacityGib! - a.inUseGib / a.capacityGib!);
  if (known.length > 0) {
    return known.slice(0, MOST_POOLS).map(({ pool, capacityGib, provisionedGib, inUseGib }) => ({
      cluster: pool,
      what: 'storage',
      taken: percent(provisionedGib / capacityGib!),
      inUse: percent(inUseGib / capacityGib!),
      failureLine: undefined,
      limit: `${Math.round(capacityGib!).toLocaleString('en-US')} GiB`,
    }));
  }
  const promised = vms.reduce((sum, vm) => sum + vm.provisionedMib, 0);
  const written = vms.reduce((sum, vm) => sum + vm.inUseMib, 0);
  if (!(promised > 0)) return [];
  return [
    {
      cluster: 'all',
      what: UNSIZED,
      taken: percent(written / promised),
      inUse: undefined,
      failureLine: undefined,
      limit: `${gib(promised)} promised`,
    },
  ];
}

const label = ({ cluster, what, taken, failureLine: line }: Gauge, failed: string) =>
  `${cluster} ${what}|${taken} %${line === undefined ? '' : `, ${failed} ${line} %`}`;

/**
 * Headroom of the tightest clusters: a bar per resource up to what is promised, a thin bar for what was in use,
 * a mark where it may go with failures tolerated, and the line of the limit.
 */
export function headroomGauges(
  clusters: readonly ClusterAnswer[],
  inventory: { hosts: readonly InventoryHost[]; vms: readonly InventoryVm[] },
  settings: { cpuRatio: number; memoryRatio: number; tolerateHosts: number },
  storage: readonly StorageRow[] = [],
): Figure {
  const own = clusters.slice(0, MOST).flatMap((cluster) =>
    gaugesOf(
      cluster,
      inventory.hosts.filter((host) => host.cluster === cluster.cluster),
      inventory.vms.filter((vm) => vm.cluster === cluster.cluster),
      settings,
    ),
  );
  const stored = own.some(({ what }) => what === 'storage')
    ? []
    : storageGauges(storage, inventory.vms);
  // A cluster without a host has no share of one to draw.
  const gauges = [...own, ...stored].filter(({ taken }) => Number.isFinite(taken));
  const values = gauges.map((gauge) => ({
    ...gauge,
    label: label(gauge, `N+${settings.tolerateHosts}`),
    over:
      gauge.what === 'storage'
        ? (gauge.inUse ?? gauge.taken) > 100
        : gauge.taken > (gauge.failureLine ?? 100),
  }));
  const y = {
    field: 'label',
    type: 'nominal',
    sort: null,
    title: null,
    axis: {
      labelExpr: "split(datum.value, '|')",
      labelLineHeight: 13,
      labelPadding: 6,
      labelFontSize: 11,
    },
  };
  const x = { type: 'quantitative', title: 'percent of the limit' };
  const marked = values.filter((value) => value.failureLine !== undefined);
  const most = Math.max(105, ...values.map((value) => value.taken * 1.03));
  const spec = {
    height: { step: 36 },
    layer: [
      {
        data: { values },
        mark: { type: 'bar', height: 22, opacity: 0.45 },
        encoding: { y, x: { ...x, field: 'taken', scale: { domain: [0, most] } } },
      },
      {
        data: { values: values.filter((value) => value.inUse !== undefined) },
        mark: { type: 'bar', height: 6, color: 'var(--fg)', opacity: 0.85 },
        encoding: { y, x: { ...x, field: 'inUse' } },
      },
      {
        data: { values: marked },
        mark: { type: 'tick', size: 26, thickness: 3, color: 'var(--c2)' },
        encoding: { y, x: { ...x, field: 'failureLine' } },
      },
      {
        data: { values: marked },
        mark: {
          type: 'point',
          shape: 'triangle-down',
          filled: true,
          size: 60,
          yOffset: -16,
          color: 'var(--c2)',
          opacity: 1,
        },
        encoding: { y, x: { ...x, field: 'failureLine' } },
      },
      {
        data: { values: [{ limit: 100 }] },
        mark: { type: 'rule', strokeDash: [5, 3] },
        encoding: { x: { ...x, field: 'limit' } },
      },
    ],
  } as unknown as TopLevelSpec;
  const failures = settings.tolerateHosts;
  const over = values
    .filter((value) => value.over)
    .map((value) => `${value.cluster} ${value.what}`);
  return {
    id: 'headroom',
    title: 'Headroom',
    description: `Wide bar: promised to machines. Thin dark bar: in use when exported. Triangle and tick: as far as the wide bar may go so that ${failures} failed host${failures === 1 ? '' : 's'} can be borne (N+${failures}). Dashed line: the limit.${stored.some(({ what }) => what === UNSIZED) ? ' The export tells no size of storage: its bar is what is written of what was promised.' : ''} ${
      over.length === 0
        ? 'No bar passes its mark.'
        : `Past its mark: ${over.slice(0, 6).join(', ')}.`
    }${clusters.length > MOST ? ` The ${MOST} tightest of ${clusters.length} clusters.` : ''}`,
    spec,
    rows: gauges.map((gauge) => ({
      cluster: gauge.cluster,
      resource: gauge.what,
      'taken, %': gauge.taken,
      'in use, %': gauge.inUse ?? '—',
      [`N+${failures} line, %`]: gauge.failureLine ?? '—',
      '100 % is': gauge.limit,
    })),
  };
}
