import { sourced } from '../../sourced.ts';
import type { CpuMode } from '../context.ts';
import { guessed, type PathOf, type Paths, term } from '../context.ts';
import type { CostPart } from '../technique.ts';

/** QEMU user mode runs integer code at 5 to 16 % of native; good translators at 27 to 53 %. */
const integer = {
  ...sourced(
    1 / Math.sqrt(0.05 * 0.16),
    'cycles',
    'derived',
    'QEMU user mode on ARM64: 5-16 % of native (geometric middle); Box64 27-53 %',
  ),
  low: 1 / 0.53,
  high: 1 / 0.05,
};

const floating = {
  ...sourced(
    3387000.94 / 49485.31,
    'cycles',
    'derived',
    'LINPACK native over QEMU TCG full system (one student sample)',
  ),
  low: 10,
  high: 100,
};

const helper = (part: CostPart, cycles: number, what: string): PathOf => {
  return () => ({
    path: `translated code calls a helper that ${what}`,
    terms: [guessed(`helper: ${what} (I)`, part, cycles, 'a call out of translated code')],
  });
};

const paths: Paths = {
  alu: () => ({
    path: 'translated once, then runs as host code',
    terms: [term('translated instruction (I)', 'user', integer)],
  }),
  fp: () => ({
    path: 'translated into calls of a software floating-point library',
    terms: [term('translated floating point (I)', 'user', floating)],
  }),
  branch: helper('user', 60, 'looks the target block up'),
  syscall: helper('user', 400, 'switches the privilege level'),
  cpuid: helper('cpu-exits', 150, 'answers CPUID'),
  rdtsc: helper('cpu-exits', 100, 'reads the virtual counter'),
  exception: helper('cpu-exits', 1500, 'leaves translated code and delivers the exception'),
  'intercepted-exception': helper('cpu-exits', 1500, 'leaves translated code and delivers'),
  popf: helper('cpu-exits', 60, 'updates virtual flags'),
  'descriptor-read': helper('cpu-exits', 60, 'stores the virtual register'),
  'control-register': helper('cpu-exits', 500, 'updates the control register'),
  'msr-write': helper('cpu-exits', 150, 'writes the virtual register'),
  'msr-read': helper('cpu-exits', 120, 'reads the virtual register'),
  'timer-arm': helper('interrupts', 3000, 'arms a host timer and delivers its interrupt'),
  'tpr-write': helper('interrupts', 100, 'updates the virtual priority'),
  eoi: helper('interrupts', 200, 'updates the virtual controller'),
  'external-irq': helper('interrupts', 2500, 'leaves translated code and delivers the interrupt'),
  ipi: helper('interrupts', 4000, 'kicks another translating thread'),
  'pause-spin': helper('scheduling', 200, 'yields to another translating thread'),
  'pio-kernel': helper('device-io', 800, 'calls the device model'),
  'pio-user': helper('device-io', 800, 'calls the device model'),
  'mmio-kernel': helper('device-io', 900, 'calls the device model'),
  'mmio-user': helper('device-io', 900, 'calls the device model'),
};

export const crossIsaDbt: CpuMode = {
  id: 'cross-isa-dbt',
  title: 'Cross-ISA dynamic translation',
  describe: 'Guest code of another architecture is translated block by block (QEMU TCG-like).',
  trap: (_context, part) => [
    guessed('call out of translated code (I)', part, 500, 'one helper call'),
  ],
  deviceTrap: () => [guessed('device model in the same process (I)', 'device-io', 800, 'one call')],
  interrupt: () => [
    guessed('leave translated code, deliver, acknowledge (I)', 'interrupts', 2700, 'helper calls'),
  ],
  paths,
};
