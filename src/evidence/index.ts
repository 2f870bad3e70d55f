import type { Suite } from './suite.ts';

/** Every evidence suite, loaded when asked for. A new suite is one file and one line. */
export const suites: Record<string, () => Promise<Suite>> = {
  'qemu-migration': async () => (await import('./qemu-migration/suite.ts')).qemuMigration,
  translation: async () => (await import('./translation.ts')).translation,
};
