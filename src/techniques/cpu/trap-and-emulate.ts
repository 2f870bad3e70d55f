import { deviceTrip } from '../atoms.ts';
import type { CpuMode } from '../context.ts';
import { carried, guessed, type PathContext, type PathOf, type Paths, term } from '../context.ts';
import { adams } from '../references/p4.ts';
import type { CostPart, CostTerm } from '../technique.ts';
import { systemCall } from './native.ts';

/** A deprivileged kernel's instruction traps like an exception, is decoded and emulated. */
function trap(context: PathContext, part: CostPart): readonly CostTerm[] {
  return [
    carried('protection fault into the monitor and return', part, adams.divzero, context),
    guessed('decode and emulate', part, 600, 'software decoding of one instruction'),
  ];
}

const trapped = (part: CostPart, what: string): PathOf => {
  return (context) => ({ path: `#GP, the monitor ${what}`, terms: trap(context, part) });
};

const device: PathOf = (context) => ({
  path: '#GP or page fault, the monitor decodes, the device model answers',
  terms: [...trap(context, 'device-io'), ...deviceTrip(context)],
});

const paths: Paths = {
  syscall: (context) => {
    const { path, terms } = systemCall(context);
    return {
      path: `${path}; the monitor bounces entry and return between rings`,
      terms: [...terms, ...trap(context, 'cpu-exits')],
    };
  },
  exception: (context) => ({
    path: 'the monitor takes the fault and reflects it to the deprivileged kernel',
    terms: [...trap(context, 'cpu-exits'), ...trap(context, 'cpu-exits')],
  }),
  'intercepted-exception': trapped('cpu-exits', 'looks at the fault'),
  'control-register': trapped('cpu-exits', 'updates the control register'),
  hypercall: trapped('cpu-exits', 'answers the call'),
  'msr-write': trapped('cpu-exits', 'writes the register'),
  'msr-read': trapped('cpu-exits', 'reads the register'),
  'timer-arm': trapped('interrupts', 'arms a host timer'),
  'tpr-write': trapped('interrupts', 'updates the priority'),
  eoi: trapped('interrupts', 'acknowledges'),
  'external-irq': trapped('interrupts', 'delivers the interrupt'),
  ipi: trapped('interrupts', 'delivers to the other virtual CPU'),
  'hlt-wake': (context) => ({
    path: 'HLT traps, the monitor sleeps and is woken; the idle time is not a cost',
    terms: [
      ...trap(context, 'interrupts'),
      term('sleep and wake in the host (W)', 'interrupts', context.host.anchors.ipiWakeCycles),
    ],
  }),
  'pause-spin': () => ({
    path: 'the spin burns until the holder runs again',
    terms: [guessed('wasted spin', 'scheduling', 10000, 'no exit on PAUSE; part of a slice')],
  }),
  'pio-kernel': trapped('device-io', 'answers from its own device model'),
  'mmio-kernel': trapped('device-io', 'answers from its own device model'),
  'pio-user': device,
  'mmio-user': device,
};

export const trapAndEmulate: CpuMode = {
  id: 'trap-and-emulate',
  title: 'Trap and emulate (deprivileged)',
  describe:
    'The guest kernel runs without privileges and traps; on x86 wrong for PUSHF, POPF and 16 others.',
  trap,
  deviceTrap: (context) => [...trap(context, 'device-io'), ...deviceTrip(context)],
  interrupt: (context) => [...trap(context, 'interrupts'), ...trap(context, 'interrupts')],
  paths,
};
