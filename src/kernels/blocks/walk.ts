import { wasmBase64 } from '../generated/blocks.wasm.ts';
import { type Instance, instantiate } from '../load.ts';

interface Exports {
  reset(base: number, bytes: number): void;
  createWalk(depth: number): number;
  runWalk(walk: number, what: number, seed: number, n: number): number;
  snapshotWalk(walk: number): void;
}

const work = { chain: 0, flat: 1, row: 2, cow: 3 } as const;
const ARENA_AT = 65_536;
const LEVELS_BYTES = 4.25 * 2 ** 20;

/** A chain of layers over 2^20 blocks and its flattened map, for random lookups and writes in bulk. */
export class BlockWalk {
  private readonly kernel: Instance<Exports>;
  private readonly walk: number;

  constructor(depth: number) {
    const bytes = ARENA_AT + 8 * 2 ** 20 + (depth + 3) * LEVELS_BYTES;
    this.kernel = instantiate<Exports>(wasmBase64, bytes);
    this.kernel.exports.reset(ARENA_AT, this.kernel.memory.buffer.byteLength);
    this.walk = this.kernel.exports.createWalk(depth);
  }

  /** `n` random operations; the digest depends on every answer. */
  run(what: keyof typeof work, seed: number, n: number): number {
    return this.kernel.exports.runWalk(this.walk, work[what], seed, n) >>> 0;
  }

  /** A new snapshot: writes copy again. */
  snapshot(): void {
    this.kernel.exports.snapshotWalk(this.walk);
  }
}
