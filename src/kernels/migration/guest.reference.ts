import { Rng } from '../../rng.ts';
import type { ReplayInput, Writer } from './replay-input.ts';

/** The guest wakes at 1 kHz and then does the writes that are due. */
export const TICK_NS = 1_000_000;
/** CPU_THROTTLE_TIMESLICE_NS of QEMU. */
const SLICE_MS = 10;

interface Stream extends Writer {
  /** Writes due but not done, below one. */
  due: number;
}

/** A guest that dirties pages and the log in which the hypervisor notes them. */
export class Guest {
  readonly log: Uint8Array;
  /** Writes per page, kept only where contents matter (xbzrle). */
  readonly versions: Uint32Array | null;
  writes = 0;
  /**
   * Auto-converge: from `fromMs` on the vCPU runs 10 ms, then sleeps, wakes late out of its next slice, and
   * makes up a part of what it missed.
   */
  throttle = { fromMs: 0, sleepMs: 0, makeUpMs: 0, lateMs: 0 };
  throttledNs = 0;
  /** Number of the next tick; tick n comes at n milliseconds. */
  private tickNumber = 1;
  private readonly streams: Stream[];
  private readonly rng: Rng;

  constructor(input: ReplayInput, pages: number) {
    this.log = new Uint8Array(pages);
    this.versions = input.xbzrle ? new Uint32Array(pages) : null;
    this.streams = input.writers.map((writer) => ({ ...writer, due: 0 }));
    this.rng = new Rng(input.seed);
  }

  /** Everything the guest writes up to and including `tNs`. */
  runUntil(tNs: number): void {
    while (this.tickNumber * TICK_NS <= tNs) {
      const work = this.workOfTick();
      if (work > 0) for (const stream of this.streams) this.tick(stream, work);
      else this.throttledNs += TICK_NS;
      this.tickNumber++;
    }
  }

  /** Milliseconds of work done in this tick: none while the vCPU sleeps, more right after. */
  private workOfTick(): number {
    const { fromMs, sleepMs, makeUpMs, lateMs } = this.throttle;
    if (sleepMs === 0) return 1;
    const period = SLICE_MS + sleepMs;
    const since = this.tickNumber - fromMs;
    const phase = since - Math.floor(since / period) * period;
    if (phase >= SLICE_MS - lateMs) return 0;
    return phase < 1 && since >= period ? 1 + Math.min(makeUpMs, sleepMs + lateMs) : 1;
  }

  private tick(stream: Stream, work: number): void {
    if (stream.periodMs > 0) {
      const phase = this.tickNumber % stream.periodMs;
      if (phase < stream.fromMs || phase >= stream.toMs) return;
    }
    stream.due += (stream.writesPerS / 1000) * work;
    const count = Math.floor(stream.due);
    stream.due -= count;
    this.writes += count;
    for (let i = 0; i < count; i++) {
      let page = stream.position;
      if (stream.kind === 'uniform') page = this.rng.nextBelow(stream.pages);
      else stream.position = page + 1 === stream.pages ? 0 : page + 1;
      page += stream.startPage;
      this.log[page] = 1;
      if (this.versions) this.versions[page]!++;
    }
  }
}
