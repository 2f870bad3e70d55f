import { deviceTrip } from '../atoms.ts';
import type { CpuMode } from '../context.ts';
import { carried, guessed, type PathContext, type PathOf, type Paths, term } from '../context.ts';
import { pvm } from '../references/clx.ts';
import type { Reference } from '../references/reference.ts';
import type { CostPart, CostTerm } from '../technique.ts';

function hypercall(context: PathContext, part: CostPart): readonly CostTerm[] {
  return [carried('hypercall by ring switch (R)', part, pvm.hypercall, context)];
}

const calls = (part: CostPart, what: string): PathOf => {
  return (context) => ({ path: `hypercall: ${what}`, terms: hypercall(context, part) });
};

const shared = (part: CostPart, cycles: number, what: string): PathOf => {
  return () => ({
    path: `the guest ${what} in memory shared with the monitor`,
    terms: [guessed(`${what} in shared memory`, part, cycles, 'a few memory accesses')],
  });
};

const row = (part: CostPart, label: string, path: string, reference: Reference): PathOf => {
  return (context) => ({ path, terms: [carried(label, part, reference, context)] });
};

/** Port I/O where the monitor is a kernel module (PVM); else through the driver domain. */
const device: PathOf = (context) => {
  const { placement } = context.technique;
  if (placement === 'kernel-module') {
    return {
      path: 'ring switch, exit to the user-space monitor, back',
      terms: [carried('port I/O to user space', 'device-io', pvm.pio, context)],
    };
  }
  return {
    path: 'hypercall, switch to the driver domain, device model, back',
    terms: [...hypercall(context, 'device-io'), ...deviceTrip(context)],
  };
};

const paths: Paths = {
  syscall: (context) => {
    const direct = context.settings.directSwitch ?? true;
    return direct
      ? {
          path: 'the monitor switches rings straight to the guest kernel and back (R)',
          terms: [
            carried('trap to the kernel and return (N)', 'user', pvm.syscall, context),
            carried('ring switch (R)', 'cpu-exits', directExtra, context),
          ],
        }
      : {
          path: 'every system call goes through the monitor',
          terms: [
            carried('trap to the kernel and return (N)', 'user', pvm.syscall, context),
            carried('monitor at entry and exit (R)', 'cpu-exits', plainExtra, context),
          ],
        };
  },
  cpuid: row('cpu-exits', 'CPUID through the monitor', 'ring switch, handler', pvm.cpuid),
  exception: row('cpu-exits', 'delivery by ring switch', 'ring switch, delivery', pvm.exception),
  'intercepted-exception': row(
    'cpu-exits',
    'delivery by ring switch',
    'ring switch, delivery',
    pvm.exception,
  ),
  popf: shared('cpu-exits', 6, 'keeps its interrupt flag'),
  'control-register': calls('cpu-exits', 'update of a control register'),
  hypercall: calls('cpu-exits', 'empty call'),
  'msr-write': row('cpu-exits', 'MSR access through the monitor', 'trap, decode, emulate', pvm.msr),
  'msr-read': row('cpu-exits', 'MSR access through the monitor', 'trap, decode, emulate', pvm.msr),
  'timer-arm': (context) => ({
    path: 'hypercall arms a timer, an event channel delivers it',
    terms: [...hypercall(context, 'interrupts'), ...hypercall(context, 'interrupts')],
  }),
  'tpr-write': shared('interrupts', 20, 'keeps its priority'),
  eoi: shared('interrupts', 30, 'acknowledges'),
  'external-irq': calls('interrupts', 'event delivered by ring switch'),
  ipi: (context) => ({
    path: 'hypercall to send, event delivered by ring switch on the other side',
    terms: [...hypercall(context, 'interrupts'), ...hypercall(context, 'interrupts')],
  }),
  'hlt-wake': (context) => ({
    path: 'hypercall to sleep, wake by event; the idle time is not a cost',
    terms: [
      term('send, wake, take the event (W)', 'interrupts', context.host.anchors.ipiWakeCycles),
    ],
  }),
  'pause-spin': (context) => ({
    path: 'the lock tells the monitor, which runs the holder',
    terms: [...hypercall(context, 'scheduling')],
  }),
  'pio-kernel': calls('device-io', 'access by the monitor'),
  'mmio-kernel': calls('device-io', 'access by the monitor'),
  'pio-user': device,
  'mmio-user': device,
};

const directExtra: Reference = { ...pvm.directSyscall, cycles: pvm.directSyscall.cycles - 150 };
const plainExtra: Reference = { ...pvm.plainSyscall, cycles: pvm.plainSyscall.cycles - 150 };

export const paravirtual: CpuMode = {
  id: 'paravirtual',
  title: 'Paravirtual',
  describe:
    'The guest kernel knows the monitor and calls it (Xen PV, PVM); no virtualization hardware.',
  trap: hypercall,
  deviceTrap: (context) => device(context).terms,
  interrupt: (context) => hypercall(context, 'interrupts'),
  paths,
};
