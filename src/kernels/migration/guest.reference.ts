import { Rng } from '../../rng.ts';
import type { ReplayInput, Writer } from './replay-input.ts';

/** The guest wakes at 1 kHz and then does the writes that are due. */
export const TICK_NS = 1_000_000;

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
  /** Share of its time the guest runs; auto-converge lowers it. */
  share = 1;
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
      for (const stream of this.streams) this.tick(stream);
      this.throttledNs += (1 - this.share) * TICK_NS;
      this.tickNumber++;
    }
  }

  private tick(stream: Stream): void {
    if (stream.periodMs > 0) {
      const phase = this.tickNumber % stream.periodMs;
      if (phase < stream.fromMs || phase >= stream.toMs) return;
    }
    stream.due += (stream.writesPerS / 1000) * this.share;
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
