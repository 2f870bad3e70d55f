/**
 * Normalised weights of OpenStack Nova: (x - least) / (most - least); all equal weigh 0. The least is that of the hosts, as
 * the guides calculate (Red Hat OpenStack 17.1), unless a weigher states its own: those of vCPUs, memory, disk and I/O
 * operations state 0 (Nova 26.2.2, run: findings/nova-weights-from-zero.sh).
 */
export function novaWeights(values: readonly number[], low = Math.min(...values)): number[] {
  const high = Math.max(...values);
  return values.map((value) => (high === low ? 0 : (value - low) / (high - low)));
}

/** Allocation ratios Nova starts with since Stein (initial_*_allocation_ratio). */
export const novaRatios = { cpu: 16, ram: 1.5, disk: 1 } as const;
