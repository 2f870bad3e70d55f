import type { Mix } from './mix.ts';

export const legacyIo: Mix = {
  id: 'legacy-io',
  title: 'Old guest: port I/O to emulated devices',
  rationale:
    'A guest without paravirtual drivers: several register accesses per request, task priority by CR8.',
  perMillionInstructions: {
    branch: 3_000,
    syscall: 30,
    'pio-user': 20,
    'pio-kernel': 10,
    'mmio-user': 10,
    'tpr-write': 100,
    'external-irq': 10,
    eoi: 10,
    'page-fault': 2,
    'pte-write': 4,
    'cr3-write': 5,
    'hlt-wake': 5,
  },
};
