/** A synthetic stream as the kernel generates it; built by src/workloads. */
export interface KernelPattern {
  code: number;
  base: number;
  bytes: number;
  /** 0 load, 1 store, 2 modify. */
  kind: number;
  seed: number;
  step?: number;
  state?: bigint;
  windowPages?: number;
  phaseAccesses?: number;
  /** Alias table of the zipf pattern: threshold, alias, first rank, ranks per bin. */
  bins?: Uint32Array;
}
