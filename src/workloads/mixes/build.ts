import type { Mix } from './mix.ts';

export const build: Mix = {
  id: 'build',
  title: 'Software build: many short processes',
  rationale:
    'A compiler process runs about half a billion instructions and lives through one fork and exec, some thousand page faults and system calls.',
  perMillionInstructions: {
    branch: 3_000,
    syscall: 15,
    'page-fault': 6,
    'pte-write': 15,
    invlpg: 1,
    'cr3-write': 1,
    'timer-arm': 0.2,
    'external-irq': 0.3,
    eoi: 0.5,
    ipi: 0.1,
    'hlt-wake': 0.1,
    'device-request': 0.1,
  },
};
