import type { Host } from '../../hosts/host.ts';
import { sourced } from '../../sourced.ts';
import type { Curves } from './curves.ts';

/**
 * How much longer a one-cycle operation usually took than at best: nothing but other work on the machine, or a changing
 * clock, makes it so. 0 on a machine left alone.
 */
export const noiseOf = ({ cycleNs: { least, middle } }: Curves): number => middle / least - 1;

/** Beyond it a figure is not called measured. */
export const mostNoise = sourced(
  0.1,
  'ratio',
  'estimated',
  'chosen: a tenth of a cycle shifts a latency of ten cycles by one',
);

/** Every measured number of a value called estimated, with why; its interval stays, as its low end was still seen. */
export function doubted<T>(value: T, why: string): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => doubted(each, why)) as T;
  const copy: Record<string, unknown> = Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, doubted(each, why)]),
  );
  if (copy.status === 'measured') {
    copy.status = 'estimated';
    copy.source = `${copy.source}; ${why}`;
  }
  return copy as T;
}

/** Work for more of its processors than this, before the probe begins, is a loaded machine. */
export const mostLoad = sourced(
  0.5,
  'share of the processors',
  'estimated',
  'chosen: with half of them at work caches, memory and clock are shared',
);

/** Whether a machine was quiet: by what one-cycle operations took, and by the load it had before (share of its processors). */
export const isQuiet = (noise: number, load = 0): boolean =>
  noise <= mostNoise.value && load <= mostLoad.value;

/** The profile as noise and load let it be called: as it is, or with nothing in it measured. */
export function asFarAsQuiet(host: Host, noise: number, load = 0): Host {
  if (isQuiet(noise, load)) return host;
  const said = `noise ${Math.round(100 * noise)} %, work for ${Math.round(100 * load)} % of the processors`;
  return doubted(host, `not called measured: the machine was loaded (${said})`);
}
