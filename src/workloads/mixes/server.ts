import type { Mix } from './mix.ts';

export const server: Mix = {
  id: 'server',
  title: 'Network server: system calls, wake-ups, packets',
  rationale:
    'A request of some 100,000 instructions: a dozen system calls, two packets, one wake-up of an idle virtual CPU, a timer.',
  perMillionInstructions: {
    branch: 6_000,
    syscall: 120,
    'page-fault': 1,
    'pte-write': 2,
    'cr3-write': 10,
    'timer-arm': 10,
    'external-irq': 15,
    eoi: 25,
    ipi: 5,
    'hlt-wake': 10,
    'device-request': 20,
  },
};
