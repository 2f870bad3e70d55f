/** What the threads of a group do: requests of equal CPU time, closed with a think time or open with arrivals. */
export interface CfsLoad {
  threads: number;
  /** CPU time of one request. */
  demandNs: number;
  /**
   * closed: a thread thinks for an exponential time of mean `param` ms (0: not at all); const: for exactly `param` ms;
   * open: Poisson arrivals, `param` a second, one queue served by all threads.
   */
  mode: 'closed' | 'const' | 'open';
  param: number;
  /** No request begins after so long. */
  endNs: number;
  seed: number;
}

const MASK = (1n << 64n) - 1n;

/** splitmix64 (Steele, Lea, Flood 2014): uniform numbers in [0, 1) with 53 bits. */
export class SplitMix64 {
  private state: bigint;

  constructor(seed: number) {
    this.state = BigInt(seed) & MASK;
  }

  nextUnit(): number {
    this.state = (this.state + 0x9e3779b97f4a7c15n) & MASK;
    let z = this.state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return Number((z ^ (z >> 31n)) >> 11n) / 2 ** 53;
  }

  /** Exponential with that mean. */
  nextExponential(mean: number): number {
    return -mean * Math.log1p(-this.nextUnit());
  }
}

const MS = 1e6;

/** Hands out requests: when thread `i`'s next one begins, in ns; null when there is none any more. */
export class Requests {
  private readonly load: CfsLoad;
  private readonly think: SplitMix64[];
  private readonly arrivals: number[] = [];
  private next = 0;

  constructor(load: CfsLoad) {
    this.load = load;
    const { mode, seed, threads, param, endNs } = load;
    this.think = Array.from({ length: threads }, (_, i) => new SplitMix64(seed + i + 1));
    if (mode !== 'open') return;
    const stream = new SplitMix64(seed);
    for (let at = 0; ; ) {
      at += stream.nextExponential(1e9 / param);
      if (at >= endNs) break;
      this.arrivals.push(Math.trunc(at));
    }
  }

  /** Open requests may lie in the past: they waited in the queue. */
  take(thread: number, now: number): number | null {
    const { mode, param, endNs } = this.load;
    if (mode === 'open') {
      if (now > 2 * endNs) return null;
      return this.arrivals[this.next++] ?? null;
    }
    const pause =
      mode === 'const' || param === 0
        ? param
        : (this.think[thread] as SplitMix64).nextExponential(param);
    const at = now + Math.trunc(pause * MS);
    return at < endNs ? at : null;
  }
}

/** Nearest-rank percentile of sorted values; null of none. */
export function nearestRank(sorted: ArrayLike<number>, share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
