// Exact counts over traces: walks, TLB misses, dirty pages per window.
import { nth, present } from '../../elements.ts';
import { openMemoryTrace } from '../../formats/memory-trace/open.ts';
import { TranslationKernel } from '../../kernels/translation/index.ts';
import { DirtyWindows } from '../../model/translation/dirty-windows.ts';
import { countConfigs, findTrace } from '../translation/index.ts';
import { parseConfig, syntheticBytes } from '../translation/rows.ts';
import type { Predictor } from './target.ts';

/** `native_4K_PWC`, `4K_2M_gPWC_hPWC_nTLB16`: the configurations of the oracle with underscores. */
function configOf(text: string): string | null {
  const [first, second, ...options] = text.split('_');
  if (!first || !second) return null;
  const pages = first === 'native' ? `native ${second}` : `${first}/${second}`;
  return [pages, ...options].join(' +');
}

const sets = (text: string) => {
  const [entries, ways] = text.split('/').map(Number);
  return { entries: present(entries), ways: present(ways) };
};

export const predictOracle: Predictor = async (id, { traces }) => {
  const [, , family, ...rest] = id.split('.');
  if (!id.startsWith('mem.oracle.') || family === undefined) return undefined;
  if (family === 'tlb') return tlbCounts(nth(rest, 0), rest.slice(1).join('.'), traces);
  if (family === 'dirty') return dirtyCounts(nth(rest, 0), nth(rest, 1), traces);
  if (family === 'drmem') return drmemCounts(rest.join('.'), traces);
  const config = configOf(rest.join('.'));
  if (!config) return undefined;
  if (syntheticBytes(family) === null && !findTrace(family, traces)) return null;
  const [counts] = await countConfigs(family, [config], traces);
  const { l1Misses, walks, guestRefs, hostRefs } = present(counts);
  return { l1Miss: l1Misses, walks, refs: guestRefs + hostRefs, guestRefs, hostRefs };
};

/** A native 4K simulation with other TLBs, over a trace file. */
async function tlbKernel(l1: string, l2: string, path: string): Promise<TranslationKernel> {
  const config = parseConfig('native 4K', 'first-touch');
  const kernel = new TranslationKernel({ ...config, l1Tlb: sets(l1), l2Tlb: sets(l2) });
  for await (const words of (await openMemoryTrace(path)).words) kernel.feed(words);
  return kernel;
}

async function tlbCounts(trace: string, geometry: string, folder: string): Promise<unknown> {
  const path = findTrace(trace, folder);
  if (!path) return null;
  const [l1, l2] = geometry.split('+');
  const { l1Misses, walks } = (await tlbKernel(present(l1), present(l2), path)).counts();
  return { l1Miss: l1Misses, walks };
}

async function drmemCounts(trace: string, folder: string): Promise<unknown> {
  const path = findTrace(trace, folder);
  if (!path) return null;
  const big = (await tlbKernel('64/4', '1536/12', path)).counts();
  const small = (await tlbKernel('16/4', '64/4', path)).counts();
  return {
    refs: big.accesses,
    big: [big.l1Misses, big.walks],
    small: [small.l1Misses, small.walks],
  };
}

async function dirtyCounts(trace: string, window: string, folder: string): Promise<unknown> {
  const path = findTrace(trace, folder);
  if (!path) return null;
  const dirty = new DirtyWindows(Number(window.slice(1)));
  for await (const words of (await openMemoryTrace(path)).words) dirty.feed(words);
  return dirty.finish();
}
