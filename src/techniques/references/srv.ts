import type { Reference, Scale } from './reference.ts';

const unittests = 'chazy/kvmperf 77e4ae2, ovh-taskset.txt';

const row = (cycles: number, scale: Scale, name: string): Reference => ({
  cycles,
  host: 'srv',
  scale,
  source: `${unittests}: ${name}`,
  spread: 0.05,
});

/** Exits of the kvmperf server as handler work beyond the smallest exit (row minus vmcall). */
export const srvHandlers = {
  cpuid: row(1763 - 1638, 'handler', 'cpuid less vmcall'),
  pioEventfd: row(1949 - 1638, 'handler', 'portio_wildcard_eventfd less vmcall'),
  mmioEventfd: row(3698 - 1638, 'handler', 'mmio_datamatch_eventfd less vmcall'),
  outlKernel: row(2023 - 1638, 'handler', 'outl_to_kernel less vmcall'),
  inlKernel: row(3291 - 1638, 'handler', 'inl_from_kernel less vmcall'),
  rdmsr: row(1711 - 1638, 'handler', 'rd_tsc_adjust_msr less vmcall'),
  wrmsr: row(1730 - 1638, 'handler', 'wr_tsc_adjust_msr less vmcall'),
  eoi: row(2305 - 1638, 'handler', 'eoi less vmcall'),
  mmioDecodeUser: row(11953 - 9152, 'user', 'mmio_no_eventfd less portio_no_eventfd'),
  inlQemu: row(12218 - 9152, 'user', 'inl_from_qemu less portio_no_eventfd'),
  pmtimer: row(13089 - 9152, 'user', 'inl_from_pmtimer less portio_no_eventfd'),
  /** Send exit, kick, receive and acknowledge; the part of ipi_halt that is not the halt. */
  ipi: row(18791, 'wake', 'ipi'),
  ple: row(402, 'exit', 'ple_round_robin'),
  tprWrite: row(17, 'exit', 'mov_to_cr8'),
  tprRead: row(10, 'exit', 'mov_from_cr8'),
} as const;
