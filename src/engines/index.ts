import type { Engine } from './engine.ts';
import { inline } from './inline.ts';
import { piscina } from './piscina.ts';

/** Every engine. A new one is one file and one line. */
export const engines: Record<string, (workers: number) => Engine> = { inline, piscina };
