import { num, u32 } from '../../elements.ts';
import { wasmBase64 } from '../generated/ksm.wasm.ts';
import { instantiate } from '../load.ts';
import { storePopulation } from './index.ts';
import { PageClass, type Population } from './population.ts';

interface Exports {
  census(...args: [number, number, number, number, number, number, number]): void;
  foldCounts(counts: number, count: number, limit: number, out: number): void;
}

/** What the contents of a population become in KSM, zero pages apart. */
export interface Census {
  zeroPages: number;
  /** Pages nobody touched or only read: KSM does not see them. */
  unseen: number;
  shared: number;
  sharing: number;
  unshared: number;
  chains: number;
  dups: number;
}

const CLASSES_AT = 4096;
const OUT_AT = 4160;
const COUNTS_AT = 8192;
const CLASSES = 7;
const PAGES_PER_CALL = 1 << 17;
const COUNTS_PER_CALL = 1 << 20;

/**
 * Counts every page of a population by its contents, a pool at a time: memory grows with the pools, not with the pages, so
 * a host of 1 TiB takes seconds. RangeError where a pool alone needs more than 4 GiB.
 */
export function takeCensus(of: Population, maxPageSharing: number): Census {
  const sharedPool = of.aligned ? of.pages : of.shared_pool;
  const volatilePool = of.vol_share ? of.vol_pool : 0;
  const sharedAt = COUNTS_AT;
  const dupsAt = sharedAt + 4 * sharedPool;
  const volatilesAt = dupsAt + 4 * of.dup_pool;
  const { exports, memory } = instantiate<Exports>(wasmBase64, volatilesAt + 4 * volatilePool);
  storePopulation(memory.buffer, of);
  const classes = new Uint32Array(memory.buffer, CLASSES_AT, CLASSES);
  const totals = new Array<number>(CLASSES).fill(0);
  const out = new Float64Array(memory.buffer, OUT_AT, 5);
  const fold = (at: number, count: number) => {
    for (let done = 0; done < count; done += COUNTS_PER_CALL) {
      const some = Math.min(COUNTS_PER_CALL, count - done);
      exports.foldCounts(at + 4 * done, some, maxPageSharing, OUT_AT);
    }
  };
  for (let vm = 0; vm < of.vms; vm++) {
    for (let from = 0; from < of.pages; from += PAGES_PER_CALL) {
      const to = Math.min(of.pages, from + PAGES_PER_CALL);
      exports.census(vm, from, to, CLASSES_AT, sharedAt, dupsAt, volatilesAt);
    }
    if (of.dup24 > 0) fold(dupsAt, of.dup_pool);
    for (let k = 0; k < CLASSES; k++) totals[k] = num(totals, k) + u32(classes, k);
    classes.fill(0);
  }
  fold(sharedAt, sharedPool);
  fold(volatilesAt, volatilePool);
  const [shared = 0, sharing = 0, pooledAlone = 0, chains = 0, dups = 0] = out;
  const alone =
    num(totals, PageClass.unique) + (of.vol_share ? 0 : num(totals, PageClass.volatile));
  return {
    zeroPages: num(totals, PageClass.zero),
    unseen: num(totals, PageClass.untouched) + num(totals, PageClass.readZero),
    shared,
    sharing,
    unshared: pooledAlone + alone,
    chains,
    dups,
  };
}
