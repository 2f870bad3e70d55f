// Adams & Agesen's forkwait: 40000 times fork, exit, wait under two shadow pagers of 2006 on one processor.
import { present } from '../../elements.ts';
import { hostById } from '../../hosts/index.ts';
import { billOf, billTotal } from '../../model/paging/bill.ts';
import { GuestKernel } from '../../model/paging/guest.ts';
import { pagingMode } from '../../model/paging/modes.ts';
import { naiveShadow, ShadowMmu } from '../../model/paging/shadow.ts';
import { bareMetal, overheadCycles, techniqueById } from '../../techniques/index.ts';
import type { Technique } from '../../techniques/technique.ts';
import type { Predictor } from './target.ts';

const ITERATIONS = 40_000;
/** The row of the bare machine stands for the guest kernel's own work: never judged. */
export const forkwaitAnchors = { 'mem.res.forkwait.native': 6 } as const;

/**
 * Pages of the test: 138 touched, of these 26 written (valgrind lackey over fork, exit, wait in C, glibc 2.36; the
 * libraries of 2006 were smaller). Kernels before 2.6.14 copy every present entry at fork.
 */
const WRITTEN_PAGES = 26;
const READ_PAGES = 112;
/** Of them the child uses on its way out, and the parent writes again: counted as page faults today. */
const CHILD_PAGES = 25;
const PARENT_WRITES = 2;
const SYSTEM_CALLS = 3;

/** Events of one iteration under a pager that traces every table and fills the shadow entry at a traced write. */
function iteration() {
  const mmu = new ShadowMmu({ ...naiveShadow, prefill: true });
  const kernel = new GuestKernel(mmu);
  kernel.switchTo(0);
  for (let page = 0; page < WRITTEN_PAGES + READ_PAGES; page++) {
    kernel.access(0, page, page < WRITTEN_PAGES);
  }
  for (let page = WRITTEN_PAGES; page < WRITTEN_PAGES + READ_PAGES; page++) {
    kernel.protect(0, page, false);
  }
  const round = (child: number) => {
    kernel.fork(0, child);
    kernel.switchTo(child);
    for (let page = 0; page < CHILD_PAGES; page++) kernel.access(child, page * 5, page % 2 === 0);
    kernel.exit(child);
    kernel.switchTo(0);
    for (let page = 0; page < PARENT_WRITES; page++) kernel.access(0, page, true);
  };
  round(1);
  const before = { ...mmu.counts };
  round(2);
  const counts = { ...mmu.counts };
  for (const key of Object.keys(counts) as (keyof typeof counts)[]) counts[key] -= before[key];
  return counts;
}

/** Seconds of the whole test under a monitor. */
function seconds(technique: Technique): number {
  const host = hostById('p4');
  const native = forkwaitAnchors['mem.res.forkwait.native'];
  if (technique === bareMetal) return native;
  const counts = iteration();
  const bill = billTotal(billOf(pagingMode('shadow'), counts, host, {}, technique)).value;
  const calls = SYSTEM_CALLS * overheadCycles('syscall', technique, host).value;
  return native + (ITERATIONS * (bill + calls)) / (host.clockGhz.value * 1e9);
}

const monitors: Record<string, Technique> = {
  'mem.res.forkwait.native': bareMetal,
  'mem.res.forkwait.bt_shadow': techniqueById('full'),
  'mem.res.forkwait.hw1_shadow': techniqueById('hardware-gen1'),
};

export const predictForkwait: Predictor = (id) =>
  Object.hasOwn(monitors, id) ? seconds(present(monitors[id])) : undefined;
