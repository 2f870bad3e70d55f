import { z } from 'zod';
import type { MigrationSettings } from '../../model/migration/plan-types.ts';

/** QEMU's parameters are unsigned 64-bit; above 2^53 JSON has lost digits, which changes no answer. */
const rate = z
  .number()
  .min(0)
  .max(2 ** 64);
const percent = z.number().int().min(1).max(99);
const text = z.string().max(4096);

/** query-migrate-parameters and `info migrate_parameters`: those that change an answer. */
export const qemuParameters = z.object({
  'max-bandwidth': rate.optional(),
  'max-postcopy-bandwidth': rate.optional(),
  'avail-switchover-bandwidth': rate.optional(),
  'downtime-limit': z.number().int().min(0).max(2_000_000).optional(),
  'throttle-trigger-threshold': z.number().int().min(1).max(100).optional(),
  'cpu-throttle-initial': percent.optional(),
  'cpu-throttle-increment': percent.optional(),
  'cpu-throttle-tailslow': z.boolean().optional(),
  'max-cpu-throttle': percent.optional(),
  'multifd-channels': z.number().int().min(1).max(255).optional(),
  'multifd-compression': text.optional(),
  'xbzrle-cache-size': z
    .number()
    .min(4096)
    .max(2 ** 64)
    .optional(),
  /** MB/s per vCPU. */
  'vcpu-dirty-limit': rate.optional(),
  'zero-page-detection': text.optional(),
  'tls-creds': text.nullish(),
  mode: text.optional(),
});
export type QemuParameters = z.infer<typeof qemuParameters>;

/** A rate from here on limits nothing: libvirt's "unlimited" is 2^63 rounded down to whole MiB. */
const UNLIMITED = 2 ** 50;
const MIB = 2 ** 20;

/** Bytes per second; 0 = unlimited. */
const limitOf = (bytesPerS: number) => (bytesPerS >= UNLIMITED ? 0 : bytesPerS);

/** Defaults of QEMU for what a capability switches on (migration/options.c). */
const defaults = { initial: 20, increment: 10, most: 99, cacheMib: 64, channels: 2, dirtyMib: 1 };

/** Capabilities that change the answer in a way that is not modelled. */
const notModelled: Record<string, string> = {
  compress: 'compression by threads of old QEMU; --compression states a ratio',
  'x-ignore-shared': 'shared memory is not sent',
  'mapped-ram': 'fixed offsets in a file',
  'background-snapshot': 'a snapshot, no migration',
  'x-colo': 'two guests in lock step',
  'rdma-pin-all': 'RDMA',
  'zero-copy-send': 'sending without a copy',
  'pause-before-switchover': 'waits for migrate-continue while the guest stands still',
  'switchover-ack': 'waits for the devices of the destination',
  block: 'disks move along',
  'postcopy-preempt': 'a channel of its own for awaited pages',
};

/**
 * What capabilities and parameters of QEMU mean together. They are looked at once both are known, so
 * the order in which a file gives them changes nothing.
 */
export function qemuSettings(
  capabilities: Readonly<Record<string, boolean>>,
  parameters: QemuParameters,
): { settings: Partial<MigrationSettings>; ignored: string[] } {
  const on = (name: string) => capabilities[name] === true;
  const settings: Partial<MigrationSettings> = {};
  const ignored: string[] = [];
  const bandwidth = parameters['max-bandwidth'];
  if (bandwidth !== undefined) settings.maxBandwidth = limitOf(bandwidth);
  const limit = parameters['downtime-limit'];
  if (limit !== undefined) settings.downtimeLimitMs = limit;
  const postcopy = parameters['max-postcopy-bandwidth'];
  if (postcopy !== undefined) settings.maxPostcopyBandwidth = limitOf(postcopy);
  const switchover = parameters['avail-switchover-bandwidth'];
  if (switchover !== undefined) settings.switchoverBandwidth = limitOf(switchover);
  if (on('auto-converge')) {
    settings.autoConverge = {
      initialPct: parameters['cpu-throttle-initial'] ?? defaults.initial,
      incrementPct: parameters['cpu-throttle-increment'] ?? defaults.increment,
      maxPct: parameters['max-cpu-throttle'] ?? defaults.most,
      triggerPct: parameters['throttle-trigger-threshold'] ?? 50,
      tailslow: parameters['cpu-throttle-tailslow'] ?? false,
    };
  }
  if (on('xbzrle')) {
    const cacheBytes = Math.min(
      parameters['xbzrle-cache-size'] ?? defaults.cacheMib * MIB,
      2 ** 42,
    );
    settings.xbzrle = { cacheBytes, deltaBytes: 60 };
  }
  if (on('multifd')) {
    settings.multifdChannels = parameters['multifd-channels'] ?? defaults.channels;
    settings.multifdZeroPages = parameters['zero-page-detection'] === 'multifd';
    const compression = parameters['multifd-compression'];
    if (compression !== undefined && compression !== 'none') {
      ignored.push(`multifd-compression ${compression} (--compression states a ratio)`);
    }
  }
  if (on('dirty-limit')) {
    settings.dirtyLimit = (parameters['vcpu-dirty-limit'] ?? defaults.dirtyMib) * MIB;
  }
  if ('postcopy-ram' in capabilities) settings.postcopyAllowed = on('postcopy-ram');
  if ('return-path' in capabilities) settings.returnPath = on('return-path');
  if (parameters['zero-page-detection'] !== undefined) {
    settings.skipZeroPages = parameters['zero-page-detection'] !== 'none';
  }
  if (parameters['tls-creds']) ignored.push('tls-creds (encryption costs CPU time)');
  const { mode } = parameters;
  if (mode !== undefined && mode !== 'normal') ignored.push(`mode ${mode}`);
  for (const [name, why] of Object.entries(notModelled)) {
    if (on(name)) ignored.push(`${name} (${why})`);
  }
  return { settings, ignored };
}
