import { sourced } from '../../sourced.ts';
import { interpreted } from '../atoms.ts';
import type { CpuMode } from '../context.ts';
import { type PathOf, type Paths, term } from '../context.ts';
import type { CostPart } from '../technique.ts';

const bochs =
  'Bochs: 85-95 MIPS on a 3.4 GHz i7-2600, 38-43 on a 2.6 GHz and 50-55 on a 3.2 GHz Core 2';

/** Host cycles per guest instruction: 3400 / 90, and 2600 / 38 at the worst of the later samples. */
const perInstruction = {
  ...sourced(3400 / 90, 'cycles', 'derived', bochs),
  low: 3400 / 95,
  high: 2600 / 38,
};

const step = (part: CostPart, label: string): PathOf => {
  return () => ({
    path: 'fetch, decode and dispatch in the interpreter',
    terms: [term(label, part, perInstruction)],
  });
};

const work = (part: CostPart, steps: number, what: string): PathOf => {
  return () => ({
    path: `the interpreter ${what} in software`,
    terms: [interpreted(`${what} (I)`, part, steps)],
  });
};

/** Interpreted work per event, in guest-instruction equivalents. */
export const interpreterPaths = {
  alu: step('user', 'interpreted instruction (I)'),
  fp: () => ({
    path: 'the interpreter computes floating point in software',
    terms: [interpreted('software floating point (I)', 'user', 3)],
  }),
  branch: work('user', 3, 'looks up both targets'),
  syscall: work('user', 12, 'checks and switches the privilege level'),
  cpuid: work('cpu-exits', 3, 'answers CPUID'),
  rdtsc: work('cpu-exits', 2, 'reads the virtual counter'),
  exception: work('cpu-exits', 20, 'delivers the exception'),
  'intercepted-exception': work('cpu-exits', 20, 'delivers the exception'),
  popf: work('cpu-exits', 3, 'updates virtual flags'),
  'descriptor-read': work('cpu-exits', 2, 'stores the virtual register'),
  'control-register': work('cpu-exits', 8, 'updates the virtual control register'),
  'msr-write': work('cpu-exits', 4, 'writes the virtual register'),
  'msr-read': work('cpu-exits', 3, 'reads the virtual register'),
  'timer-arm': work('interrupts', 30, 'arms and fires the virtual timer'),
  'tpr-write': work('interrupts', 3, 'updates the virtual priority'),
  eoi: work('interrupts', 6, 'updates the virtual controller'),
  'external-irq': work('interrupts', 25, 'polls and delivers the interrupt'),
  ipi: work('interrupts', 30, 'delivers between virtual processors'),
  'pause-spin': work('scheduling', 1, 'turns to the next virtual processor'),
  'pio-kernel': work('device-io', 20, 'calls the device model'),
  'pio-user': work('device-io', 30, 'calls the device model'),
  'mmio-kernel': work('device-io', 25, 'calls the device model'),
  'mmio-user': work('device-io', 35, 'calls the device model'),
} as const satisfies Paths;

export const interpreter: CpuMode = {
  id: 'interpreter',
  title: 'Interpreter',
  describe: 'Every guest instruction is fetched, decoded and executed by a program (Bochs-like).',
  trap: (_context, part) => [interpreted('the interpreter is its own monitor (I)', part, 5)],
  deviceTrap: () => [interpreted('call of the device model (I)', 'device-io', 30)],
  interrupt: () => [interpreted('poll, deliver, acknowledge (I)', 'interrupts', 30)],
  paths: interpreterPaths,
};
