import { nth, present } from '../../elements.ts';
import { plus } from '../../sourced.ts';
import { deviceTrip } from '../atoms.ts';
import type { CpuMode } from '../context.ts';
import { carried, guessed, type PathOf, type Paths, term } from '../context.ts';
import { adams } from '../references/p4.ts';
import type { CostPart } from '../technique.ts';
import { systemCall } from './native.ts';

const inline = (part: CostPart, cycles: number, what: string): PathOf => {
  return () => ({
    path: `translated kernel code ${what} in line, no exit`,
    terms: [guessed(`${what} in line`, part, cycles, 'a few translated instructions')],
  });
};

const callOut = (label: string, part: CostPart) =>
  guessed(label, part, 1000, 'a call out of the translation cache, no world switch');

const paths: Paths = {
  branch: (context) => ({
    path: 'returns and indirect jumps of kernel code look their target up',
    terms: [carried('call and return with target look-up', 'cpu-exits', adams.callretBt, context)],
  }),
  syscall: (context) => {
    const { path, terms } = systemCall(context);
    return {
      path: `${path}; entry and exit pass through the monitor`,
      terms: [
        ...terms,
        carried('monitor at entry and exit', 'cpu-exits', adams.syscallBt, context),
      ],
    };
  },
  cpuid: inline('cpu-exits', 150, 'answers CPUID'),
  rdtsc: inline('cpu-exits', 60, 'offsets the counter'),
  exception: (context) => ({
    path: 'the monitor takes the fault and delivers it to translated code',
    terms: [carried('delivery through the monitor', 'cpu-exits', adams.divzeroBt, context)],
  }),
  'intercepted-exception': (context) => ({
    path: 'the monitor takes the fault and delivers it to translated code',
    terms: [carried('delivery through the monitor', 'cpu-exits', adams.divzeroBt, context)],
  }),
  popf: inline('cpu-exits', 8, 'keeps a virtual interrupt flag'),
  'descriptor-read': inline('cpu-exits', 20, 'stores the virtual register'),
  'control-register': () => ({
    path: 'translated code calls out to the monitor',
    terms: [callOut('control-register update', 'cpu-exits')],
  }),
  hypercall: () => ({
    path: 'translated code calls out to the monitor',
    terms: [callOut('call of the monitor', 'cpu-exits')],
  }),
  'msr-write': inline('cpu-exits', 100, 'writes the virtual register'),
  'msr-read': inline('cpu-exits', 80, 'reads the virtual register'),
  'timer-arm': () => ({
    path: 'call out arms a host timer; its interrupt is delivered to translated code',
    terms: [callOut('arm', 'interrupts'), callOut('deliver', 'interrupts')],
  }),
  'tpr-write': (context) => ({
    path: 'translated code updates the virtual priority in line',
    terms: [carried('priority update in line', 'interrupts', adams.tprWriteBt, context)],
  }),
  eoi: inline('interrupts', 60, 'acknowledges at the virtual controller'),
  'external-irq': (context) => ({
    path: 'the host takes the interrupt; the monitor delivers it between translated blocks',
    terms: [
      term('world switch to the host (T)', 'interrupts', context.host.anchors.smallestExitCycles),
      callOut('deliver', 'interrupts'),
    ],
  }),
  ipi: () => ({
    path: 'shared memory and a kick of the other monitor thread',
    terms: [callOut('send', 'interrupts'), callOut('deliver', 'interrupts')],
  }),
  'hlt-wake': (context) => ({
    path: 'call out, sleep in the host, wake; the idle time is not a cost',
    terms: [
      term('sleep and wake in the host (W)', 'interrupts', context.host.anchors.ipiWakeCycles),
    ],
  }),
  'pause-spin': () => ({
    path: 'the spin burns until the holder runs again',
    terms: [guessed('wasted spin', 'scheduling', 10000, 'no exit on PAUSE; part of a slice')],
  }),
  'pio-kernel': (context) => ({
    path: 'translated code calls the device model of the monitor, no chipset, no exit',
    terms: [carried('device model call', 'device-io', adams.pioBt, context)],
  }),
  'pio-user': (context) => ({
    path: 'call out, then the device model outside the monitor',
    terms: deviceTerms(context),
  }),
  'mmio-kernel': () => ({
    path: 'adapted translation calls the device model of the monitor',
    terms: [guessed('device model call', 'device-io', 400, 'as port I/O plus address decoding')],
  }),
  'mmio-user': (context) => ({
    path: 'call out, then the device model outside the monitor',
    terms: deviceTerms(context),
  }),
};

function deviceTerms(context: Parameters<PathOf>[0]) {
  const trip = deviceTrip(context);
  const [first, ...rest] = trip.map((each) => each.cycles);
  const whole = plus(present(first), ...rest);
  return [
    callOut('call out (no world switch)', 'device-io'),
    { ...nth(trip, 0), label: trip.map((each) => each.label).join('; '), cycles: whole },
  ];
}

export const binaryTranslation: CpuMode = {
  id: 'binary-translation',
  title: 'Binary translation (same ISA)',
  describe:
    'User code runs directly, kernel code runs as a translation in which sensitive instructions are replaced.',
  trap: (_context, part) => [callOut('call out of the translation cache', part)],
  deviceTrap: deviceTerms,
  interrupt: () => [callOut('deliver and acknowledge', 'interrupts')],
  paths,
};
