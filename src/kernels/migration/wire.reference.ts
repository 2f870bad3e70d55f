import type { Rng } from '../../rng.ts';
import type { ReplayInput } from './replay-input.ts';

/** A sleeping writer is not woken sooner than this. */
const SHORTEST_WAIT_NS = 50_000;

/**
 * The sender's socket in front of a link slower than the sender: what was written counts as sent
 * although it still queues on this side, and a write into a full socket sleeps until the next delayed
 * acknowledgement frees space; those come at a steady pace. The queue is kept as the time at which it
 * will be empty, in whole nanoseconds.
 */
export class Wire {
  private emptyNs = 0;
  private ackNs: number;
  private readonly rate: number;
  private readonly capacityNs: number;
  private readonly waitNs: number;
  private readonly jitter: number;
  private readonly rng: Rng;

  constructor(input: ReplayInput, rng: Rng) {
    this.rate = input.linkBandwidth;
    this.capacityNs = this.rate > 0 ? Math.floor((input.socketBytes / this.rate) * 1e9) : 0;
    // A fast link empties the socket sooner than acknowledgements are delayed.
    this.waitNs = Math.min(input.ackWaitNs, Math.floor(0.75 * this.capacityNs));
    this.jitter = input.ackJitter;
    this.rng = rng;
    // Where the acknowledgements' beat stands when the migration starts is anybody's guess.
    this.ackNs = this.rate > 0 ? -Math.floor(this.waitNs * rng.nextUnit()) : 0;
  }

  /** Writes `bytes` at `tNs`; returns when the write comes back. */
  push(bytes: number, tNs: number): number {
    if (this.rate === 0 || bytes === 0) return tNs;
    const cost = Math.ceil((bytes / this.rate) * 1e9);
    let t = tNs;
    while (this.emptyNs > t && this.emptyNs - t + cost > this.capacityNs) {
      let wait = this.waitNs;
      if (this.rng.nextUnit() < this.jitter) {
        wait = Math.floor(wait * (0.4 + 0.6 * this.rng.nextUnit()));
      }
      t = Math.max(t + SHORTEST_WAIT_NS, this.ackNs + wait);
      this.ackNs = t;
    }
    this.emptyNs = Math.max(this.emptyNs, t) + cost;
    return t;
  }

  /** When everything written so far has arrived. */
  emptyAt(tNs: number): number {
    return Math.max(this.emptyNs, tNs);
  }
}
