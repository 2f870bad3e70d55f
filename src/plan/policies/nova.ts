/** Normalised weights of OpenStack Nova: (x - min) / (max - min); all equal weigh 0. */
export function novaWeights(values: readonly number[]): number[] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return values.map((value) => (high === low ? 0 : (value - low) / (high - low)));
}

/** Allocation ratios Nova starts with since Stein (initial_*_allocation_ratio). */
export const novaRatios = { cpu: 16, ram: 1.5, disk: 1 } as const;
