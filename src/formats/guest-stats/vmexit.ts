import type { EventId } from '../../techniques/events.ts';
import { guestStats } from './build.ts';
import type { GuestStatsFormat, Latency } from './guest-stats.ts';
import { count, fail, linesOf } from './text.ts';

/** Tests that measure exactly one event of the model. */
const EVENTS: ReadonlyMap<string, EventId> = new Map([
  ['cpuid', 'cpuid'],
  ['vmcall', 'hypercall'],
  ['mov_to_cr8', 'tpr-write'],
  ['inl_from_pmtimer', 'pio-user'],
  ['inl_from_qemu', 'pio-user'],
  ['inl_from_kernel', 'pio-kernel'],
  ['outl_to_kernel', 'pio-kernel'],
  ['ipi', 'ipi'],
  ['ipi_halt', 'hlt-wake'],
  ['ipi+halt', 'hlt-wake'],
  ['tscdeadline_immed', 'timer-arm'],
  ['pci-mem', 'mmio-user'],
]);

const NAME = /^[A-Za-z][\w.:+/-]{0,79}$/;

export const vmexit: GuestStatsFormat = {
  id: 'kvm-unit-tests-vmexit',
  title: 'kvm-unit-tests vmexit',
  describe: 'cycles of each kind of exit',
  make: './run_tests.sh -g vmexit; cat logs/vmexit_*.log > FILE',
  sniff: (text) =>
    /^(cpuid|vmcall|inl_from_\w+|mov_to_cr8|outl_to_kernel|ipi(_halt)?) \d+[ \t\r]*$/m.test(text),
  read(text, file) {
    const runs = new Map<string, number[]>();
    for (const line of linesOf(text, file)) {
      const cells = line.text.trimEnd().split(/[ \t]+/);
      const [name, cycles] = cells;
      // Banner lines ("enabling apic", "cr0 = 80010011") have no number as their second and last word.
      if (cells.length !== 2 || !NAME.test(name!) || !/\d/.test(cycles!) || name!.endsWith(':')) {
        if (EVENTS.has(name ?? '')) fail(line, 'a row "NAME CYCLES"', line.text);
        continue;
      }
      const value = count(cycles, line, 'cycles');
      const values = runs.get(name!);
      if (values) values.push(value);
      else runs.set(name!, [value]);
    }
    if (runs.size === 0) fail({ file, line: 1 }, 'rows "NAME CYCLES"', '');
    const latencies = [...runs].map(([name, values]): Latency => {
      const event = EVENTS.get(name);
      return {
        name,
        value: values.reduce((sum, value) => sum + value, 0) / values.length,
        unit: 'cycles',
        minimum: values.reduce((a, b) => Math.min(a, b)),
        maximum: values.reduce((a, b) => Math.max(a, b)),
        ...(event ? { event } : {}),
      };
    });
    const repeated = [...runs.values()].some((values) => values.length > 1);
    return guestStats({
      format: 'kvm-unit-tests-vmexit',
      title: 'kvm-unit-tests vmexit',
      latencies,
      warnings: repeated ? ['Tests that ran several times are averaged.'] : [],
    });
  },
};
