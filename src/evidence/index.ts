import type { Suite } from './suite.ts';

/** Every evidence suite, loaded when asked for. A new suite is one file and one line. */
export const suites: Record<string, () => Promise<Suite>> = {
  capacity: async () => (await import('./capacity/suite.ts')).capacity,
  'cpu-events': async () => (await import('./cpu-events.ts')).cpuEvents,
  io: async () => (await import('./io.ts')).io,
  cloudsim: async () => (await import('./cloudsim.ts')).cloudsim,
  'linux-ksm': async () => (await import('./linux-ksm.ts')).linuxKsm,
  'linux-ksm-time': async () => (await import('./linux-ksm-time.ts')).linuxKsmTime,
  memory: async () => (await import('./memory/index.ts')).memory,
  translation: async () => (await import('./translation.ts')).translation,
  'guest-memory': async () => (await import('./guest-memory.ts')).guestMemory,
  'qemu-migration': async () => (await import('./qemu-migration/suite.ts')).qemuMigration,
  'qcow2-map': async () => (await import('./qcow2-map/index.ts')).qcow2Map,
};

/** Other names of suites, accepted on the command line. */
export const suiteAliases: Readonly<Record<string, string>> = { cpu: 'cpu-events' };
