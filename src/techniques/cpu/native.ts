import { unverified } from '../../sourced.ts';
import type { CpuMode } from '../context.ts';
import {
  carried,
  free,
  guessed,
  type Path,
  type PathContext,
  type Paths,
  term,
} from '../context.ts';
import { pvm } from '../references/clx.ts';
import { adams } from '../references/p4.ts';
import type { Reference } from '../references/reference.ts';
import type { CostPart, CostTerm } from '../technique.ts';

const oneInstruction = {
  ...unverified(1, 'cycles', 'unit of comparison: one cycle per instruction, set by the program'),
  low: 0.25,
  high: 2,
};

const plain = (label: string, part: CostPart, cycles: number) => (): Path => ({
  path: 'runs on the processor',
  terms: [guessed(label, part, cycles, 'typical latency, recalled')],
});

/**
 * What is left of 3.95 us (context switch between two CPUs) less 0.38 us (on one), over the 2.1
 * wake-ups that the same difference in the guest contains; microseconds times 3.4 GHz.
 */
const nativeWake: Reference = {
  cycles: ((3.95 - 0.38) * 3400) / 2.1,
  host: 'srv',
  scale: 'wake',
  source: 'chazy/kvmperf 77e4ae2, lmbench 2p/0K context switch, two CPUs less one, per wake-up',
  spread: 0.4,
};

/** Kernel page-table isolation counts when the settings say so, else as the host profile was measured. */
export function usesKpti({ settings, host }: PathContext): boolean {
  return settings.kpti ?? host.kpti;
}

/** A system call that stays in the guest: the native trap, page-table isolation, shadow-paging exits. */
export function systemCall(context: PathContext): Path {
  const terms = [carried('trap to the kernel and return (N)', 'user', pvm.syscall, context)];
  let path = 'user mode to kernel mode and back, no monitor';
  if (usesKpti(context)) {
    terms.push(carried('two CR3 loads of page-table isolation', 'user', pvm.kptiSyscall, context));
    path += '; two CR3 loads for page-table isolation';
    if (context.technique.mmu === 'shadow') {
      terms.push(
        context.technique.cpu === 'binary-translation'
          ? guessed('both CR3 loads call out (Sh)', 'page-tables', 4400, 'two shadow-root switches')
          : carried('both CR3 loads exit (T+Sh)', 'page-tables', pvm.shadowKptiSyscall, context),
      );
      path += ', each of which reaches the monitor under shadow paging';
    }
  }
  return { path, terms };
}

/** What events cost without any monitor. */
export const nativePaths = {
  alu: () => ({
    path: 'runs on the processor',
    terms: [term('instruction (N)', 'user', oneInstruction)],
  }),
  fp: () => ({
    path: 'runs on the processor',
    terms: [term('instruction (N)', 'user', oneInstruction)],
  }),
  branch: (context) => ({
    path: 'runs on the processor',
    terms: [carried('call and return (N)', 'user', adams.callret, context)],
  }),
  syscall: systemCall,
  cpuid: plain('CPUID (N)', 'user', 100),
  rdtsc: plain('RDTSC (N)', 'user', 25),
  exception: (context) => ({
    path: 'trap to the kernel, handler, return',
    terms: [carried('exception delivery (N)', 'user', adams.divzero, context)],
  }),
  'intercepted-exception': (context) => ({
    path: 'trap to the kernel, handler, return',
    terms: [carried('exception delivery (N)', 'user', adams.divzero, context)],
  }),
  popf: plain('PUSHF and POPF (N)', 'user', 20),
  'descriptor-read': plain('register store (N)', 'user', 20),
  'control-register': plain('control-register write (N)', 'user', 80),
  hypercall: () => ({
    path: 'there is no monitor to call',
    terms: [free('no monitor', 'cpu-exits', 'there is no monitor to call')],
  }),
  'msr-write': plain('WRMSR (N)', 'user', 100),
  'msr-read': plain('RDMSR (N)', 'user', 60),
  'timer-arm': plain('deadline write and local interrupt (N)', 'interrupts', 900),
  'tpr-write': (context) => ({
    path: 'runs on the processor',
    terms: [carried('CR8 write (N)', 'interrupts', adams.tprWrite, context)],
  }),
  eoi: plain('local controller write (N)', 'interrupts', 50),
  'external-irq': plain('interrupt delivery and return (N)', 'interrupts', 900),
  ipi: plain('send, deliver, acknowledge (N)', 'interrupts', 1500),
  'hlt-wake': (context) => ({
    path: 'sleep, wake by interrupt; the idle time is not a cost',
    terms: [carried('send, wake, run (N)', 'interrupts', nativeWake, context)],
  }),
  'pause-spin': () => ({
    path: 'a lock holder is not preempted by another guest',
    terms: [free('no other guest', 'scheduling', 'nobody preempts the lock holder')],
  }),
  'pio-kernel': (context) => ({
    path: 'the access reaches a real device through the chipset',
    terms: [carried('port access (N)', 'device-io', adams.pio, context)],
  }),
  'pio-user': (context) => ({
    path: 'the access reaches a real device through the chipset',
    terms: [carried('port access (N)', 'device-io', adams.pio, context)],
  }),
  'mmio-kernel': plain('uncached write to the device (N)', 'device-io', 300),
  'mmio-user': plain('uncached access to the device (N)', 'device-io', 900),
} as const satisfies Paths;

/** A device interrupt and its acknowledgement without a monitor. */
export function nativeInterrupt(): readonly CostTerm[] {
  return [...nativePaths['external-irq']().terms, ...nativePaths.eoi().terms];
}

const nothing = () => [free('no monitor', 'cpu-exits', 'nothing traps')];

export const native: CpuMode = {
  id: 'native',
  title: 'Bare metal',
  describe: 'The program runs on the processor with no monitor below.',
  trap: nothing,
  deviceTrap: nothing,
  interrupt: nativeInterrupt,
  paths: nativePaths,
};
