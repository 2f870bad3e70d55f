import type { Reference, Scale } from './reference.ts';

const unittests = 'chazy/kvmperf 77e4ae2, ovh-taskset.txt';

const row = (cycles: number, scale: Scale, name: string): Reference => ({
  cycles,
  host: 'srv',
  scale,
  source: `${unittests}: ${name}`,
  spread: 0.05,
});

/**
 * Exits of the kvmperf server as work beyond the smallest exit (row minus vmcall). Which steps a row takes was read in
 * arch/x86/kvm/vmx: `handle_io` sends strings and IN to the instruction emulator and OUT past it (kvm_fast_pio_out; IN too
 * in later kernels), an MMIO access always goes through it (`handle_ept_misconfig`), EOI is taken from the exit's offset.
 */
export const srvHandlers = {
  cpuid: row(1763 - 1638, 'handler', 'cpuid less vmcall'),
  pioEventfd: row(1949 - 1638, 'handler', 'portio_wildcard_eventfd less vmcall'),
  outlKernel: row(2023 - 1638, 'handler', 'outl_to_kernel less vmcall'),
  rdmsr: row(1711 - 1638, 'handler', 'rd_tsc_adjust_msr less vmcall'),
  wrmsr: row(1730 - 1638, 'handler', 'wr_tsc_adjust_msr less vmcall'),
  eoi: row(2305 - 1638, 'handler', 'eoi less vmcall'),
  /** One pass of the emulator: decoding, the access, writing back. Kernel code alone. */
  emulator: row(3291 - 2023, 'cycles', 'inl_from_kernel less outl_to_kernel'),
  /** What an EPT misconfiguration takes beyond eventfd and emulator: looking the access up in the control structure and the tables. */
  misconfiguration: row(
    3698 - 1949 - (3291 - 2023),
    'exit',
    'mmio_datamatch_eventfd less portio_datamatch_eventfd, less the emulator',
  ),
  /** What an MMIO access to user space takes beyond that and port I/O: finding the region there. */
  mmioDispatch: row(
    11953 - 9152 - (3698 - 1949),
    'user',
    'mmio_no_eventfd less portio_no_eventfd, less emulator and misconfiguration',
  ),
  /** IN answered by user space: the emulator before the trip, and again after it to finish the instruction. */
  emulatorTwice: row(12218 - 9152, 'cycles', 'inl_from_qemu less portio_no_eventfd'),
  /** What the timer's device model takes beyond the cheapest one. */
  pmtimerDevice: row(13089 - 12218, 'user', 'inl_from_pmtimer less inl_from_qemu'),
  /** Send exit, kick, receive and acknowledge; the part of ipi_halt that is not the halt. */
  ipi: row(18791, 'wake', 'ipi'),
  /** Two virtual CPUs hand a cache line to and fro: no exit. */
  ple: row(402, 'cycles', 'ple_round_robin'),
  tprWrite: row(17, 'cycles', 'mov_to_cr8'),
  tprRead: row(10, 'cycles', 'mov_from_cr8'),
} as const;
