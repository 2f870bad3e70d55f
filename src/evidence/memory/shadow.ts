// Shadow paging: exits counted by the simulator, rules it implements.
import { present } from '../../elements.ts';
import { GuestKernel, TABLE_ENTRIES } from '../../model/paging/guest.ts';
import { monitorEntries } from '../../model/paging/mmu.ts';
import {
  kvmShadow,
  naiveShadow,
  ShadowMmu,
  type ShadowOptions,
  XEN_FIXUPS,
  xenShadow,
} from '../../model/paging/shadow.ts';
import type { Predictor } from './target.ts';

/** Exits for one new mapping beside a page in use. */
function exitsPerMapping(options: ShadowOptions): number {
  const mmu = new ShadowMmu(options);
  const kernel = new GuestKernel(mmu);
  kernel.switchTo(0);
  kernel.access(0, 0, true);
  const before = monitorEntries(mmu.counts);
  kernel.access(0, 1, true);
  return monitorEntries(mmu.counts) - before;
}

/** Leaf tables may go out of sync, a table above may not. */
function unsyncIsForLeavesOnly(): boolean {
  const mmu = new ShadowMmu();
  const kernel = new GuestKernel(mmu);
  kernel.access(0, 0, true);
  kernel.access(0, 8, true);
  const leafWentOut = mmu.counts.unsyncFaults === 1 && mmu.counts.emulatedWrites === 0;
  kernel.access(0, TABLE_ENTRIES, true);
  return leafWentOut && mmu.counts.emulatedWrites === 1 && mmu.counts.unsyncFaults === 1;
}

const answers: Record<string, () => number | boolean> = {
  'mem.shadow.exits.naive': () => exitsPerMapping(naiveShadow),
  'mem.shadow.exits.prefill': () => exitsPerMapping({ ...naiveShadow, prefill: true }),
  'mem.shadow.spt.entries': () => TABLE_ENTRIES,
  'mem.shadow.unsync.leafonly': unsyncIsForLeavesOnly,
  'mem.shadow.prefetch': () => kvmShadow.prefetch,
  'mem.shadow.xen.oos.pages': () => xenShadow.unsyncLimit,
  'mem.shadow.xen.oos.fixups': () => XEN_FIXUPS,
};

export const predictShadow: Predictor = (id) =>
  Object.hasOwn(answers, id) ? present(answers[id])() : undefined;
