import { badInput, UserError } from '../../errors.ts';
import type { MigrationInput } from '../../formats/migration/migration-input.ts';
import { PAGE_BYTES } from '../../kernels/migration/replay-input.ts';
import { defaultHost, defaultSettings } from '../../model/migration/defaults.ts';
import { ofPattern, type Pattern } from '../../model/migration/dirty.ts';
import { fittedStream, fitUnique, samplesOf } from '../../model/migration/fit.ts';
import type { MigratingGuest, MigrationSettings } from '../../model/migration/plan-types.ts';
import type { NamedGuest } from '../../model/migration/policies/shared-link.ts';
import type { MigrationQuestion } from '../../model/migration/what-if.ts';

/** Options of the command line after parsing; undefined where the user said nothing. */
export interface MigrateOptions {
  ram?: number;
  zeroShare: number;
  pattern?: Pattern;
  workingSet?: number;
  writes?: number;
  hotShare: number;
  deviceState: number;
  maxBandwidth?: number;
  link?: number;
  downtimeLimit?: number;
  autoConverge?: boolean;
  postcopyAfter?: number;
  xbzrle?: boolean;
  multifd?: number;
  compression?: number;
  dirtyLimit?: number;
  timeout?: number;
  copySpeed?: number;
  disk?: number;
  diskWrites: number;
  diskSpeed: number;
  perHost?: number;
  perCluster?: number;
  clock: number;
  seed: number;
}

/** Later inputs win over earlier ones; samples and readings add up. */
export function mergeInputs(inputs: readonly MigrationInput[]): MigrationInput | null {
  const [first] = inputs;
  if (!first) return null;
  const merged = { ...first };
  for (const next of inputs.slice(1)) {
    merged.settings = { ...merged.settings, ...next.settings };
    merged.samples = merged.samples.concat(next.samples);
    merged.readings = merged.readings.concat(next.readings);
    merged.unique = merged.unique.concat(next.unique);
    merged.ramBytes = next.ramBytes ?? merged.ramBytes;
    merged.status = next.status ?? merged.status;
    merged.perCluster = next.perCluster ?? merged.perCluster;
    merged.perHost = next.perHost ?? merged.perHost;
    merged.timeoutPerGiBS = next.timeoutPerGiBS ?? merged.timeoutPerGiBS;
  }
  return merged;
}

function guestOf(options: MigrateOptions, input: MigrationInput | null): MigratingGuest {
  const ramBytes = options.ram ?? input?.ramBytes ?? 4 * 2 ** 30;
  const set = options.workingSet ?? ramBytes / 8;
  if (set > ramBytes) {
    throw badInput({
      expected: 'a working set of at most the RAM',
      found: `${set} of ${ramBytes} bytes`,
    });
  }
  const seen = [...samplesOf(input?.readings ?? [], ramBytes), ...(input?.unique ?? [])];
  let dirty: MigratingGuest['dirty'];
  if (options.writes === undefined && options.pattern === undefined && seen.length > 0) {
    const fitted = fittedStream(fitUnique(seen, ramBytes / PAGE_BYTES));
    dirty = fitted.length > 0 ? fitted : ofPattern('idle', 1, 0);
  } else {
    const writes = options.writes ?? 2000;
    const pattern = options.pattern ?? (writes > 0 ? 'uniform' : 'idle');
    const pages = Math.max(1, Math.floor(set / PAGE_BYTES));
    dirty = ofPattern(pattern, pages, writes, { hotShare: options.hotShare });
  }
  return { ramBytes, zeroShare: options.zeroShare, dirty, deviceStateBytes: options.deviceState };
}

function settingsOf(
  options: MigrateOptions,
  input: MigrationInput | null,
  ramBytes: number,
): MigrationSettings {
  const read = input?.settings ?? {};
  const settings: MigrationSettings = { ...defaultSettings, ...read };
  const timeout = input?.timeoutPerGiBS ? (input.timeoutPerGiBS * ramBytes) / 2 ** 30 : null;
  if (timeout !== null) settings.timeoutS = timeout;
  // KubeVirt allows post-copy, and starts it when the completion timeout has passed.
  if (settings.postcopyAfterS === Number.POSITIVE_INFINITY) {
    settings.postcopyAfterS = timeout;
    settings.timeoutS = timeout === null ? null : 2 * timeout;
  }
  if (options.maxBandwidth !== undefined) settings.maxBandwidth = options.maxBandwidth;
  if (options.link !== undefined) settings.linkBandwidth = (options.link * 1e9) / 8;
  if (options.downtimeLimit !== undefined) settings.downtimeLimitMs = options.downtimeLimit;
  if (options.autoConverge) {
    settings.autoConverge ??= { initialPct: 20, incrementPct: 10, maxPct: 99 };
  }
  if (options.postcopyAfter !== undefined) settings.postcopyAfterS = options.postcopyAfter;
  if (options.xbzrle) settings.xbzrle ??= { cacheBytes: 2 ** 26, deltaBytes: 60 };
  if (options.multifd !== undefined) settings.multifdChannels = options.multifd;
  if (options.compression !== undefined) {
    settings.compressionRatio = options.compression;
    settings.compressionBytesPerS = options.compression < 1 ? 4e8 : 0;
  }
  if (options.dirtyLimit !== undefined) settings.dirtyLimit = options.dirtyLimit;
  if (options.timeout !== undefined) settings.timeoutS = options.timeout;
  if (settings.xbzrle && settings.multifdChannels > 0) {
    throw new UserError('xbzrle and multifd exclude each other in QEMU: choose one.');
  }
  return settings;
}

export function questionOf(
  options: MigrateOptions,
  input: MigrationInput | null,
  fleet: readonly NamedGuest[],
): MigrationQuestion {
  const guest = guestOf(options, input);
  const settings = settingsOf(options, input, guest.ramBytes);
  const host = { ...defaultHost, copyBytesPerS: options.copySpeed ?? defaultHost.copyBytesPerS };
  return {
    guest,
    settings,
    host,
    seed: options.seed,
    samples: input?.samples ?? [],
    seen: [...samplesOf(input?.readings ?? [], guest.ramBytes), ...(input?.unique ?? [])],
    fleet,
    limits: {
      perHost: options.perHost ?? input?.perHost ?? 2,
      perCluster: options.perCluster ?? input?.perCluster ?? 5,
      hostLinkBytesPerS: settings.linkBandwidth || 1.25e9,
    },
    disk:
      options.disk === undefined
        ? null
        : {
            allocatedBytes: options.disk,
            writesPerS: options.diskWrites,
            writeBytes: 16_384,
            // A tenth of a disk is written again and again: an assumption, as for memory.
            workingSetBytes: options.disk / 10,
            diskBytesPerS: options.diskSpeed,
          },
    clockGhz: options.clock,
  };
}
