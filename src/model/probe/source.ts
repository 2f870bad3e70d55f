import type { Ring } from '../../kernels/probe/index.ts';

/** Something that can chase pointers on this machine and has a clock. */
export interface LatencySource {
  /** Stands in the sources of measured numbers. */
  title: string;
  /** Memory that rings may spread over. */
  maxBytes: number;
  /** Nanoseconds per hop of a ring, after one whole round of it; one number per repeat. */
  hopNs(ring: Ring, hops: number, repeats: number): Promise<number[]>;
  /** Nanoseconds per operation of a chain of dependent one-cycle operations. */
  spinNs(operations: number, repeats: number): Promise<number[]>;
}
