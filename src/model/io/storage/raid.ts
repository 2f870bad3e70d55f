import { UserError } from '../../../errors.ts';

export const raidLevels = [0, 1, 5, 6, 10] as const;
export type RaidLevel = (typeof raidLevels)[number];

export interface Raid {
  level: RaidLevel;
  disks: number;
}

export interface RaidFigures {
  usableShare: number;
  /** Disks that may fail at worst without loss. */
  toleratedFailures: number;
  /** Disk operations one guest read or write causes. */
  readOperations: number;
  writeOperations: number;
  /** Disk operations of a write that covers whole stripes, per guest block. */
  fullStripeWriteOperations: number;
  /** Reads a read of a block of a failed disk causes. */
  degradedReadOperations: number;
}

const minimum: Record<RaidLevel, number> = { 0: 1, 1: 2, 5: 3, 6: 4, 10: 4 };

/**
 * Disk operations of a small write to an array of `disks` with `parity` of them: it reads old data and parity and writes
 * both, four with one parity, six with two; or it reads the rest of the stripe and writes data and parity, as many as
 * there are disks, which on few disks is less. An array takes the cheaper way, as Linux md does.
 */
export const parityWriteOperations = (disks: number, parity: number): number =>
  Math.min(2 * (1 + parity), disks);

export function raidFigures({ level, disks: n }: Raid): RaidFigures {
  if (!raidLevels.includes(level) || !Number.isSafeInteger(n) || n < minimum[level] || n > 4096)
    throw new UserError(
      `expected RAID ${raidLevels.join(', ')} over enough disks, found RAID ${level} over ${n}.`,
    );
  if (level === 10 && n % 2 !== 0)
    throw new UserError(`expected an even number of disks for RAID 10, found ${n}.`);
  const mirrored = level === 1 || level === 10;
  const parity = level === 5 ? 1 : level === 6 ? 2 : 0;
  const copies = level === 1 ? n : level === 10 ? 2 : 1;
  return {
    usableShare: mirrored ? 1 / copies : (n - parity) / n,
    toleratedFailures: mirrored ? copies - 1 : parity,
    readOperations: 1,
    writeOperations: parity > 0 ? parityWriteOperations(n, parity) : copies,
    fullStripeWriteOperations: parity > 0 ? n / (n - parity) : copies,
    degradedReadOperations: parity > 0 ? n - parity : mirrored ? 1 : Infinity,
  };
}

/** Guest operations a second of an array, for a share of reads. */
export function raidIops(raid: Raid, diskIops: number, readShare: number): number {
  const { readOperations, writeOperations } = raidFigures(raid);
  return (raid.disks * diskIops) / (readShare * readOperations + (1 - readShare) * writeOperations);
}

/** Sequential bytes a second: data disks stream in parallel, mirrors write what one would. */
export function raidBandwidth(raid: Raid, diskBytesPerSecond: number, read: boolean): number {
  const { fullStripeWriteOperations } = raidFigures(raid);
  return (raid.disks * diskBytesPerSecond) / (read ? 1 : fullStripeWriteOperations);
}

/** The figures of one level over its disks. */
export interface RaidRow extends Raid, RaidFigures {}

/** Every level over as many disks as an array has, an even number of at least four. */
export function raidRows(disks: number): RaidRow[] {
  const even = Math.max(4, disks - (disks % 2));
  return raidLevels.map((level) => ({
    level,
    disks: even,
    ...raidFigures({ level, disks: even }),
  }));
}
