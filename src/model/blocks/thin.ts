/** A thinly provisioned disk as the pool sees it. */
export interface ThinDisk {
  /** Size promised to the guest, bytes. */
  size: number;
  /** Allocated now. */
  allocated: number;
  /** Guest writes, bytes a second, spread over `span` bytes of the disk (default: all of it). */
  writeRate: number;
  span?: number;
  /** Bytes a second the guest deletes and trims, where trims reach the pool. */
  trimRate: number;
  /** Grain of allocation; a write shorter than it takes all of it. */
  grain: number;
  /** Bytes of one guest write. */
  writeSize: number;
}

export interface ThinAnswer {
  provisionedBytes: number;
  allocatedBytes: number;
  /** Promised over real space. */
  overcommit: number;
  /** Seconds until the pool is full; null: never at these rates. */
  secondsToFull: number | null;
  /** The same if no trim reached the pool. */
  secondsToFullWithoutReclaim: number | null;
}

const HORIZON_SECONDS = 100 * 365 * 86_400;
const STEPS = 80;

/**
 * Space a disk has taken after `seconds`. Random writes hit free grains less and less: with W = span / grain
 * grains, rate r of distinct grains touched and trims at rate t, dA/dt = r (1 - A/W) - t A / W has the solution
 * A(s) = A* + (A0 - A*) exp(-(r + t) s / W), A* = W r / (r + t) (the coupon-collector curve for t = 0).
 */
export function allocatedAfter(disk: ThinDisk, seconds: number, reclaim = true): number {
  const span = Math.min(disk.span ?? disk.size, disk.size);
  const grains = Math.max(1, span / disk.grain);
  const touched = (disk.writeRate / disk.writeSize) * Math.max(1, disk.writeSize / disk.grain);
  const trimmed = reclaim ? disk.trimRate / disk.grain : 0;
  const now = Math.min(disk.allocated / disk.grain, grains);
  if (touched + trimmed === 0) return disk.allocated;
  const level = (grains * touched) / (touched + trimmed);
  const left = level + (now - level) * Math.exp((-(touched + trimmed) * seconds) / grains);
  return Math.max(disk.allocated - now * disk.grain, 0) + left * disk.grain;
}

/** When a pool of thin disks is full. */
export function timeToFull(poolBytes: number, disks: readonly ThinDisk[]): ThinAnswer {
  const provisionedBytes = disks.reduce((sum, disk) => sum + disk.size, 0);
  const allocatedBytes = disks.reduce((sum, disk) => sum + disk.allocated, 0);
  return {
    provisionedBytes,
    allocatedBytes,
    overcommit: provisionedBytes / poolBytes,
    secondsToFull: firstFull(poolBytes, disks, true),
    secondsToFullWithoutReclaim: firstFull(poolBytes, disks, false),
  };
}

/** Each curve moves one way, their sum may not: a coarse walk finds the first crossing, bisection refines it. */
function firstFull(pool: number, disks: readonly ThinDisk[], reclaim: boolean): number | null {
  const used = (s: number) =>
    disks.reduce((sum, disk) => sum + allocatedAfter(disk, s, reclaim), 0);
  if (used(0) >= pool) return 0;
  let low = 0;
  let high = 0;
  for (let step = 0; step <= STEPS; step++) {
    high = HORIZON_SECONDS ** (step / STEPS);
    if (used(high) >= pool) break;
    low = high;
  }
  if (used(high) < pool) return null;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (used(middle) >= pool) high = middle;
    else low = middle;
  }
  return high;
}
