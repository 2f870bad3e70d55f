import type { Engine, EngineOptions } from './engine.ts';

/** Every engine, loaded when asked for. A new one is one file and one line. */
export const engines: Record<string, (options: EngineOptions) => Promise<Engine>> = {
  inline: async (options) => (await import('./inline.ts')).inline(options),
  piscina: async (options) => (await import('./piscina.ts')).piscina(options),
  bullmq: async (options) => (await import('./bullmq/index.ts')).bullmq(options),
};
