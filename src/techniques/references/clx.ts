import type { Reference, Scale } from './reference.ts';

/** Microseconds of the PVM paper on its 2.5 GHz machine, in cycles. */
const row = (us: number, scale: Scale, where: string): Reference => ({
  cycles: us * 2500,
  host: 'clx',
  scale,
  source: `Huang et al., PVM, SOSP 2023, ${where}`,
  spread: 0.05,
});

export const pvm = {
  syscall: row(0.06, 'cycles', 'Table 2: getpid 0.06 us, KPTI off'),
  kptiSyscall: row(0.22 - 0.06, 'cycles', 'Table 2: getpid 0.22 less 0.06 us'),
  shadowKptiSyscall: row(
    2.09 - 0.22,
    'exit',
    'Table 2: getpid under shadow paging 2.09 less 0.22 us',
  ),
  directSyscall: row(0.29, 'cycles', 'Table 2: PVM with direct switch 0.29 us'),
  plainSyscall: row(1.91, 'cycles', 'Table 2: PVM without direct switch 1.91 us'),
  hypercall: row(0.54, 'cycles', 'Table 1: hypercall, PVM 0.54 us'),
  cpuid: row(0.6, 'cycles', 'Table 1: CPUID, PVM 0.60 us'),
  exception: row(1.67, 'cycles', 'Table 1: #UD, PVM 1.67 us'),
  msr: row(2.53, 'cycles', 'Table 1: MSR access, PVM 2.53 us'),
  pio: row(4.91, 'user', 'Table 1: port I/O, PVM 4.91 us'),
  pageFault: row(0.88, 'cycles', 'Table 4: page fault, PVM 0.88 us'),
  eptPageFault: row(0.15, 'cycles', 'Table 4: page fault, EPT 0.15 us'),
  shadowPageFault: row(0.93 - 0.15, 'exit', 'Table 4: page fault, shadow 0.93 less EPT 0.15 us'),
  shadowCr3: row(0.935, 'exit', 'Table 2: (2.09 - 0.22) / 2 us per CR3 write under shadow paging'),
  kvmException: row(1.66, 'exit', 'Table 1: #UD, KVM 1.66 us'),
  nestedHypercall: row(7.43, 'exit', 'Table 1: hypercall, nested KVM 7.43 us'),
  nestedCpuid: row(7.1, 'exit', 'Table 1: CPUID, nested KVM 7.10 us'),
  nestedException: row(9.2, 'exit', 'Table 1: #UD, nested KVM 9.20 us'),
  nestedMsr: row(8.18, 'exit', 'Table 1: MSR access, nested KVM 8.18 us'),
  nestedPio: row(29.34, 'exit', 'Table 1: port I/O, nested KVM 29.34 us'),
  nestedFault: row(7 * 1.3, 'exit', 'sections 2.2 and 3.3.2: 7 exits to L0 of 1.3 us for 4 levels'),
} as const;
