import type { Ring } from '../src/kernels/probe/index.ts';
import type { LatencySource } from '../src/model/probe/source.ts';
import { Rng } from '../src/rng.ts';

/** What a machine is, as a probe should find it. */
export interface Truth {
  ghz: number;
  /** KiB and cycles of the cache levels. */
  caches: [kib: number, cycles: number][];
  memory: number;
  l1Tlb: number;
  l2Tlb: number;
  l2TlbCycles: number;
  walkCycles: number;
}

export const server: Truth = {
  ghz: 3.1,
  caches: [
    [48, 5],
    [1280, 14],
    [24_576, 60],
  ],
  memory: 300,
  l1Tlb: 64,
  l2Tlb: 1536,
  l2TlbCycles: 8,
  walkCycles: 45,
};

/** A machine of known geometry whose clock only ever says too much, as on a machine with other tenants. */
export class FakeMachine implements LatencySource {
  readonly title = 'native';
  readonly maxBytes: number;
  private readonly truth: Truth;
  private readonly rng: Rng;
  private readonly noise: number;

  constructor(truth: Truth, maxBytes: number, noise: number, seed = 1) {
    this.truth = truth;
    this.maxBytes = maxBytes;
    this.noise = noise;
    this.rng = new Rng(seed);
  }

  /** Share of accesses that miss a structure of `size` with a footprint of `used`: sharp, not a step. */
  private static missing(used: number, size: number): number {
    return Math.min(1, Math.max(0, (used / size - 1) * 4));
  }

  private cycles({ kind, count }: Ring): number {
    const { caches, memory, l1Tlb, l2Tlb, l2TlbCycles, walkCycles } = this.truth;
    const kib = (count * 64) / 1024;
    let latency = caches[0]![1];
    caches.forEach(([size], i) => {
      const next = caches[i + 1]?.[1] ?? memory;
      latency += FakeMachine.missing(kib, size) * (next - caches[i]![1]);
    });
    if (kind === 'lines') return latency;
    const walks = FakeMachine.missing(count, l2Tlb);
    return latency + FakeMachine.missing(count, l1Tlb) * (l2TlbCycles + walks * walkCycles);
  }

  private disturbed(ns: number, repeats: number): number[] {
    return Array.from({ length: repeats }, () => {
      const spike = this.rng.nextUnit() < 0.2 ? 1 + 4 * this.rng.nextUnit() : 1;
      return ns * spike * (1 + this.noise * this.rng.nextUnit());
    });
  }

  async hopNs(ring: Ring, _hops: number, repeats: number): Promise<number[]> {
    return this.disturbed(this.cycles(ring) / this.truth.ghz, repeats);
  }

  async spinNs(_operations: number, repeats: number): Promise<number[]> {
    return this.disturbed(1 / this.truth.ghz, repeats);
  }
}
