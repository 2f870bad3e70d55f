import type { InventoryHost } from '../../inventory/inventory.ts';
import { totalOf } from '../operations/hosting.ts';
import type { PlanSettings } from '../settings.ts';
import type { Reclaim } from './reclaim.ts';
import type { RightSize } from './right-size.ts';
import type { Optimize } from './schema.ts';

/** One thing to do and what comes back. */
export interface Action {
  action: 'right-size' | 'grow' | Reclaim['class'];
  name: string;
  cluster: string;
  why: string;
  vcpus: number;
  memoryGib: number;
  diskGib: number | null;
  /** Share of a mean host of the cluster that comes back: the larger of its CPU and memory. */
  hostShare: number;
  /** Per month; null without prices. */
  money: number | null;
  basis: 'measured' | 'inventory' | 'candidate';
}

/** What one vCPU and one GiB are of a mean host of each cluster. */
export function hostShares(
  hosts: readonly InventoryHost[],
  { cpuRatio, memoryRatio }: PlanSettings,
): (cluster: string, vcpus: number, memoryGib: number) => number {
  const clusters = new Map<string, InventoryHost[]>();
  for (const host of hosts) {
    const list = clusters.get(host.cluster);
    if (list) list.push(host);
    else clusters.set(host.cluster, [host]);
  }
  const means = new Map(
    [...clusters].map(([cluster, list]) => [
      cluster,
      {
        vcpus: (totalOf(list, ({ cores }) => cores) / list.length) * cpuRatio,
        gib: (totalOf(list, ({ memoryMib }) => memoryMib) / list.length / 1024) * memoryRatio,
      },
    ]),
  );
  return (cluster, vcpus, memoryGib) => {
    const mean = means.get(cluster);
    if (!mean || !(mean.vcpus > 0) || !(mean.gib > 0)) return 0;
    return Math.max(vcpus / mean.vcpus, memoryGib / mean.gib);
  };
}

type Shares = ReturnType<typeof hostShares>;

function money(prices: Optimize['prices'], action: Omit<Action, 'money'>): number | null {
  if (!prices) return null;
  return (
    action.vcpus * prices.vcpuMonth +
    action.memoryGib * prices.gibMonth +
    (action.diskGib ?? 0) * prices.diskGibMonth +
    action.hostShare * prices.hostMonth
  );
}

const sizeText = ({ vcpus, memoryGib }: RightSize): string =>
  [
    ...(vcpus && vcpus.to !== vcpus.now ? [`${vcpus.now} to ${vcpus.to} vCPU`] : []),
    ...(memoryGib && memoryGib.to !== memoryGib.now
      ? [`${Math.round(memoryGib.now * 10) / 10} to ${memoryGib.to} GiB`]
      : []),
  ].join(', ');

function resize(size: RightSize, shares: Shares): Omit<Action, 'money'> {
  const { machine, cluster, committedVcpus, committedGib, verdict, coverage } = size;
  const share = shares(cluster, Math.max(0, committedVcpus), Math.max(0, committedGib));
  const grown = shares(cluster, Math.max(0, -committedVcpus), Math.max(0, -committedGib));
  return {
    action: verdict === 'grow' ? 'grow' : 'right-size',
    name: machine,
    cluster,
    why: `${sizeText(size)}; ${Math.round(100 * coverage.share)} % of the samples`,
    vcpus: committedVcpus,
    memoryGib: committedGib,
    diskGib: 0,
    hostShare: share - grown,
    basis: verdict === 'candidate' ? 'candidate' : 'measured',
  };
}

/** Everything that could be done, what brings most first: money where prices are given, else hosts, then disk space. */
export function rankActions(
  sizes: readonly RightSize[],
  reclaims: readonly Reclaim[],
  shares: Shares,
  prices: Optimize['prices'],
): Action[] {
  const resized = sizes
    .filter((size) => size.verdict !== 'keep' && sizeText(size) !== '')
    .map((size) => resize(size, shares));
  const reclaimed = reclaims.map(({ class: action, ...rest }) => ({
    action,
    ...rest,
    hostShare: shares(rest.cluster, rest.vcpus, rest.memoryGib),
  }));
  return [...resized, ...reclaimed]
    .map((action) => ({ ...action, money: money(prices, action) }))
    .sort(
      (a, b) =>
        Number(a.basis === 'candidate') - Number(b.basis === 'candidate') ||
        (b.money ?? 0) - (a.money ?? 0) ||
        b.hostShare - a.hostShare ||
        (b.diskGib ?? 0) - (a.diskGib ?? 0) ||
        (a.name < b.name ? -1 : 1),
    );
}
