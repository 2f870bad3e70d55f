import { UserError } from '../../errors.ts';
import { type Sourced, sourced } from '../../sourced.ts';

/** A burstable instance: it earns credits below its baseline and spends them above. One credit is a vCPU-minute. */
export interface CreditType {
  id: string;
  vcpus: number;
  /** Baseline in percent of one vCPU, all vCPUs together. */
  baselinePercent: number;
  earnPerHour: number;
  cap: number;
  /** Credits it starts with, where the vendor's table has them. */
  initial: number;
  /** How long credits outlive a stop, days; 0: they are lost. */
  keptDays: number;
  source: string;
}

const ec2 = 'ec2-user-guide: CPU credits and baseline';
const azure = 'azure-docs: B-series, table of sizes';

const aws = (
  family: 't2' | 't3',
  rows: readonly [size: string, vcpus: number, percent: number, earn: number, cap: number][],
): CreditType[] =>
  rows.map(([size, vcpus, percent, earnPerHour, cap]) => ({
    id: `${family}.${size}`,
    vcpus,
    baselinePercent: percent * vcpus,
    earnPerHour,
    cap,
    initial: 0,
    keptDays: family === 't2' ? 0 : 7,
    source: ec2,
  }));

const azureB = (
  rows: readonly [
    size: string,
    vcpus: number,
    base: number,
    initial: number,
    earn: number,
    cap: number,
  ][],
): CreditType[] =>
  rows.map(([id, vcpus, baselinePercent, initial, earnPerHour, cap]) => ({
    id,
    vcpus,
    baselinePercent,
    earnPerHour,
    cap,
    initial,
    keptDays: 0,
    source: azure,
  }));

/** Burstable types of two clouds. A new one is one row. */
export const creditTypes: readonly CreditType[] = [
  ...aws('t3', [
    ['nano', 2, 5, 6, 144],
    ['micro', 2, 10, 12, 288],
    ['small', 2, 20, 24, 576],
    ['medium', 2, 20, 24, 576],
    ['large', 2, 30, 36, 864],
    ['xlarge', 4, 40, 96, 2304],
    ['2xlarge', 8, 40, 192, 4608],
  ]),
  ...aws('t2', [
    ['nano', 1, 5, 3, 72],
    ['micro', 1, 10, 6, 144],
    ['small', 1, 20, 12, 288],
    ['medium', 2, 20, 24, 576],
    ['large', 2, 30, 36, 864],
    ['xlarge', 4, 22.5, 54, 1296],
    ['2xlarge', 8, 17, 81.6, 1958.4],
  ]),
  ...azureB([
    ['B1ls', 1, 5, 30, 3, 72],
    ['B1s', 1, 10, 30, 6, 144],
    ['B1ms', 1, 20, 30, 12, 288],
    ['B2s', 2, 40, 60, 24, 576],
    ['B2ms', 2, 60, 60, 36, 864],
    ['B4ms', 4, 90, 120, 54, 1296],
    ['B8ms', 8, 135, 240, 81, 1944],
    ['B16ms', 16, 270, 480, 162, 3888],
    ['B20ms', 20, 337, 600, 203, 4860],
  ]),
];

/** 4.5 of the credits in the table of B20ms are rounding of the vendor: earn = baseline x 60. */
export const earnOf = ({ baselinePercent }: CreditType): Sourced =>
  sourced((baselinePercent / 100) * 60, 'credits/h', 'derived', 'baseline x 60 minutes');

export interface CreditHour {
  hour: number;
  /** Use in percent of one vCPU, all vCPUs together; as asked, and as served. */
  usePercent: number;
  servedPercent: number;
  change: number;
  balance: number;
  /** Credits beyond the balance in unlimited mode: billed by the vCPU-hour. */
  surplus: number;
}

export interface CreditRun {
  hours: CreditHour[];
  /** Hours from the start until nothing is left for the first time; null: something always is. */
  emptyAfterHours: number | null;
  /** Hours at the last hour's use until nothing is left; null: never. */
  lastsHours: number | null;
  surplusCredits: number;
  throttledHours: number;
}

/**
 * Hour by hour: the balance changes by (baseline - use) / 100 x 60 up to the cap. With nothing left the machine runs at
 * its baseline, or in unlimited mode goes on and pays for the surplus.
 */
export function creditRun(
  type: CreditType,
  use: readonly number[],
  start: number,
  unlimited = false,
): CreditRun {
  if (use.length === 0) throw new UserError('expected use of at least one hour, found none.');
  const most = 100 * type.vcpus;
  if (use.some((percent) => percent > most)) {
    throw new UserError(
      `expected at most ${most} % of one vCPU (${type.vcpus} vCPUs), found ${Math.max(...use)}.`,
    );
  }
  let balance = Math.min(type.cap, start);
  let surplusCredits = 0;
  let emptyAfterHours: number | null = null;
  const hours = use.map((usePercent, hour): CreditHour => {
    const change = ((type.baselinePercent - usePercent) / 100) * 60;
    const after = balance + change;
    const missing = Math.max(0, -after);
    const before = balance;
    if (change < 0 && after <= 0) emptyAfterHours ??= hour + before / -change;
    balance = Math.min(type.cap, Math.max(0, after));
    const surplus = unlimited ? missing : 0;
    surplusCredits += surplus;
    const servedPercent =
      unlimited || missing === 0 ? usePercent : type.baselinePercent + (before / 60) * 100;
    return { hour, usePercent, servedPercent, change, balance, surplus };
  });
  const last = (((use[use.length - 1] ?? 0) - type.baselinePercent) / 100) * 60;
  return {
    hours,
    emptyAfterHours,
    lastsHours: last > 0 ? balance / last : null,
    surplusCredits,
    throttledHours: hours.filter(({ usePercent, servedPercent }) => servedPercent < usePercent)
      .length,
  };
}
