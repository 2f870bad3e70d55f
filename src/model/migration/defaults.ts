import { sourced, unverified } from '../../sourced.ts';
import type { MigrationHost, MigrationSettings } from './plan-types.ts';

const OPTIONS = 'QEMU 7.2 migration/migration.c; 9.x migration/options.c at 005807860d3e';

/** Defaults of QEMU, and what a host adds where the user says nothing. */
export const migrationDefaults = {
  maxBandwidth: sourced(128 * 2 ** 20, 'byte/s', 'published', OPTIONS),
  downtimeLimitMs: sourced(300, 'ms', 'published', OPTIONS),
  throttleTriggerPct: sourced(50, '%', 'published', OPTIONS),
  throttleInitialPct: sourced(20, '%', 'published', OPTIONS),
  throttleIncrementPct: sourced(10, '%', 'published', OPTIONS),
  throttleMaxPct: sourced(99, '%', 'published', OPTIONS),
  xbzrleCacheBytes: sourced(64 * 2 ** 20, 'byte', 'published', OPTIONS),
  multifdChannels: sourced(2, 'channels', 'published', OPTIONS),
  clearChunkPages: sourced(2 ** 18, 'pages', 'published', 'QEMU clear_bmap: 1 GiB chunks'),
  copyBytesPerS: unverified(
    1.5e9,
    'byte/s',
    'one migration thread on a server core; the test bed (TCG, busy) shows 0.24e9',
  ),
  copySpread: sourced(
    3,
    'factor',
    'measured',
    'last phases of equal recorded runs: eight in ten within a third and three times their median rate',
  ),
  zeroPageNs: sourced(565, 'ns', 'measured', 'zero-512-all of the recorded runs', 0.3),
  setupMs: sourced(4, 'ms', 'measured', 'idle guests of the recorded runs', 0.5),
  syncMs: sourced(0.18, 'ms', 'measured', 'idle guests of the recorded runs, at most 512 MiB', 0.8),
  syncNsPerPage: unverified(
    0.3,
    'ns/page',
    'scan of a 1-bit-per-page bitmap with KVM_GET_DIRTY_LOG',
  ),
  switchMs: sourced(3, 'ms', 'measured', 'zero-512-all of the recorded runs: no devices', 0.4),
  socketBytes: sourced(3.65e6, 'byte', 'measured', 'link32-idle of the recorded runs', 0.1),
  ackWaitMs: unverified(4, 'ms', 'acknowledgements of a real NIC come steadily, not every 43 ms'),
} as const;

export const defaultHost: MigrationHost = {
  copyBytesPerS: migrationDefaults.copyBytesPerS.value,
  copySpread: migrationDefaults.copySpread.value,
  zeroPageNs: migrationDefaults.zeroPageNs.value,
  setupMs: migrationDefaults.setupMs.value,
  syncMs: migrationDefaults.syncMs.value,
  syncNsPerPage: migrationDefaults.syncNsPerPage.value,
  switchMs: migrationDefaults.switchMs.value,
  socketBytes: migrationDefaults.socketBytes.value,
  ackWaitMs: migrationDefaults.ackWaitMs.value,
  clearChunkPages: migrationDefaults.clearChunkPages.value,
};

/** The default host behind a link that was stated: its sender keeps up, whatever one usually copies. */
export const hostBehind = (linkBandwidth: number): MigrationHost => ({
  ...defaultHost,
  copyBytesPerS: Math.max(defaultHost.copyBytesPerS, linkBandwidth),
});

export const defaultSettings: MigrationSettings = {
  maxBandwidth: migrationDefaults.maxBandwidth.value,
  linkBandwidth: 0,
  downtimeLimitMs: migrationDefaults.downtimeLimitMs.value,
  autoConverge: null,
  dirtyLimit: 0,
  postcopyAfterS: null,
  postcopyAllowed: false,
  maxPostcopyBandwidth: 0,
  switchoverBandwidth: 0,
  xbzrle: null,
  multifdChannels: 0,
  multifdZeroPages: false,
  compressionRatio: 1,
  compressionBytesPerS: 0,
  skipZeroPages: true,
  returnPath: true,
  timeoutS: null,
};
