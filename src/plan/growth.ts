import { nth, present } from '../elements.ts';
import { running } from '../inventory/inventory.ts';
import { afterFailure } from './answer.ts';
import { applyWhatIf } from './apply-what-if.ts';
import { HORIZON_MONTHS } from './horizon.ts';
import { type ClusterProblem, clusterProblem, loadOf, usableHosts } from './placement/cluster.ts';
import { fillHosts } from './placement/fill.ts';
import { placeBy } from './placement/place.ts';
import type { Plan } from './plan.ts';

export interface GrowthRate {
  /** What grows: the number of machines, or the memory of each. */
  what: 'machines' | 'memory';
  percentPerMonth: number;
  /** Band of the rate; the time to exhaustion gets its band from it. */
  low: number;
  high: number;
}

/** Months until something is exhausted: null = not within the horizon. */
export interface Months {
  value: number | null;
  /** With the higher rate, and with the lower. */
  early: number | null;
  late: number | null;
}

export interface Forecast {
  cluster: string;
  what: GrowthRate['what'];
  /** Growth at which a machine first finds no place after the tolerated failures; 1 = already. */
  roomFactor: number;
  /** Growth at which the sum of needs exceeds the sum of capacity: no packing gets past it. */
  boundFactor: number;
  months: Months;
  boundMonths: Months;
}

const MOST_FACTOR = 64;

/** Months at `percent` a month until `factor`: ln(factor) / ln(1 + percent / 100). */
export function monthsTo(factor: number, percent: number): number | null {
  if (factor <= 1) return 0;
  if (percent <= 0) return null;
  const months = Math.log(factor) / Math.log1p(percent / 100);
  return months <= HORIZON_MONTHS ? months : null;
}

/** The running machines of a cluster grown by a factor, on the hosts left when as many fail as tolerated. */
function grown(plan: Plan, what: GrowthRate['what'], factor: number): ClusterProblem {
  const scale = what === 'machines' ? { vms: factor } : { memory: factor };
  const { inventory, settings, placement, technique } = applyWhatIf(plan, {
    name: plan.name,
    scale,
  });
  const left = afterFailure(usableHosts(inventory.hosts, placement), settings.tolerateHosts);
  return clusterProblem(left, inventory.vms, settings, placement, technique);
}

/** Whether the sum of needs stays below the sum of capacity: no packing gets past it. */
const withinBound = (cluster: ClusterProblem) =>
  Object.values(loadOf(cluster)).every((load) => load <= 1);

function allPlaced(cluster: ClusterProblem): boolean {
  if (!withinBound(cluster)) return false;
  const all = nth(cluster.problem.needs, 0).length;
  // Near the bound filling host by host is what places all, so it goes first.
  return (
    fillHosts(cluster.problem)?.placed === all ||
    placeBy(cluster.problem, 'best', 'largest').placed === all ||
    placeBy(cluster.problem, 'best', 'smallest').placed === all
  );
}

/**
 * Largest factor up to `most` that `holds` is true for, to one part in a thousand; taken to hold below and fail
 * above. Sought from the bound down, ever further, because packings come close to it.
 */
function largest(holds: (factor: number) => boolean, most: number): number {
  if (most <= 1) return 1;
  if (holds(most)) return most;
  let high = most;
  let low = most;
  for (let step = 0.001 * most; ; step *= 2) {
    low = Math.max(1, most - step);
    if (holds(low)) break;
    if (low === 1) return 1;
    high = low;
  }
  while (high - low > 0.001 * low) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Factor at which the first resource's needs reach its capacity; loads grow linearly, so two of them tell. */
function boundOf(plan: Plan, what: GrowthRate['what']): number {
  const [now, twice] = [loadOf(grown(plan, what, 1)), loadOf(grown(plan, what, 2))];
  const factors = (Object.keys(now) as (keyof typeof now)[]).map((resource) => {
    const [from, slope] = [
      present(now[resource]),
      present(twice[resource]) - present(now[resource]),
    ];
    if (from > 1) return 1;
    return slope > 1e-12 ? 1 + (1 - from) / slope : MOST_FACTOR;
  });
  return Math.min(MOST_FACTOR, ...factors);
}

/**
 * When each cluster is exhausted if machines or their memory grow by a rate a month, failures tolerated.
 * The band comes from the band of the rate; the bound is what no packing gets past.
 */
export function forecast(plan: Plan, rate: GrowthRate): Forecast[] {
  const clusters = [...new Set(plan.inventory.hosts.map((host) => host.cluster))];
  return clusters.flatMap((cluster) => {
    const part: Plan = {
      ...plan,
      inventory: {
        ...plan.inventory,
        hosts: plan.inventory.hosts.filter((host) => host.cluster === cluster),
        vms: running(plan.inventory.vms.filter((vm) => vm.cluster === cluster)),
      },
    };
    if (part.inventory.vms.length === 0) return [];
    const boundFactor = boundOf(part, rate.what);
    const roomFactor = largest((factor) => allPlaced(grown(part, rate.what, factor)), boundFactor);
    return [timed({ cluster, what: rate.what, roomFactor, boundFactor }, rate)];
  });
}

type Rate = Pick<GrowthRate, 'percentPerMonth' | 'low' | 'high'>;

/** How long the factors last at a rate. */
function timed(
  factors: Pick<Forecast, 'cluster' | 'what' | 'roomFactor' | 'boundFactor'>,
  rate: Rate,
): Forecast {
  const months = (factor: number): Months => ({
    value: monthsTo(factor, rate.percentPerMonth),
    early: monthsTo(factor, rate.high),
    late: monthsTo(factor, rate.low),
  });
  const { roomFactor, boundFactor } = factors;
  return { ...factors, months: months(roomFactor), boundMonths: months(boundFactor) };
}

/** The same forecasts at another rate: how far there is room does not depend on how fast it is used. */
export const atRate = (forecasts: readonly Forecast[], rate: Rate): Forecast[] =>
  forecasts.map(({ cluster, what, roomFactor, boundFactor }) =>
    timed({ cluster, what, roomFactor, boundFactor }, rate),
  );
