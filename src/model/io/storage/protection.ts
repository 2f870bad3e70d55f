import { printable, UserError } from '../../../errors.ts';
import { type Sourced, sourced, unverified } from '../../../sourced.ts';
import { parityWriteOperations } from './raid.ts';

/** How data survives a disk: RAID, whole copies, or k data and m parity chunks. */
export interface Protection {
  id: string;
  title: string;
  /** Disks or nodes it stands on. */
  disks: number;
  /** Bytes a guest may store over bytes there are. */
  usableShare: number;
  /** Disks that may fail, whichever they are, without loss. */
  tolerated: number;
  /** Disk operations of one small write. */
  writeOperations: Sourced;
  /** Disk operations of a write of whole stripes, per block of data. */
  fullStripeOperations: number;
}

const pages = 'RAID write penalty: unanimous in four calculator pages (weak)';

/** Of an array of parity RAID: the penalty of the calculators, less where reading the rest of the stripe is. */
function parityWrite(disks: number, parity: number): Sourced {
  const operations = parityWriteOperations(disks, parity);
  return operations === 2 * (1 + parity)
    ? sourced(operations, 'operations', 'published', pages)
    : sourced(
        operations,
        'operations',
        'derived',
        'rest of the stripe read, data and parity written',
      );
}

const copies = (value: number, what: string) =>
  sourced(value, 'operations', 'derived', `every write goes to ${what}`);

/** Of an array without parity: each mirror is written. */
const plainWrite = (level: number, mirrors: number): Sourced =>
  level === 1
    ? copies(mirrors, 'every mirror')
    : sourced(mirrors, 'operations', 'published', pages);

/** Chunks of a stripe are read and written again, or parity is patched by what changed: between these. */
const erasureWrite = (k: number, m: number): Sourced => ({
  ...unverified(
    2 * k + m,
    'operations',
    'sub-stripe write: k chunks read, k+m written; with parity deltas 1+m read and written. Recalled',
    0,
  ),
  low: Math.min(2 * (1 + m), 2 * k + m),
});

const most = 4096;

function whole(count: number, least: number, what: string): number {
  if (Number.isSafeInteger(count) && count >= least && count <= most) return count;
  throw new UserError(`expected ${least} to ${most} disks for ${what}, found ${count}.`);
}

/** RAID of a level over n disks; 50 and 60 stripe over `groups` arrays of 5 and 6. */
function raid(level: number, disks: number, groups: number): Protection {
  const mirrored = level === 1 || level === 10;
  const parityOf: Record<number, number> = { 5: 1, 6: 2, 50: groups, 60: 2 * groups };
  const parity = parityOf[level] ?? 0;
  const grouped = level === 50 || level === 60;
  const arrays = grouped ? groups : 1;
  const least = { 0: 1, 1: 2, 5: 3, 6: 4, 10: 4, 50: 3 * groups, 60: 4 * groups }[level] ?? 1;
  const n = whole(disks, least, `RAID ${level}`);
  if (grouped && (groups < 2 || n % groups !== 0)) {
    throw new UserError(
      `expected disks in 2 or more equal groups for RAID ${level}, found ${n} in ${groups}.`,
    );
  }
  if (level === 10 && n % 2 !== 0) {
    throw new UserError(`expected an even number of disks for RAID 10, found ${n}.`);
  }
  const mirrors = level === 1 ? n : level === 10 ? 2 : 1;
  return {
    id: `raid${level}`,
    title: grouped ? `RAID ${level}, ${groups} groups` : `RAID ${level}`,
    disks: n,
    usableShare: mirrored ? 1 / mirrors : (n - parity) / n,
    tolerated: mirrored ? mirrors - 1 : parity / arrays,
    writeOperations:
      parity > 0 ? parityWrite(n / arrays, parity / arrays) : plainWrite(level, mirrors),
    fullStripeOperations: mirrored ? mirrors : n / (n - parity),
  };
}

