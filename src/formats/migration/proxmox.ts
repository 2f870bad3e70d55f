import { group } from '../../elements.ts';
import { badInput } from '../../errors.ts';
import { bytesOf } from './amounts.ts';
import { emptyInput, type MigrationInput } from './migration-input.ts';
import { addSample } from './progress.ts';

const MAX_LINE = 2000;
const RECOGNISED =
  /migration (?:status: (?:active|completed)|active, transferred)|starting migration of VM \d|average migration speed/;

/** `2025-01-04 00:34:30`, or `Aug 30 23:24:53` before Proxmox VE 6, in seconds; null without a time. */
function clock(line: string): number | null {
  const full = /^\D{0,3}(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\b/.exec(line);
  if (full) {
    const [, year, month, day, hour, minute, second] = full.map(Number) as number[];
    return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) / 1000;
  }
  const short = /^\D{0,3}([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d)\b/.exec(line);
  if (!short) return null;
  const month = 'JanFebMarAprMayJunJulAugSepOctNovDec'.indexOf(group(short, 1)) / 3;
  const [day, hour, minute, second] = short.slice(2).map(Number) as number[];
  return Number.isInteger(month) && month >= 0
    ? Date.UTC(2000, month, day!, hour!, minute!, second!) / 1000
    : null;
}

const SIZE = '([\\d.]{1,20} [KMGTP]?i?B)';
/** Until Proxmox VE 6: whole bytes. */
const COUNTED =
  /migration status: active \(transferred (\d{1,15}), remaining (\d{1,15})\), total (\d{1,15})\)/;
/** Since then: sizes, the speed of pages, and what the guest dirties where that is more. */
const SPOKEN = new RegExp(
  `migration active, transferred ${SIZE} of ${SIZE} VM-state, ${SIZE}/s(?:, VM dirties lots of memory: ${SIZE}/s)?`,
);

class ProxmoxLog {
  readonly input = emptyInput('proxmox');
  private readonly file: string;
  private start: number | null = null;
  private looks = 0;

  constructor(file: string) {
    this.file = file;
    // What Proxmox sets unless the log says otherwise: 16 GiB/s, which limits nothing, and 100 ms (QemuMigrate.pm).
    this.input.settings = { maxBandwidth: 0, downtimeLimitMs: 100 };
    this.input.ignored.push('auto-converge and the doubling of the downtime limit by Proxmox');
  }

  take(line: string, number: number): void {
    const { input } = this;
    const at = clock(line);
    if (/start migrate command to /.test(line)) this.start = at;
    const counted = COUNTED.exec(line);
    const spoken = SPOKEN.exec(line);
    if (counted) {
      const [sent, left, total] = counted.slice(1).map(Number) as [number, number, number];
      this.look(at, { sent, left, total, speed: null, dirtied: null });
    } else if (spoken) {
      const [sent, total, speed, dirtied] = spoken.slice(1).map((size) => bytesOf(size));
      if (sent === undefined || total === undefined || speed === undefined) {
        const found = `"${spoken[0].slice(0, 80)}"`;
        throw badInput({ file: this.file, line: number, expected: 'sizes in B to PiB', found });
      }
      this.look(at, { sent, left: null, total, speed, dirtied: dirtied ?? null });
    } else this.takeSetting(line);
    this.takeEnd(line, at);
    if (/mirror|drive-\w+: transferred/.test(line) && !input.ignored.includes(DISKS)) {
      input.ignored.push(DISKS);
    }
  }

  private look(
    at: number | null,
    seen: {
      sent: number;
      left: number | null;
      total: number;
      speed: number | null;
      dirtied: number | null;
    },
  ): void {
    this.looks++;
    this.start ??= at === null ? null : at - 1;
    // A log copied without its times is one look per second.
    const seconds = at === null || this.start === null ? this.looks : at - this.start;
    const last = this.input.samples.at(-1)?.seconds ?? 0;
    this.input.status = 'active';
    addSample(
      this.input,
      {
        status: 'active',
        seconds: Math.max(seconds, last),
        transferredBytes: seen.sent,
        remainingBytes: seen.left,
        totalBytes: seen.total,
        syncs: 0,
        pagesSent: null,
        sentBytesPerS: seen.speed || null,
        dirtiedBytesPerS: seen.dirtied,
      },
      this.file,
    );
  }

  private takeSetting(line: string): void {
    const { settings } = this.input;
    const speed = /migration speed limit: (.{1,40}?)(?:\/s)?\s*$/.exec(line);
    const limit = bytesOf(speed?.[1]);
    if (limit !== undefined) settings.maxBandwidth = limit;
    const downtime =
      /(?:migration downtime limit|auto-increased downtime to continue migration): (\d{1,9}) ms/.exec(
        line,
      );
    if (downtime) settings.downtimeLimitMs = Number(downtime[1]);
  }

  private takeEnd(line: string, at: number | null): void {
    const { input } = this;
    const pause = /downtime (\d{1,9}) ms\s*$/.exec(line);
    if (/migration speed: /.test(line) && pause) {
      input.outcome = { ...input.outcome, downtimeMs: Number(pause[1]) };
    }
    const duration = /migration finished successfully \(duration (\d+):(\d\d):(\d\d)\)/.exec(line);
    if (/migration status: completed/.test(line) || duration) {
      const totalS = at !== null && this.start !== null ? at - this.start : null;
      if (input.status !== 'completed') input.outcome = { ...input.outcome, totalS };
      input.status = 'completed';
    }
    const failure =
      /(?:ERROR: (?:online migrate failure - )?|migration status error: )(.{1,500})/.exec(line);
    if (failure && !/^(?:failed|cancelled)$/.test(input.status ?? '')) {
      const error = group(failure, 1).trim();
      input.status = /interrupted by signal|cancelled/.test(error) ? 'cancelled' : 'failed';
      input.outcome = { ...input.outcome, error };
    }
  }
}

const DISKS = 'the disks that move along (--disk)';

export function looksLikeProxmox(text: string): boolean {
  return RECOGNISED.test(text);
}

/** The log of a migration task of Proxmox VE, or what `qm migrate` prints. */
export function readProxmox(text: string, file: string): MigrationInput {
  const log = new ProxmoxLog(file);
  for (const [i, line] of text.split(/\r?\n/).entries()) log.take(line.slice(0, MAX_LINE), i + 1);
  const { input } = log;
  if (input.samples.length === 0 && input.status === null) {
    const expected = 'lines of a live migration ("migration active, transferred …")';
    throw badInput({ file, expected, found: 'none of them' });
  }
  return input;
}
