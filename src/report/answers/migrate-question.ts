import { badInput, UserError } from '../../errors.ts';
import { formatBytes } from '../../format.ts';
import type { MigrationInput } from '../../formats/migration/migration-input.ts';
import { PAGE_BYTES } from '../../kernels/migration/replay-input.ts';
import type { Message, Text } from '../../message.ts';
import { migrateWords } from '../../messages/migrate.ts';
import { defaultHost, defaultSettings, hostBehind } from '../../model/migration/defaults.ts';
import { ofPattern, type Pattern } from '../../model/migration/dirty.ts';
import { type Eta, etaOf } from '../../model/migration/eta.ts';
import { fittedStream, fitUnique, samplesOf } from '../../model/migration/fit.ts';
import type {
  MigratingGuest,
  MigrationHost,
  MigrationSettings,
} from '../../model/migration/plan-types.ts';
import type { NamedGuest } from '../../model/migration/policies/shared-link.ts';
import type { MigrationQuestion } from '../../model/migration/question.ts';

/** Options of the command line after parsing; undefined where the user said nothing. */
export interface MigrateOptions {
  ram?: number;
  zeroShare: number;
  pattern?: Pattern;
  workingSet?: number;
  writes?: number;
  vcpus?: number;
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
  copySpread?: number;
  disk?: number;
  diskWrites: number;
  diskSpeed: number;
  perHost?: number;
  perCluster?: number;
  clock: number;
  seed: number;
}

type Input = MigrationInput | null;

const defaultRam = 4 * 2 ** 30;
/** Page writes a second of a guest nobody described. */
export const defaultWrites = 2000;

/** The guest, and which parts of it nobody stated. */
interface KnownGuest {
  guest: MigratingGuest;
  assumed: Text[];
  /** The user said how it writes. */
  stated: boolean;
}

function workingSetOf(options: MigrateOptions, ramBytes: number): number {
  const set = options.workingSet ?? ramBytes / 8;
  if (set > ramBytes) {
    const found = `${formatBytes(set)} of ${formatBytes(ramBytes)}`;
    const hint = 'State --working-set or --ram so that one holds the other.';
    throw badInput({ expected: 'a working set of at most the RAM', found, hint });
  }
  return set;
}

function guestOf(options: MigrateOptions, input: Input, eta: Eta | null): KnownGuest {
  const ramBytes = options.ram ?? input?.ramBytes ?? defaultRam;
  const assumed: Text[] = [];
  if (options.ram === undefined && !input?.ramBytes) {
    assumed.push(migrateWords.assumedMemory({ bytes: ramBytes }));
  }
  const set = workingSetOf(options, ramBytes);
  const stated = options.writes !== undefined || options.pattern !== undefined;
  const base = { ramBytes, zeroShare: options.zeroShare, deviceStateBytes: options.deviceState };
  const vcpus = options.vcpus ?? 1;
  const known = (dirty: MigratingGuest['dirty']) => ({
    guest: { ...base, dirty, vcpus },
    assumed,
    stated,
  });
  const seen = seenPages(input, ramBytes);
  if (!stated && seen.length > 0) {
    // QEMU compares contents in this mode, and migration sends what was written (findings/qemu-dirty-rate-same-contents.sh).
    if (input?.readings.some(({ samplePages }) => samplePages !== null)) {
      assumed.push(migrateWords.assumedChanges());
    }
    const fitted = fittedStream(fitUnique(seen, ramBytes / PAGE_BYTES));
    return known(fitted.length > 0 ? fitted : ofPattern('idle', 1, 0));
  }
  // A migration that runs shows how its guest dirties, as far as anybody knows.
  if (!stated && eta) return known(eta.streams);
  const writes = options.writes ?? defaultWrites;
  const pattern = options.pattern ?? (writes > 0 ? 'uniform' : 'idle');
  if (pattern !== 'idle') {
    if (options.writes === undefined)
      assumed.push(migrateWords.assumedWrites({ writes: defaultWrites }));
    if (options.workingSet === undefined) assumed.push(migrateWords.assumedSet({ bytes: set }));
  }
  const pages = Math.max(1, Math.floor(set / PAGE_BYTES));
  return known(ofPattern(pattern, pages, writes, { hotShare: options.hotShare }));
}

const seenPages = (input: Input, ramBytes: number) => [
  ...samplesOf(input?.readings ?? [], ramBytes),
  ...(input?.unique ?? []),
];

/**
 * completionTimeoutPerGiB times the memory in decimal gigabytes, rounded up, as virt-launcher counts it
 * (getVMIMigrationDataSize); null without one, 0 switches it off.
 */
function completionTimeoutS(input: Input, ramBytes: number): number | null {
  return input?.timeoutPerGiBS ? input.timeoutPerGiBS * Math.ceil(ramBytes / 1e9) : null;
}

