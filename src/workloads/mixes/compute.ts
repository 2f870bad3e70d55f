import type { Mix } from './mix.ts';

export const compute: Mix = {
  id: 'compute',
  title: 'Computation: user code with a timer tick',
  rationale:
    'At 3 billion instructions a second a 250 Hz tick is 0.08 per million: timer, interrupt, EOI; few system calls and faults.',
  perMillionInstructions: {
    branch: 20,
    syscall: 0.5,
    'timer-arm': 0.08,
    'external-irq': 0.08,
    eoi: 0.16,
    'page-fault': 0.5,
    'pte-write': 0.5,
    'cr3-write': 0.05,
  },
};
