import type { Comparison } from './side-by-side.ts';

/** Every benchmark suite, loaded when asked for. A new suite is one file and one line. */
export const suites: Record<string, () => Promise<() => Promise<Comparison[]>>> = {
  migration: async () => (await import('./migration.ts')).migrationBench,
  translation: async () => (await import('./translation.ts')).translationBench,
  'translation-tags': async () => (await import('./translation-tags.ts')).translationTagsBench,
  'translation-sweep': async () => (await import('./translation-sweep.ts')).translationSweepBench,
  'translation-sample': async () =>
    (await import('./translation-sample.ts')).translationSampleBench,
  'translation-curve': async () => (await import('./translation-curve.ts')).translationCurveBench,
  scenario: async () => (await import('./scenario.ts')).scenarioBench,
  engines: async () => (await import('./engines.ts')).enginesBench,
  ksm: async () => (await import('./ksm.ts')).ksmBench,
  dedup: async () => (await import('./dedup.ts')).dedupBench,
  'dedup-command': async () => (await import('./dedup-command.ts')).dedupCommandBench,
  waiting: async () => (await import('./waiting.ts')).waitingBench,
  plan: async () => (await import('./plan.ts')).planBench,
  blocks: async () => (await import('./blocks.ts')).blocks,
  'blocks-formats': async () => (await import('./blocks-formats.ts')).blocksFormats,
  'blocks-inspect': async () => (await import('./blocks-inspect.ts')).blocksInspect,
};
