import { badInput } from '../../errors.ts';

/**
 * How a guest dirties memory: independent streams over disjoint or overlapping page ranges. What a
 * migration sees of a stream is `uniquePages`: the distinct pages written in a time, not the writes.
 */
export interface DirtyStream {
  kind: 'uniform' | 'sequential';
  pages: number;
  writesPerS: number;
  /** Active for `activeMs` of every `periodMs`; always when periodMs is 0. */
  activeMs: number;
  periodMs: number;
}

export function stream(
  kind: DirtyStream['kind'],
  pages: number,
  writesPerS: number,
  activeMs = 0,
  periodMs = 0,
): DirtyStream {
  return { kind, pages, writesPerS, activeMs, periodMs };
}

export function idle(): DirtyStream[] {
  return [stream('uniform', 1, 100)];
}

export function sequential(pages: number, writesPerS: number): DirtyStream[] {
  return [stream('sequential', pages, writesPerS)];
}

export function uniform(pages: number, writesPerS: number): DirtyStream[] {
  return [stream('uniform', pages, writesPerS)];
}

/** `hotShare` of the writes go to `hotPages` of the working set. */
export function hotCold(
  pages: number,
  writesPerS: number,
  hotPages: number,
  hotShare: number,
): DirtyStream[] {
  const hot = Math.min(hotPages, pages);
  const parts = [stream('uniform', hot, writesPerS * hotShare)];
  if (pages > hot) parts.push(stream('uniform', pages - hot, writesPerS * (1 - hotShare)));
  return parts.filter((part) => part.pages > 0);
}

/**
 * Zipf(s) over `pages`, as bands of pages of nearly equal popularity: rank r has weight r^-s, bands
 * double in width, the weight of a band is the integral of the density over it.
 */
export function zipf(pages: number, writesPerS: number, s = 0.99): DirtyStream[] {
  const upTo = (rank: number) =>
    Math.abs(s - 1) < 1e-9 ? Math.log(rank + 0.5) : (rank + 0.5) ** (1 - s) / (1 - s);
  const total = upTo(pages) - upTo(0);
  const bands: DirtyStream[] = [];
  for (let from = 0, width = 1; from < pages && bands.length < 28; from += width, width *= 2) {
    const end = bands.length === 27 ? pages : Math.min(pages, from + width);
    bands.push(stream('uniform', end - from, (writesPerS * (upTo(end) - upTo(from))) / total));
  }
  return bands;
}

/** Mean share of time a stream is active. */
function activeShare(part: DirtyStream): number {
  return part.periodMs > 0 ? Math.min(1, part.activeMs / part.periodMs) : 1;
}

/** Expected distinct pages one stream writes in `seconds`. */
export function uniqueOfStream(part: DirtyStream, seconds: number, share = 1): number {
  const writes = part.writesPerS * activeShare(part) * share * seconds;
  if (part.kind === 'sequential') return Math.min(part.pages, writes);
  // 1 - (1 - 1/W)^n -> 1 - exp(-n/W): n balls into W boxes.
  return -part.pages * Math.expm1(-writes / part.pages);
}

/** Expected distinct pages written in `seconds` by all streams, streams taken as disjoint. */
export function uniquePages(streams: readonly DirtyStream[], seconds: number, share = 1): number {
  return streams.reduce((sum, part) => sum + uniqueOfStream(part, seconds, share), 0);
}

export function workingSet(streams: readonly DirtyStream[]): number {
  return streams.reduce((sum, part) => sum + (part.writesPerS > 0 ? part.pages : 0), 0);
}

export function writeRate(streams: readonly DirtyStream[]): number {
  return streams.reduce((sum, part) => sum + part.writesPerS * activeShare(part), 0);
}

export const patterns = ['idle', 'uniform', 'sequential', 'hotcold', 'zipf'] as const;
export type Pattern = (typeof patterns)[number];

/** Streams of a named pattern over `pages` at `writesPerS`. */
export function ofPattern(
  pattern: Pattern,
  pages: number,
  writesPerS: number,
  options: { hotPages?: number; hotShare?: number; zipfExponent?: number } = {},
): DirtyStream[] {
  if (pattern !== 'idle' && !(pages >= 1)) {
    throw badInput({ expected: 'a working set of at least one page', found: `${pages} pages` });
  }
  switch (pattern) {
    case 'idle':
      return idle();
    case 'uniform':
      return uniform(pages, writesPerS);
    case 'sequential':
      return sequential(pages, writesPerS);
    case 'hotcold': {
      const hot = Math.max(1, Math.round(options.hotPages ?? pages / 10));
      return hotCold(pages, writesPerS, hot, options.hotShare ?? 0.9);
    }
    case 'zipf':
      return zipf(pages, writesPerS, options.zipfExponent);
  }
}
