import type { Reference, Scale } from './reference.ts';

const row = (cycles: number, scale: Scale, name: string): Reference => ({
  cycles,
  host: 'p4',
  scale,
  source: `Adams & Agesen, ASPLOS 2006, as quoted in at_vmm.cc: ${name}`,
  spread: 0.05,
});

/** Nanobenchmarks of a software VMM (binary translation), a gen-1 hardware VMM and the bare machine. */
export const adams = {
  callret: row(11, 'cycles', 'callret, native'),
  callretBt: row(51, 'cycles', 'callret, binary translation'),
  divzero: row(889, 'cycles', 'divzero, native'),
  divzeroBt: row(3223, 'cycles', 'divzero, binary translation'),
  divzeroHw: row(1014, 'cycles', 'divzero, hardware gen 1'),
  pageFault: row(1093, 'cycles', 'pgfault, native'),
  pageFaultBt: row(3927, 'cycles', 'pgfault, binary translation'),
  pteWrite: row(1, 'cycles', 'ptemod, native'),
  pteWriteBt: row(391, 'cycles', 'ptemod, binary translation'),
  pteWriteHw: row(12733, 'exit', 'ptemod, hardware gen 1'),
  pio: row(3209, 'time', 'in from port 0x80, native'),
  pioBt: row(214, 'cycles', 'in from port 0x80, binary translation (native / 15)'),
  pioHw: row(15826, 'exit', 'in from port 0x80, hardware gen 1'),
  tprWrite: row(140, 'cycles', 'cr8wr, native (about four times 35)'),
  tprWriteBt: row(35, 'cycles', 'cr8wr, binary translation'),
  syscallBt: row(2000, 'cycles', 'syscall, binary translation: native + about 2000'),
} as const;