function replica(count: number): Protection {
  const n = whole(count, 1, 'replicas');
  return {
    id: `replica${n}`,
    title: `${n} replicas`,
    disks: n,
    usableShare: 1 / n,
    tolerated: n - 1,
    writeOperations: copies(n, 'every replica'),
    fullStripeOperations: n,
  };
}

function erasure(k: number, m: number): Protection {
  whole(k + m, 2, `${k}+${m}`);
  if (k < 1 || m < 1) throw new UserError(`expected k+m with both at least 1, found ${k}+${m}.`);
  return {
    id: `ec${k}+${m}`,
    title: `erasure code ${k}+${m}`,
    disks: k + m,
    usableShare: k / (k + m),
    tolerated: m,
    writeOperations: erasureWrite(k, m),
    fullStripeOperations: (k + m) / k,
  };
}

/** The schemes compared when none is named. */
export const defaultSchemes = [
  'raid0',
  'raid10',
  'raid5',
  'raid6',
  'raid50',
  'raid60',
  'replica3',
  'ec4+2',
  'ec8+3',
] as const;

/** "raid5", "raid5x8", "raid50x12", "replica3", "ec4+2" over `disks` where the text has no count of its own. */
export function protectionOf(text: string, disks: number, groups = 2): Protection {
  const array = /^raid(0|1|5|6|10|50|60)(?:x(\d{1,4}))?$/.exec(text);
  if (array) return raid(Number(array[1]), Number(array[2] ?? disks), groups);
  const copied = /^replica(\d{1,3})$/.exec(text);
  if (copied) return replica(Number(copied[1]));
  const coded = /^ec(\d{1,3})\+(\d{1,3})$/.exec(text);
  if (coded) return erasure(Number(coded[1]), Number(coded[2]));
  throw new UserError(
    printable(`expected raid5, raid10x8, raid50x12, replica3 or ec4+2, found "${text}".`, 200),
  );
}

export interface ArrayLoad {
  diskIops: number;
  diskBytes: number;
  /** Share of writes in the guest's requests. */
  writeShare: number;
  rebuildBytesPerS: number;
  /** Guest requests a second the array has to carry; null: what it carries is asked. */
  iops: number | null;
  /** Raw bytes to divide; null: those of the disks. */
  rawBytes: number | null;
}

export interface ArrayAnswer {
  protection: Protection;
  usableBytes: number;
  /** Guest requests a second: raw / (r + p w). */
  frontIops: number;
  /** The popular raw x (w/p + r), which keeps the mix of the disks instead of the guest's. */
  popularIops: number;
  /** Disk operations a second the wanted rate causes, and disks for it: by rate, and as the scheme can be built. */
  backEndIops: number | null;
  disksForRate: number | null;
  disksToBuild: number | null;
  rebuildHours: number;
}

const multipleOf = (protection: Protection, groups: number): number =>
  protection.id === 'raid10' ? 2 : /^raid[56]0$/.test(protection.id) ? groups : 1;

/** What disks under a protection carry, hold and take to rebuild; `groups` as for `protectionOf`. */
export function arrayAnswer(protection: Protection, load: ArrayLoad, groups = 2): ArrayAnswer {
  const { disks, usableShare, writeOperations } = protection;
  const penaltyOf = writeOperations.value;
  const { writeShare, diskIops, iops } = load;
  const raw = disks * diskIops;
  const perRequest = 1 - writeShare + writeShare * penaltyOf;
  const backEnd = iops === null ? null : iops * perRequest;
  const byRate = backEnd === null ? null : Math.ceil(backEnd / diskIops - 1e-9);
  const step = multipleOf(protection, groups);
  return {
    protection,
    usableBytes: (load.rawBytes ?? disks * load.diskBytes) * usableShare,
    frontIops: raw / perRequest,
    popularIops: raw * (writeShare / penaltyOf + (1 - writeShare)),
    backEndIops: backEnd,
    disksForRate: byRate,
    disksToBuild: byRate === null ? null : Math.ceil(byRate / step) * step,
    rebuildHours: load.diskBytes / load.rebuildBytesPerS / 3600,
  };
}
