import { UserError } from '../../../errors.ts';

/** Copies of every object on distinct hosts, each drawn by weight among those not drawn before. */
export interface HostCopies {
  /** The host's part of the capacity, and of all copies. */
  weightShare: number;
  copyShare: number;
  /** How full the host is when the first host is full. */
  fill: number;
}

export interface CopiesAnswer {
  copies: number;
  hosts: HostCopies[];
  /** Objects that fit, as a share of all capacity: when the first host is full; and if copies were placed at will. */
  usableShare: number;
  bestShare: number;
}

const HOSTS = 1024;
/** Points of the midpoint rule: six digits for a few hosts, four for hundreds, whose shares are small. */
const pointsFor = (hosts: number) => Math.max(400, Math.round(128_000 / Math.max(hosts, 32)));

/** P(fewer than `copies` of the hosts but `skipped` came before): a Poisson binomial, by its recurrence. */
function fewerBefore(arrived: readonly number[], skipped: number, copies: number): number {
  const exactly = new Float64Array(copies);
  exactly[0] = 1;
  arrived.forEach((p, host) => {
    if (host === skipped) return;
    for (let k = copies - 1; k > 0; k--) {
      exactly[k] = (exactly[k] ?? 0) * (1 - p) + (exactly[k - 1] ?? 0) * p;
    }
    exactly[0] = (exactly[0] ?? 0) * (1 - p);
  });
  return exactly.reduce((sum, value) => sum + value, 0);
}

/**
 * The chance that a host is among the first `copies` draws by weight without replacement: arrivals at rates w and
 * the first `copies` of them, integrated over the host's own arrival (Efraimidis and Spirakis 2006 show that both
 * are one). CRUSH's straw2 with hosts as failure domain draws so.
 */
function inclusion(weights: readonly number[], copies: number): number[] {
  const unique = new Map<number, number>();
  const points = pointsFor(weights.length);
  return weights.map((weight, host) => {
    const known = unique.get(weight);
    if (known !== undefined) return known;
    let sum = 0;
    for (let i = 0; i < points; i++) {
      // Quantiles of the host's own arrival.
      const time = -Math.log(1 - (i + 0.5) / points) / weight;
      const arrived = weights.map((other) => -Math.expm1(-other * time));
      sum += fewerBefore(arrived, host, copies);
    }
    unique.set(weight, sum / points);
    return sum / points;
  });
}

/** The most objects, as a share of all capacity, if every copy could go where there is room: sum min(w, D) = copies x D. */
function best(weights: readonly number[], total: number, copies: number): number {
  let low = 0;
  let high = total / copies;
  for (let i = 0; i < 100; i++) {
    const objects = (low + high) / 2;
    const held = weights.reduce((sum, weight) => sum + Math.min(weight, objects), 0);
    if (held >= copies * objects * (1 - 1e-15)) low = objects;
    else high = objects;
  }
  return low / total;
}

/**
 * What a replicated pool over hosts of `weights` (any unit of capacity) holds.
 * @throws UserError for fewer hosts than copies, more than 1,024 hosts, or a weight that is no positive number.
 */
export function copiesOverHosts(weights: readonly number[], copies: number): CopiesAnswer {
  if (weights.length < copies || weights.length > HOSTS) {
    throw new UserError(
      `expected ${copies} to ${HOSTS} hosts for ${copies} copies on distinct hosts, found ${weights.length}.`,
    );
  }
  const wrong = weights.find((weight) => !(weight > 0 && Number.isFinite(weight)));
  if (wrong !== undefined) throw new UserError(`expected weights above 0, found ${wrong}.`);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => weight / total);
  const included = inclusion(shares, copies);
  const perCapacity = shares.map((share, host) => (included[host] ?? 0) / share);
  const fullest = Math.max(...perCapacity);
  return {
    copies,
    hosts: shares.map((weightShare, host) => ({
      weightShare,
      copyShare: (included[host] ?? 0) / copies,
      fill: (perCapacity[host] ?? 0) / fullest,
    })),
    usableShare: 1 / fullest,
    bestShare: best(weights, total, copies),
  };
}
