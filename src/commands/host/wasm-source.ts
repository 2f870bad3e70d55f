import { HOPS_PER_ROUND, ProbeKernel, type Ring } from '../../kernels/probe/index.ts';
import type { LatencySource } from '../../model/probe/source.ts';

const MAX_ROUNDS_PER_CALL = 1 << 14;

/** Pointer chases in WebAssembly, timed with `clock` (milliseconds). */
export class WasmSource implements LatencySource {
  readonly title = 'WebAssembly';
  readonly maxBytes: number;
  private readonly kernel: ProbeKernel;
  private readonly clock: () => number;

  constructor(maxBytes: number, clock: () => number) {
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.kernel = new ProbeKernel(maxBytes);
    // Short calls first: a call that runs long in the baseline compiler stays there to its end.
    for (let i = 0; i < 200; i++) this.kernel.spin(256);
    this.kernel.lay({ kind: 'lines', count: 64 });
    for (let i = 0; i < 200; i++) this.kernel.chase(256);
  }

  private timed(work: () => void, operations: number): number {
    const start = this.clock();
    work();
    return ((this.clock() - start) * 1e6) / operations;
  }

  private run(hops: number): void {
    for (let left = Math.ceil(hops / HOPS_PER_ROUND); left > 0; left -= MAX_ROUNDS_PER_CALL) {
      this.kernel.chase(Math.min(left, MAX_ROUNDS_PER_CALL));
    }
  }

  async hopNs(ring: Ring, hops: number, repeats: number): Promise<number[]> {
    this.kernel.lay(ring);
    this.run(ring.count);
    return Array.from({ length: repeats }, () => this.timed(() => this.run(hops), hops));
  }

  async spinNs(operations: number, repeats: number): Promise<number[]> {
    const rounds = operations / HOPS_PER_ROUND;
    return Array.from({ length: repeats }, () =>
      this.timed(() => this.kernel.spin(rounds), operations),
    );
  }
}
