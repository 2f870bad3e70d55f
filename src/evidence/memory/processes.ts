// lmbench process and fault rows of the PVM paper: kernel work from the row under EPT, the rest from events and prices.
import { present } from '../../elements.ts';
import { hostById } from '../../hosts/index.ts';
import { lockContention } from '../../model/paging/lock-contention.ts';
import {
  faultExtra,
  kvmEpt,
  kvmNestedEpt,
  kvmShadowPaging,
  type ProcessMonitor,
  processExtra,
  processWork,
  protectionFaultExtra,
} from '../../model/paging/process-work.ts';
import { techniqueById } from '../../techniques/index.ts';
import type { Predictor } from './target.ts';

/** PVM shadows tables as KVM does, and is reached by ring switches instead of exits. */
const module = { ...techniqueById('para'), placement: 'kernel-module' } as const;
const pvm: ProcessMonitor = { technique: module, shadow: { ...module, mmu: 'shadow' } };

const monitors: Record<string, ProcessMonitor> = {
  'kvm-ept': kvmEpt,
  'kvm-spt': kvmShadowPaging,
  'kvm-ept-nested': kvmNestedEpt,
  pvm,
  // Faults and switches of an inner PVM guest stay inside the outer one.
  'pvm-nested': pvm,
};

/** Rows that stand for the kernel's own work (and for the unpublished size of the mapping), us: never judged. */
export const processAnchors: Readonly<Record<string, number>> = {
  'mem.res.pvm.prot_fault.kvm-ept': 0.66,
  'mem.res.pvm.mmap.kvm-ept': 85_930,
  'mem.res.pvm.mmap.kvm-spt': 125_900,
  'mem.res.pvm.fork.kvm-ept.p1': 82.13,
  'mem.res.pvm.exec.kvm-ept.p1': 422.33,
  'mem.res.pvm.sh.kvm-ept.p1': 1600,
  'mem.res.pvm.fork.kvm-ept.p32': 513.5,
};
const anchor = (row: string) => present(processAnchors[`mem.res.pvm.${row}`]);

const PROCESSES = 32;
const clx = () => hostById('clx');
const cyclesPerUs = () => 1000 * clx().clockGhz.value;

/** Everything a monitor adds to one iteration, us. */
function extraUs(name: keyof typeof processWork, monitor: ProcessMonitor): number {
  const extra = processExtra(processWork[name], monitor, kvmEpt, clx());
  return (extra.faults + extra.systemCalls + extra.wakes + extra.tables) / cyclesPerUs();
}

/**
 * Rows of the same table that are no entries of this suite (pvm23.lmbench.*.p32.exec and .sh of the CPU reference), us: 32
 * processes at once. With all 32 waiting for one lock a row is 32 times what is done under it: 2.4 to 2.7 times all that
 * KVM's shadow pager does alone (flushes of the other processors' TLBs and the lock's own line, which 32 processors
 * make longer), 0.45 to 0.52 times what PVM's does, whose locks are finer.
 */
const contendedRows: Readonly<Record<string, Readonly<Record<'exec' | 'sh', number>>>> = {
  'kvm-spt': { exec: 76_000, sh: 171_000 },
  pvm: { exec: 12_500, sh: 29_500 },
  'pvm-nested': { exec: 15_000, sh: 32_500 },
};

/** Time under the lock over the monitor's work alone, from exec and sh; undefined where there are no such rows. */
function underLock(name: string, monitor: ProcessMonitor): number | undefined {
  const rows = Object.hasOwn(contendedRows, name) ? contendedRows[name] : undefined;
  if (!rows) return undefined;
  const share = (kind: 'exec' | 'sh') => rows[kind] / PROCESSES / extraUs(kind, monitor);
  return (share('exec') + share('sh')) / 2;
}

/** One fork while 32 processes do the same: a closed queue before the pager's lock (KVM: mmu_lock). */
function contendedFork(name: string, monitor: ProcessMonitor): number | undefined {
  const kernel = anchor('fork.kvm-ept.p32');
  const alone = anchor('fork.kvm-ept.p1');
  if (name === 'kvm-ept') return kernel;
  const extra = extraUs('fork', monitor);
  // The contended kernel work is stretched as a whole: so is what the monitor adds to it.
  if (!monitor.shadow) return (kernel * (alone + extra)) / alone;
  const share = underLock(name, monitor);
  if (share === undefined) return undefined;
  return lockContention(PROCESSES, extra * share, kernel + extra * Math.max(0, 1 - share)).round;
}

/**
 * What an open and close of a file takes more under nested EPT, us (pvm23.lmbench.kvm_ept_nst.p1.open_close less
 * kvm_ept_bm): access to files leaves the inner guest, and with it to the outer monitor.
 */
const NESTED_OPEN_US = 36.43 - 25.07;

/** Microseconds of a row; undefined where there is no model. */
function row(kind: string, name: string, processes: string | undefined): number | undefined {
  const monitor = Object.hasOwn(monitors, name) ? monitors[name] : undefined;
  if (!monitor) return undefined;
  if (kind === 'prot_fault') {
    return (
      anchor('prot_fault.kvm-ept') + protectionFaultExtra(monitor, kvmEpt, clx()) / cyclesPerUs()
    );
  }
  if (kind === 'mmap') {
    const [ept, spt] = [anchor('mmap.kvm-ept'), anchor('mmap.kvm-spt')];
    // Faults of one mapping, whose size was not published: those that make the two anchors.
    const share = faultExtra(monitor, kvmEpt, clx()) / faultExtra(kvmShadowPaging, kvmEpt, clx());
    return ept + (spt - ept) * share;
  }
  if (kind !== 'fork' && kind !== 'exec' && kind !== 'sh') return undefined;
  if (processes === 'p32') return kind === 'fork' ? contendedFork(name, monitor) : undefined;
  const files = name === 'kvm-ept-nested' ? processWork[kind].opens * NESTED_OPEN_US : 0;
  return anchor(`${kind}.kvm-ept.p1`) + extraUs(kind, monitor) + files;
}

export const predictProcesses: Predictor = (id) => {
  if (!id.startsWith('mem.res.pvm.')) return undefined;
  const [, , , kind, name, processes] = id.split('.');
  return kind === undefined || name === undefined ? undefined : row(kind, name, processes);
};
