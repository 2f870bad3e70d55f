// What the bitmap syncs of a running migration say: whether the pending set shrinks, and how the guest dirties.
import { present } from '../../elements.ts';
import { PAGE_BYTES } from '../../kernels/migration/replay-input.ts';
import { type DirtyFit, fitUnique, type UniqueSample } from './fit.ts';
import type { SeenSync } from './syncs.ts';

/** Syncs a guest is fitted to: older ones are of what it did then. */
const RECENT_SYNCS = 64;
/** How well what is pending at a sync is known where too few syncs show their own scatter. */
const PENDING_SD = 0.02;

/** Slope of what is pending at the syncs, bytes per second, with its standard error. */
export interface Trend {
  slope: number;
  error: number;
}

/** The pending set shrinks by bandwidth minus dirtying: nearly linear in time. Null below two syncs. */
export function trendOf(seen: readonly SeenSync[]): Trend | null {
  if (seen.length < 2) return null;
  const recent = seen.slice(-Math.max(4, Math.ceil(seen.length / 2)));
  const n = recent.length;
  const meanT = recent.reduce((sum, { at }) => sum + at, 0) / n;
  const meanP = recent.reduce((sum, { pending }) => sum + pending, 0) / n;
  let [top, bottom] = [0, 0];
  for (const { at, pending } of recent) {
    top += (at - meanT) * (pending - meanP);
    bottom += (at - meanT) ** 2;
  }
  if (!(bottom > 0)) return null;
  const slope = top / bottom;
  let misfit = 0;
  for (const { at, pending } of recent) misfit += (pending - meanP - slope * (at - meanT)) ** 2;
  const scatter = n > 3 ? Math.sqrt(misfit / (n - 2)) : 0;
  const assumed = n > 3 ? 0 : PENDING_SD * meanP;
  return { slope, error: Math.max(scatter, assumed) / Math.sqrt(bottom) };
}

/** Unique pages behind the newly dirty ones: pages still waiting to be sent cannot become dirty again. */
export function fitSyncs(seen: readonly SeenSync[], ramPages: number): DirtyFit | null {
  const whole = seen.filter(({ roundS }) => roundS !== null).slice(-RECENT_SYNCS);
  if (whole.length === 0) return null;
  let set = ramPages;
  let fit: DirtyFit | null = null;
  for (let pass = 0; pass < 3; pass++) {
    const samples: UniqueSample[] = whole.map(({ roundS, fresh, left }) => {
      const waiting = Math.min(left / PAGE_BYTES, set) / set;
      const pages = fresh / PAGE_BYTES / Math.max(0.1, 1 - waiting);
      return { seconds: present(roundS), pages, sd: Math.sqrt(pages + 1) + 0.03 * pages + 5 };
    });
    fit = fitUnique(samples, ramPages);
    if (!Number.isFinite(fit.workingSetPages.value)) return fit;
    set = Math.max(1, fit.workingSetPages.value);
  }
  return fit;
}
