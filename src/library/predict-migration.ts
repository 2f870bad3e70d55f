import { UserError } from '../errors.ts';
import { PAGE_BYTES } from '../kernels/migration/replay-input.ts';
import { defaultHost, defaultSettings, hostBehind } from '../model/migration/defaults.ts';
import { ofPattern, type Pattern } from '../model/migration/dirty.ts';
import type { MigrationHost, MigrationSettings } from '../model/migration/plan-types.ts';
import {
  type MigrationPrediction,
  predictMigration as predict,
} from '../model/migration/predict.ts';

export interface MigrationQuestion {
  memoryBytes: number;
  /** Which pages the guest writes, how many bytes of them, and how many page writes a second. */
  writes: { pattern: Pattern; workingSetBytes: number; perSecond: number };
  /** Share of memory never touched or zero; default 0. */
  zeroShare?: number;
  vcpus?: number;
  /** Default 1 MiB. */
  deviceStateBytes?: number;
  /** What the link carries, bytes/s; 0 or absent: faster than the sender. */
  linkBytesPerS?: number;
  /** Default 300, as QEMU's. */
  downtimeLimitMs?: number;
  /** Any other setting of QEMU; the default of max-bandwidth holds where neither it nor a link is given. */
  settings?: Partial<MigrationSettings>;
  host?: Partial<MigrationHost>;
  /** Default 1. */
  seed?: number;
}

function check(question: MigrationQuestion): void {
  const { memoryBytes, writes } = question;
  if (!(memoryBytes >= PAGE_BYTES)) {
    throw new UserError(`expected memory of at least ${PAGE_BYTES} bytes, found ${memoryBytes}.`);
  }
  if (!(writes.workingSetBytes >= 0 && writes.workingSetBytes <= memoryBytes)) {
    throw new UserError(
      `expected a working set of at most the memory (${memoryBytes} bytes), found ${writes.workingSetBytes}.`,
    );
  }
  if (!(writes.perSecond >= 0)) {
    throw new UserError(`expected page writes a second of at least 0, found ${writes.perSecond}.`);
  }
}

/**
 * A pre-copy migration replayed page by page: verdict, time, pause, bytes and rounds, each with an interval. The numbers of
 * `virtcost migrate`.
 * @throws UserError for sizes and rates that cannot be.
 */
export function predictMigration(question: MigrationQuestion): MigrationPrediction {
  check(question);
  const { memoryBytes, writes, linkBytesPerS = 0, downtimeLimitMs, vcpus = 1 } = question;
  const pages = Math.max(1, Math.floor(writes.workingSetBytes / PAGE_BYTES));
  const guest = {
    ...{ ramBytes: memoryBytes, zeroShare: question.zeroShare ?? 0, vcpus },
    dirty: ofPattern(writes.pattern, pages, writes.perSecond),
    deviceStateBytes: question.deviceStateBytes ?? 2 ** 20,
  };
  const settings: MigrationSettings = {
    ...defaultSettings,
    ...{ linkBandwidth: linkBytesPerS },
    ...(linkBytesPerS > 0 ? { maxBandwidth: 0 } : {}),
    ...(downtimeLimitMs === undefined ? {} : { downtimeLimitMs }),
    ...question.settings,
  };
  const host = {
    ...(linkBytesPerS > 0 ? hostBehind(linkBytesPerS) : defaultHost),
    ...question.host,
  };
  return predict(guest, settings, host, { seed: question.seed ?? 1 });
}
