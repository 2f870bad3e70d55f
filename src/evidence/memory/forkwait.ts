// Adams & Agesen's forkwait: 40000 times fork, exit, wait under two shadow pagers of 2006 on one processor.
import { present } from '../../elements.ts';
import { hostById } from '../../hosts/index.ts';
import { billOf, billTotal } from '../../model/paging/bill.ts';
import { GuestKernel } from '../../model/paging/guest.ts';
import { pagingMode } from '../../model/paging/modes.ts';
import { naiveShadow, ShadowMmu } from '../../model/paging/shadow.ts';
import { bareMetal, overheadCycles, price, techniqueById, total } from '../../techniques/index.ts';
import type { Technique } from '../../techniques/technique.ts';
import type { Predictor } from './target.ts';

const ITERATIONS = 40_000;
/**
 * The row of the bare machine stands for the guest kernel's own work; that of binary translation for the one term nobody
 * counted: how many shadow entries an iteration drops and fills again by hidden faults. Neither is judged.
 */
export const forkwaitAnchors = {
  'mem.res.forkwait.native': 6,
  'mem.res.forkwait.bt_shadow': 36.9,
} as const;

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

const HERTZ = () => hostById('p4').clockGhz.value * 1e9;
const translation = techniqueById('full');

/** Cycles of an iteration under a monitor beyond the kernel's own, by the events the shadow pager counts. */
function countedCycles(technique: Technique): number {
  const host = hostById('p4');
  const bill = billTotal(billOf(pagingMode('shadow'), iteration(), host, {}, technique)).value;
  return bill + SYSTEM_CALLS * overheadCycles('syscall', technique, host).value;
}

const hiddenFault = (technique: Technique) =>
  total(price('hidden-fault', technique, hostById('p4'))).value;

/**
 * Hidden faults of an iteration beyond those counted: what is left of the translator's row. Pagers of the time dropped
 * shadow tables at a CR3 load, of which there are three, and the kernel's pages are filled again with the process's.
 */
export function refilledEntries(): number {
  const { 'mem.res.forkwait.native': native, 'mem.res.forkwait.bt_shadow': translated } =
    forkwaitAnchors;
  const measured = ((translated - native) * HERTZ()) / ITERATIONS;
  return (measured - countedCycles(translation)) / hiddenFault(translation);
}

/** Seconds of the whole test under a monitor. */
function seconds(technique: Technique): number {
  const native = forkwaitAnchors['mem.res.forkwait.native'];
  if (technique === bareMetal) return native;
  const cycles = countedCycles(technique) + refilledEntries() * hiddenFault(technique);
  return native + (ITERATIONS * cycles) / HERTZ();
}

const monitors: Record<string, Technique> = {
  'mem.res.forkwait.native': bareMetal,
  'mem.res.forkwait.bt_shadow': translation,
  'mem.res.forkwait.hw1_shadow': techniqueById('hardware-gen1'),
};

export const predictForkwait: Predictor = (id) =>
  Object.hasOwn(monitors, id) ? seconds(present(monitors[id])) : undefined;