function settingsOf(options: MigrateOptions, input: Input, ramBytes: number): MigrationSettings {
  const settings: MigrationSettings = { ...defaultSettings, ...input?.settings };
  const timeout = completionTimeoutS(input, ramBytes);
  if (timeout !== null) settings.timeoutS = timeout;
  // KubeVirt starts post-copy, where it is allowed, when the completion timeout has passed.
  if (timeout !== null && settings.postcopyAllowed) {
    settings.postcopyAfterS = timeout;
    settings.timeoutS = 2 * timeout;
  }
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

/** Formats of QEMU itself: where they state no limit its own default holds. */
const ofQemu = new Set(['qmp', 'hmp']);

/**
 * What limits the rate, set in `settings` and told in words. A limit that was stated holds; a link alone is
 * used whole; what a running migration sends is what its link carries. QEMU's own default holds where the input is
 * QEMU's or nothing was said at all; libvirt, KubeVirt and Proxmox set no limit.
 */
function limitRate(
  options: MigrateOptions,
  input: Input,
  sent: number,
  settings: MigrationSettings,
): Message {
  const stated = options.maxBandwidth ?? input?.settings.maxBandwidth;
  const byDefault = defaultSettings.maxBandwidth;
  const qemuLimits = input ? ofQemu.has(input.format) : options.link === undefined;
  const limits = qemuLimits && sent <= 1.05 * byDefault;
  settings.maxBandwidth = stated ?? (limits ? byDefault : 0);
  settings.linkBandwidth = options.link === undefined ? sent : (options.link * 1e9) / 8;
  const { maxBandwidth: cap, linkBandwidth: link } = settings;
  if (link > 0 && (cap === 0 || link <= cap)) {
    return options.link === undefined
      ? migrateWords.capSent({ bytes: link })
      : migrateWords.capLink({ gbit: options.link });
  }
  if (cap === 0) {
    return migrateWords.capSender({
      bytes: options.copySpeed ?? defaultHost.copyBytesPerS,
      assumed: options.copySpeed === undefined ? migrateWords.assumedPart() : '',
    });
  }
  return stated === undefined
    ? migrateWords.cappedByDefault({ bytes: cap })
    : migrateWords.capped({ bytes: cap });
}

/** A link that was stated is used whole: the sender's own speed limits it only where that was stated too. */
function hostOf(options: MigrateOptions, settings: MigrationSettings): MigrationHost {
  const host = hostBehind(settings.linkBandwidth);
  return {
    ...host,
    copyBytesPerS: options.copySpeed ?? host.copyBytesPerS,
    copySpread: options.copySpread ?? host.copySpread,
  };
}

function diskOf(options: MigrateOptions): MigrationQuestion['disk'] {
  if (options.disk === undefined) return null;
  return {
    allocatedBytes: options.disk,
    writesPerS: options.diskWrites,
    writeBytes: 16_384,
    // A tenth of a disk is written again and again: an assumption, as for memory.
    workingSetBytes: options.disk / 10,
    diskBytesPerS: options.diskSpeed,
  };
}

/** What a file allows without saying when it happens. */
function openSettings({ postcopyAllowed, postcopyAfterS }: MigrationSettings): string[] {
  return postcopyAllowed && postcopyAfterS === null
    ? ['post-copy, which is allowed: when it starts is not in the file (--postcopy-after)']
    : [];
}

export function questionOf(
  options: MigrateOptions,
  input: Input,
  fleet: readonly NamedGuest[],
): MigrationQuestion {
  const samples = input?.samples ?? [];
  const downtimeMs = options.downtimeLimit ?? input?.settings.downtimeLimitMs;
  const limitMs = downtimeMs ?? defaultSettings.downtimeLimitMs;
  const eta = samples.length > 0 ? etaOf(samples, limitMs) : null;
  const { guest, assumed, stated } = guestOf(options, input, eta);
  const settings = settingsOf(options, input, guest.ramBytes);
  if (settings.dirtyLimit > 0 && options.vcpus === undefined) {
    assumed.push(migrateWords.assumedVcpu());
  }
  const cap = limitRate(options, input, eta?.bandwidthBytesPerS ?? 0, settings);
  return {
    guest,
    settings,
    host: hostOf(options, settings),
    seed: options.seed,
    looks: samples.length,
    eta,
    status: input?.status ?? null,
    outcome: input?.outcome ?? { totalS: null, downtimeMs: null, error: null },
    blocked: input?.blocked ?? [],
    seen: seenPages(input, guest.ramBytes),
    stated,
    assumed,
    cap,
    ignored: [...(input?.ignored ?? []), ...openSettings(settings)],
    fleet,
    limits: {
      perHost: options.perHost ?? input?.perHost ?? 2,
      perCluster: options.perCluster ?? input?.perCluster ?? 5,
      hostLinkBytesPerS: settings.linkBandwidth || 1.25e9,
    },
    disk: diskOf(options),
    clockGhz: options.clock,
  };
}
