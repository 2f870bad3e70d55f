import { f64, lastOf, num } from '../../elements.ts';
import { isWrite, pageOf } from '../../trace-word.ts';
import type { UniqueSample } from './fit.ts';

const PAGE_BITS = 12;
/** Windows from a 64th of the trace to the whole of it: six lengths, each twice as long. */
const LENGTHS = 7;
/** Writes that are looked at; a longer trace says no more about its working set per window. */
const MOST_WRITES = 2 ** 22;

/** The stores of a memory trace: which page each went to, and after how many accesses. */
export interface TraceWrites {
  /** Index of the page of each store, numbered in order of appearance. */
  pages: Uint32Array;
  /** Accesses of the trace ahead of each store. */
  at: Float64Array;
  accesses: number;
  distinct: number;
}

/** Stores and read-modify-writes of the words of a trace, in 4 KiB pages. */
export async function traceWrites(words: AsyncIterable<BigUint64Array>): Promise<TraceWrites> {
  const ids = new Map<bigint, number>();
  const pages: number[] = [];
  const at: number[] = [];
  let accesses = 0;
  for await (const chunk of words) {
    for (const word of chunk) {
      if (isWrite(word) && pages.length < MOST_WRITES) {
        const page = pageOf(word, PAGE_BITS);
        let id = ids.get(page);
        if (id === undefined) {
          id = ids.size;
          ids.set(page, id);
        }
        pages.push(id);
        at.push(accesses);
      }
      accesses++;
    }
  }
  // Writes that were left out took place after the last one that was kept.
  const seen = pages.length < MOST_WRITES ? accesses : lastOf(at) + 1;
  return {
    pages: Uint32Array.from(pages),
    at: Float64Array.from(at),
    accesses: seen,
    distinct: ids.size,
  };
}

/** Distinct pages written in each whole window of `length` accesses. */
function uniquePerWindow({ pages, at, accesses, distinct }: TraceWrites, length: number): number[] {
  const windows = Math.floor(accesses / length);
  const counts = new Array<number>(windows).fill(0);
  const last = new Int32Array(distinct).fill(-1);
  pages.forEach((page, i) => {
    const window = Math.floor(f64(at, i) / length);
    if (window >= windows || last[page] === window) return;
    last[page] = window;
    counts[window] = num(counts, window) + 1;
  });
  return counts;
}

/**
 * Distinct dirty pages per window of a trace whose accesses take `secondsPerAccess`, at windows of several lengths: what
 * clearing dirty bits and counting them would see. The standard deviation is that of the mean over windows of a length,
 * with a hundredth for what one run leaves open.
 */
export function uniqueOfTrace(writes: TraceWrites, secondsPerAccess: number): UniqueSample[] {
  const samples: UniqueSample[] = [];
  for (let i = 0; i < LENGTHS; i++) {
    const length = Math.floor(writes.accesses / 2 ** i);
    if (length < 1) break;
    const counts = uniquePerWindow(writes, length);
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const spread = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
    const sd = Math.sqrt((spread + mean + 1) / counts.length) + 0.01 * mean;
    samples.push({ seconds: length * secondsPerAccess, pages: mean, sd });
  }
  return samples;
}
