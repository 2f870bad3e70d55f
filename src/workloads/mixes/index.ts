import { build } from './build.ts';
import { compute } from './compute.ts';
import { legacyIo } from './legacy-io.ts';
import type { Mix } from './mix.ts';
import { server } from './server.ts';

/** Every event mix. A new one is one file and one line. */
export const mixes: readonly Mix[] = [compute, build, server, legacyIo];

export const mixIds: readonly string[] = mixes.map((mix) => mix.id);

export function mixById(id: string): Mix {
  const mix = mixes.find((candidate) => candidate.id === id);
  if (!mix) throw new RangeError(`no event mix "${id}"`);
  return mix;
}
