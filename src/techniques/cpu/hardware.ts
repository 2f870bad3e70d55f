import { present } from '../../elements.ts';
import { sourced } from '../../sourced.ts';
import { deviceTrip, exit, wake } from '../atoms.ts';
import type { CpuMode } from '../context.ts';
import { carried, guessed, type PathContext, type PathOf, type Paths, term } from '../context.ts';
import { pvm } from '../references/clx.ts';
import type { Reference } from '../references/reference.ts';
import { srvHandlers } from '../references/srv.ts';
import type { CostPart } from '../technique.ts';
import { systemCall } from './native.ts';

/** An exit with a handler in the kernel part of the monitor: T + K. */
const handled = (part: CostPart, what: string, handler: Reference): PathOf => {
  return (context) => ({
    path: `exit, ${what} in the kernel part of the monitor, entry`,
    terms: [...exit(context, part), carried(`handler: ${what} (K)`, part, handler, context)],
  });
};

const smallest = (part: CostPart, what: string): PathOf => {
  return (context) => ({
    path: `exit, ${what}, entry`,
    terms: exit(context, part),
  });
};

/** User-space device: T + U; an MMIO access goes through the instruction emulator first. */
export const pioUser: PathOf = (context) => ({
  path: 'exit, return to the user-space monitor, device model, back',
  terms: [...exit(context, 'device-io'), ...deviceTrip(context)],
});

const mmioEmulation = (context: PathContext) => [
  carried('EPT misconfiguration looked up (K)', 'device-io', srvHandlers.misconfiguration, context),
  carried('instruction emulator (K)', 'device-io', srvHandlers.emulator, context),
];

const mmioUser: PathOf = (context) => ({
  path: 'EPT misconfiguration, instruction emulator, user-space monitor, device model, back',
  terms: [
    ...exit(context, 'device-io'),
    ...deviceTrip(context),
    ...mmioEmulation(context),
    carried('finding the region in user space (U)', 'device-io', srvHandlers.mmioDispatch, context),
  ],
});

const mmioKernel: PathOf = (context) => ({
  path: 'EPT misconfiguration, instruction emulator, in-kernel device, entry',
  terms: [
    ...exit(context, 'device-io'),
    ...mmioEmulation(context),
    carried('handler: in-kernel device (K)', 'device-io', srvHandlers.pioEventfd, context),
  ],
});

export const hardwarePaths: Paths = {
  syscall: systemCall,
  cpuid: handled('cpu-exits', 'CPUID answer', srvHandlers.cpuid),
  rdtsc: (context) =>
    context.settings.rdtscExiting
      ? smallest('cpu-exits', 'counter emulation')(context)
      : {
          path: 'runs on the processor with an offset, no exit',
          terms: [guessed('RDTSC with offset (N)', 'user', 25, 'typical latency, recalled')],
        },
  'intercepted-exception': (context) => ({
    path: 'exit, the monitor looks, injection, guest handler',
    terms: [carried('#UD exit and injection', 'cpu-exits', pvm.kvmException, context)],
  }),
  'control-register': () => ({
    path: 'no exit unless a bit the monitor owns changes',
    terms: [guessed('control-register write (N)', 'user', 80, 'typical latency, recalled')],
  }),
  hypercall: smallest('cpu-exits', 'smallest handler'),
  'msr-write': handled('cpu-exits', 'WRMSR emulation', srvHandlers.wrmsr),
  'msr-read': handled('cpu-exits', 'RDMSR emulation', srvHandlers.rdmsr),
  'timer-arm': (context) => ({
    path: 'exit on the deadline write, timer armed, expiry exit, injection',
    terms: [
      ...exit(context, 'interrupts'),
      carried('handler: WRMSR emulation (K)', 'interrupts', srvHandlers.wrmsr, context),
      ...exit(context, 'interrupts'),
      guessed('injection', 'interrupts', 300, 'interrupt delivery through guest state'),
    ],
  }),
  'tpr-write': (context) =>
    context.settings.flexPriority === false
      ? handled('interrupts', 'priority update', srvHandlers.eoi)(context)
      : {
          path: 'TPR shadow (FlexPriority): no exit unless it drops below the threshold',
          terms: [carried('shadowed CR8 write', 'interrupts', srvHandlers.tprWrite, context)],
        },
  eoi: (context) =>
    context.settings.irqchip === 'user'
      ? pioUser(context)
      : handled('interrupts', 'acknowledge at the virtual controller', srvHandlers.eoi)(context),
  'external-irq': (context) => ({
    path: 'exit, host interrupt handler, injection at entry',
    terms: [
      ...exit(context, 'interrupts'),
      guessed('host interrupt handler and injection', 'interrupts', 900, 'one interrupt delivery'),
    ],
  }),
  ipi: (context) => ({
    path: 'exit to send, kick of the other virtual CPU, injection, acknowledge',
    terms: [carried('send, kick, inject, acknowledge', 'interrupts', srvHandlers.ipi, context)],
  }),
  'hlt-wake': (context) => ({
    path: 'HLT exit, sleep, wake by IPI, entry; the idle time is not a cost',
    terms: [wake(context)],
  }),
  'pause-spin': (context) =>
    context.settings.ple === false
      ? {
          path: 'the spin burns until the holder runs again',
          terms: [guessed('wasted spin', 'scheduling', 10000, 'no exit on PAUSE; part of a slice')],
        }
      : {
          path: 'pause-loop exit after the window, directed yield to the holder',
          terms: [
            term(
              'spin up to the window',
              'scheduling',
              sourced(4096, 'cycles', 'published', 'KVM PLE commit: window 2^12 cycles'),
            ),
            ...exit(context, 'scheduling'),
          ],
        },
  'pio-kernel': handled('device-io', 'in-kernel device', srvHandlers.pioEventfd),
  'mmio-kernel': mmioKernel,
  'pio-user': pioUser,
  'mmio-user': mmioUser,
};

export const hardware: CpuMode = {
  id: 'hardware',
  title: 'Hardware (VMX or SVM)',
  describe: 'The guest runs in non-root mode; sensitive events exit as the controls say.',
  trap: exit,
  deviceTrap: (context) => pioUser(context).terms,
  interrupt: (context) => [
    ...present(hardwarePaths['external-irq'])(context).terms,
    ...present(hardwarePaths.eoi)(context).terms,
  ],
  paths: hardwarePaths,
};
