/**
 * Watts at a utilisation in 0..1 from an 11-point SPECpower curve. The order of the floating-point operations
 * is part of the contract: results are compared digit for digit.
 */
export function specPower(watts: readonly number[], utilization: number): number {
  if (utilization % 0.1 === 0) return watts[Math.trunc(utilization * 10)]!;
  const below = Math.floor(utilization * 10);
  const low = watts[below]!;
  const delta = (watts[Math.ceil(utilization * 10)]! - low) / 10;
  return low + delta * (utilization - below / 10) * 100;
}

/** Joules of an interval between two utilisations; a host that was idle at its start is charged nothing. */
export function intervalEnergy(
  watts: readonly number[],
  from: number,
  to: number,
  seconds: number,
): number {
  if (from === 0) return 0;
  const fromPower = specPower(watts, from);
  const toPower = specPower(watts, to);
  return (fromPower + (toPower - fromPower) / 2) * seconds;
}
