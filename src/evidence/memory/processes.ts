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
 * One fork while 32 processes do the same. KVM's shadow pager works under one lock (mmu_lock): a closed queue, whose
 * service is all the monitor adds but its world switches. PVM's finer locks were not described closely enough.
 */
function contendedFork(name: string, monitor: ProcessMonitor): number | undefined {
  const kernel = anchor('fork.kvm-ept.p32');
  const alone = anchor('fork.kvm-ept.p1');
  if (name === 'kvm-ept') return kernel;
  if (!monitor.shadow) {
    // The contended kernel work is stretched as a whole: so is what the monitor adds to it.
    return (kernel * (alone + extraUs('fork', monitor))) / alone;
  }
  if (name !== 'kvm-spt') return undefined;
  const { exits } = processExtra(processWork.fork, monitor, kvmEpt, clx());
  // A fault is delivered, its entry write trapped and its shadow entry built; KPTI adds two CR3 exits.
  const switches = exits + 5 * processWork.fork.faults + 2 * processWork.fork.systemCalls;
  const unlocked = (switches * clx().anchors.smallestExitCycles.value) / cyclesPerUs();
  const held = Math.max(0, extraUs('fork', monitor) - unlocked);
  return lockContention(PROCESSES, held, kernel + unlocked).round;
}

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
  return anchor(`${kind}.kvm-ept.p1`) + extraUs(kind, monitor);
}

export const predictProcesses: Predictor = (id) => {
  if (!id.startsWith('mem.res.pvm.')) return undefined;
  const [, , , kind, name, processes] = id.split('.');
  return kind === undefined || name === undefined ? undefined : row(kind, name, processes);
};
