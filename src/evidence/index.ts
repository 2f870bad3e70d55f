import type { Suite } from './suite.ts';

/** Every evidence suite, loaded when asked for. A new suite is one file and one line. */
export const suites: Record<string, () => Promise<Suite>> = {
  capacity: async () => (await import('./capacity/index.ts')).capacity,
  'cpu-events': async () => (await import('./cpu-events/index.ts')).cpuEvents,
  containers: async () => (await import('./containers/index.ts')).containers,
  'container-start': async () => (await import('./container-start/index.ts')).containerStart,
  'container-layers': async () => (await import('./container-layers/index.ts')).containerLayers,
  'container-density': async () => (await import('./container-density/index.ts')).containerDensity,
  io: async () => (await import('./io/index.ts')).io,
  cloudsim: async () => (await import('./cloudsim/index.ts')).cloudsim,
  'linux-ksm': async () => (await import('./linux-ksm/index.ts')).linuxKsm,
  'linux-ksm-time': async () => (await import('./linux-ksm-time/index.ts')).linuxKsmTime,
  memory: async () => (await import('./memory/index.ts')).memory,
  translation: async () => (await import('./translation/index.ts')).translation,
  'guest-memory': async () => (await import('./guest-memory/index.ts')).guestMemory,
  'qemu-migration': async () => (await import('./qemu-migration/index.ts')).qemuMigration,
  'qcow2-map': async () => (await import('./qcow2-map/index.ts')).qcow2Map,
};

/** Other names of suites, accepted on the command line. */
export const suiteAliases: Readonly<Record<string, string>> = { cpu: 'cpu-events' };
