import type { Comparison } from './side-by-side.ts';

/** Every benchmark suite, loaded when asked for. A new suite is one file and one line. */
export const suites: Record<string, () => Promise<() => Promise<Comparison[]>>> = {
  migration: async () => (await import('./migration.ts')).migrationBench,
  translation: async () => (await import('./translation.ts')).translationBench,
};
