import type { ReplayInput } from '../model/migration/replay-input.ts';
import type { Rng } from '../rng.ts';

/**
 * The sender's socket in front of a link slower than the sender: what was written counts as sent
 * although it still queues on this side, and a write into a full socket sleeps until the next delayed
 * acknowledgement frees space; those come at a steady pace.
 */
export class Wire {
  private queued = 0;
  private atNs = 0;
  private ackNs = 0;
  private readonly rate: number;
  private readonly capacity: number;
  private readonly waitNs: number;
  private readonly jitter: number;
  private readonly rng: Rng;

  constructor(input: ReplayInput, rng: Rng) {
    this.rate = input.linkBandwidth / 1e9;
    this.capacity = input.socketBytes;
    this.jitter = input.ackJitter;
    // A fast link empties the socket sooner than acknowledgements are delayed.
    const drainNs = this.rate > 0 ? Math.floor((0.75 * this.capacity) / this.rate) : 0;
    this.waitNs = Math.min(input.ackWaitNs, drainNs);
    this.rng = rng;
  }

  private drain(tNs: number): void {
    this.queued = Math.max(0, this.queued - (tNs - this.atNs) * this.rate);
    this.atNs = tNs;
  }

  /** Writes `bytes` at `tNs`; returns when the write comes back. */
  push(bytes: number, tNs: number): number {
    if (this.rate === 0) return tNs;
    this.drain(tNs);
    let t = tNs;
    while (this.queued > 0 && this.queued + bytes > this.capacity) {
      let wait = this.waitNs;
      if (this.rng.nextUnit() < this.jitter) {
        wait = Math.floor(wait * (0.4 + 0.6 * this.rng.nextUnit()));
      }
      t = Math.max(t + 1, this.ackNs + wait);
      this.ackNs = t;
      this.drain(t);
    }
    this.queued += bytes;
    return t;
  }

  /** When everything written so far has arrived. */
  emptyAt(tNs: number): number {
    if (this.rate === 0) return tNs;
    this.drain(tNs);
    return tNs + Math.ceil(this.queued / this.rate);
  }
}
