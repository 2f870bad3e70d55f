import { bullmq } from './bullmq/index.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { inline } from './inline.ts';
import { piscina } from './piscina.ts';

/** Every engine. A new one is one file and one line. */
export const engines: Record<string, (options: EngineOptions) => Engine> = {
  inline,
  piscina,
  bullmq,
};
