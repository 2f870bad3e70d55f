import type { Host } from '../../hosts/host.ts';
import { price, type Technique, techniqueById, total } from '../../techniques/index.ts';
import { billOf, billTotal } from './bill.ts';
import { GuestKernel } from './guest.ts';
import type { PagingCounts } from './mmu.ts';
import { noCounts } from './mmu.ts';
import { pagingMode } from './modes.ts';
import { ShadowMmu } from './shadow.ts';

/**
 * What one iteration of a process test asks of the kernel. Counted on Linux 6.18 with
 * `scripts/process-events/count.c` (page faults, switches, copied pages) and `strace -f -c` (system calls).
 */
export interface ProcessWork {
  faults: number;
  systemCalls: number;
  /** Blocked tasks woken on an idle virtual CPU: each switch away ends in one. */
  wakes: number;
  /** Address spaces built and torn down; exec builds one more. */
  spaces: number;
  /** Files opened, by system call and by the kernel at exec (program, loader, its cache, the C library). */
  opens: number;
}

export const processWork = {
  fork: { faults: 27.1, systemCalls: 3, wakes: 2, spaces: 1, opens: 0 },
  exec: { faults: 71, systemCalls: 35, wakes: 2.1, spaces: 2, opens: 4 },
  sh: { faults: 137.7, systemCalls: 90, wakes: 4.3, spaces: 3, opens: 8 },
} as const satisfies Record<string, ProcessWork>;

/** Pages one fault on a cached file maps: `fault_around_bytes` of mm/memory.c, 64 KiB since Linux 3.15. */
const FAULT_AROUND_PAGES = 16;

/** Pages whose entries fork copies, by area: program and heap, libraries (two leaf tables), stack; 24 counted. */
const copiedAreas: readonly [firstPage: number, pages: number][] = [
  [0x55_5555_5558, 9],
  [0x7f_fff7_da00, 5],
  [0x7f_fff7_ff00, 4],
  [0x7f_ffff_fde0, 6],
];

/** Events of one address space beside its faults: copied at fork, loaded, torn down; its tables are then used again. */
function spaceEvents(kpti: boolean): PagingCounts {
  const mmu = new ShadowMmu();
  const kernel = new GuestKernel(mmu, 4, kpti);
  kernel.switchTo(0);
  for (const [first, pages] of copiedAreas) {
    for (let page = first; page < first + pages; page++) kernel.access(0, page, true);
  }
  const round = (child: number) => {
    kernel.fork(0, child);
    kernel.switchTo(child);
    for (const [first] of copiedAreas) kernel.access(child, first, false);
    kernel.exit(child);
    kernel.switchTo(0);
  };
  round(1);
  const before = { ...mmu.counts };
  round(2);
  const counts = noCounts();
  for (const key of Object.keys(counts) as (keyof PagingCounts)[]) {
    counts[key] = mmu.counts[key] - before[key];
  }
  return counts;
}

/** A monitor as seen by the process tests. */
export interface ProcessMonitor {
  technique: Technique;
  /** Prices of the events of shadow tables; null where there are none. */
  shadow: Technique | null;
}

const cycles = (event: Parameters<typeof price>[0], { technique }: ProcessMonitor, host: Host) =>
  total(price(event, technique, host)).value;

/**
 * Cycles a fault costs beyond nested paging, everything in it: delivery, CR3 loads, table writes, shadow entries, the
 * later unmapping. From the page-fault prices, which are per page of a mapped file and so a 16th of a fault.
 */
export function faultExtra(monitor: ProcessMonitor, base: ProcessMonitor, host: Host): number {
  const perPage = cycles('page-fault', monitor, host) - cycles('page-fault', base, host);
  return FAULT_AROUND_PAGES * perPage;
}

/** Cycles of an iteration beyond what it takes under `base`, by cause. */
export function processExtra(
  work: ProcessWork,
  monitor: ProcessMonitor,
  base: ProcessMonitor,
  host: Host,
): { faults: number; systemCalls: number; wakes: number; tables: number; exits: number } {
  const more = (event: Parameters<typeof price>[0]) =>
    cycles(event, monitor, host) - cycles(event, base, host);
  const counts = monitor.shadow ? spaceEvents(host.kpti) : noCounts();
  const bill = monitor.shadow ? billOf(pagingMode('shadow'), counts, host, {}, monitor.shadow) : [];
  const tableExits =
    counts.emulatedWrites + counts.unsyncFaults + counts.hiddenFaults + counts.cr3Exits;
  return {
    faults: work.faults * faultExtra(monitor, base, host),
    systemCalls: work.systemCalls * more('syscall'),
    wakes: work.wakes * more('hlt-wake'),
    tables: work.spaces * billTotal(bill).value,
    exits: work.spaces * tableExits,
  };
}

/** A fault whose signal handler only returns, less the signal itself: delivered, nothing mapped. */
export function protectionFaultExtra(
  monitor: ProcessMonitor,
  base: ProcessMonitor,
  host: Host,
): number {
  const crossing = cycles('syscall', monitor, host) - cycles('syscall', base, host);
  if (!monitor.shadow) return crossing;
  // Where rings are switched in software the fault is delivered like any exception, and returns by hypercall.
  const isPara = monitor.technique.cpu === 'paravirtual';
  return crossing + cycles(isPara ? 'exception' : 'hidden-fault', monitor, host);
}

export const kvmEpt: ProcessMonitor = { technique: techniqueById('hardware'), shadow: null };
export const kvmShadowPaging: ProcessMonitor = {
  technique: techniqueById('hardware-gen1'),
  shadow: techniqueById('hardware-gen1'),
};
export const kvmNestedEpt: ProcessMonitor = { technique: techniqueById('nested'), shadow: null };
