import { UserError } from '../errors.ts';
import type { KernelPattern } from './kernel-pattern.ts';

/** What a synthetic address stream is asked to be. */
export interface PatternSpec {
  /** Id of a workload in src/workloads/index.ts. */
  pattern: string;
  /** Footprint, at most 1 TiB. */
  bytes: number;
  /** First address; a multiple of 4096. Default 2^44. */
  base?: number;
  seed?: number;
  /** Bytes between two accesses of the strided pattern. */
  strideBytes?: number;
  /** Exponent of the zipf pattern. */
  exponent?: number;
  /** Size of the window of the working-set pattern and accesses before it moves. */
  windowBytes?: number;
  phaseAccesses?: number;
}

/** Pages of equal popularity: how many, and the probability of each. */
export interface PageClass {
  pages: number;
  probability: number;
}

/** A generator of addresses: what the kernel is told, and its twin in TypeScript. */
export interface Workload {
  id: string;
  title: string;
  describe: string;
  kernelPattern(spec: PatternSpec): KernelPattern;
  /** The same addresses, without end. */
  addresses(spec: PatternSpec): Generator<number, never>;
  /**
   * How popular its 4K pages are, where every access is drawn independently of those before; else why no closed form
   * holds for it.
   */
  popularity: ((spec: PatternSpec) => readonly PageClass[]) | string;
}

export const DEFAULT_BASE = 2 ** 44;
export const MAX_FOOTPRINT_BYTES = 2 ** 40;

/** The fields all patterns share, checked. */
export function common(spec: PatternSpec): Pick<KernelPattern, 'base' | 'bytes' | 'seed'> {
  const { bytes, base = DEFAULT_BASE, seed = 1 } = spec;
  if (!Number.isInteger(bytes) || bytes < 8 || bytes > MAX_FOOTPRINT_BYTES) {
    throw new UserError(
      `${spec.pattern}: expected a footprint of 8 bytes to 1 TiB, found ${bytes}.`,
    );
  }
  if (!Number.isInteger(base) || base < 0 || base % 4096 !== 0 || base + bytes > 2 ** 47) {
    throw new UserError(
      `${spec.pattern}: expected a base that is a multiple of 4096 in the low 47-bit half, found ${base}.`,
    );
  }
  return { base, bytes, seed: seed >>> 0 };
}

export const pagesOf = (bytes: number) => Math.ceil(bytes / 4096);

/** Ones up to the highest bit a page number below `pages` can have. */
export const pageMask = (pages: number) => 2 ** Math.ceil(Math.log2(pages)) - 1;

export function positive(spec: PatternSpec, name: keyof PatternSpec, fallback: number): number {
  const value = spec[name] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value >= 2 ** 32) {
    throw new UserError(`${spec.pattern}: expected ${name} of 1 to 2^32 - 1, found ${value}.`);
  }
  return value;
}
