import { wasmBase64 } from '../generated/probe.wasm.ts';
import { type Instance, instantiate } from '../load.ts';

interface Exports {
  layLines(order: number, arena: number, lines: number, seed: number): number;
  layPages(order: number, arena: number, pages: number, seed: number): number;
  chase(start: number, rounds: number): number;
  spin(rounds: number, a: number, b: number): number;
}

const PAGE_BYTES = 4096;
const LINE_BYTES = 64;
const ORDER_AT = 4096;
/** Hops of one round of the unrolled loops. */
export const HOPS_PER_ROUND = 16;

/** A ring of pointers: one per line of a footprint, or one per page. */
export interface Ring {
  kind: 'lines' | 'pages';
  /** Lines or pages. */
  count: number;
}

/** Bytes that a ring spreads over. */
export const ringBytes = ({ kind, count }: Ring): number =>
  kind === 'lines' ? Math.ceil(count / 64) * PAGE_BYTES : count * PAGE_BYTES;

/** Pointer chases in a memory of its own of at most `maxBytes`. */
export class ProbeKernel {
  private readonly kernel: Instance<Exports>;
  private readonly arena: number;
  private readonly maxPages: number;
  private at = 0;
  private seed = 1;

  constructor(maxBytes: number) {
    this.maxPages = Math.floor(maxBytes / PAGE_BYTES);
    this.arena = ORDER_AT + Math.ceil((4 * this.maxPages) / PAGE_BYTES) * PAGE_BYTES;
    this.kernel = instantiate<Exports>(wasmBase64, this.arena + this.maxPages * PAGE_BYTES);
  }

  /** Links a ring and stands at its start. RangeError when it is empty or does not fit. */
  lay(ring: Ring): void {
    if (!(ring.count >= 1 && ringBytes(ring) <= this.maxPages * PAGE_BYTES)) {
      throw new RangeError(`a ring of ${ring.count} ${ring.kind} does not fit`);
    }
    const { layLines, layPages } = this.kernel.exports;
    const lay = ring.kind === 'lines' ? layLines : layPages;
    this.at = lay(ORDER_AT, this.arena, ring.count, this.seed++) >>> 0;
  }

  /** Follows the ring; the offset in bytes where it stands then. */
  chase(rounds: number): number {
    this.at = this.kernel.exports.chase(this.at, rounds) >>> 0;
    return this.at - this.arena;
  }

  spin(rounds: number): number {
    return this.kernel.exports.spin(rounds, 0x9e37_79b9, 0x7f4a_7c15);
  }

  /** Offsets of the whole ring, for tests. */
  ring(): number[] {
    const words = new DataView(this.kernel.memory.buffer);
    const offsets: number[] = [];
    let at = this.at;
    do {
      offsets.push(at - this.arena);
      at = words.getUint32(at, true);
    } while (at !== this.at && offsets.length <= this.maxPages * (PAGE_BYTES / LINE_BYTES));
    return offsets;
  }
}
