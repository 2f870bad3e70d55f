import { present } from '../../elements.ts';
import { sourced } from '../../sourced.ts';
import { exit } from '../atoms.ts';
import type { CpuMode } from '../context.ts';
import { guessed, type PathContext, type Paths, term } from '../context.ts';
import type { CostTerm } from '../technique.ts';
import { hardware, hardwarePaths } from './hardware.ts';

/** 427 cycles on a Cortex-A15, acknowledge included, where 7001 without a virtual controller. */
const virtualEoi = {
  ...sourced(
    427,
    'cycles',
    'derived',
    'chazy/kvmperf 77e4ae2, arndale.txt: eoi+ack with a virtual GIC on Arm; upper bound for x86',
  ),
  low: 0,
};

const posted = (): CostTerm =>
  guessed(
    'posted interrupt delivered by the processor (N)',
    'interrupts',
    900,
    'as native delivery',
  );

const paths: Paths = {
  ...hardwarePaths,
  eoi: () => ({
    path: 'the processor updates the virtual controller, no exit',
    terms: [term('virtual end of interrupt (N)', 'interrupts', virtualEoi)],
  }),
  'external-irq': () => ({
    path: 'posted interrupt: the processor delivers it without an exit',
    terms: [posted()],
  }),
  ipi: (context: PathContext) => ({
    path: 'send exits unless IPI virtualization is there; delivery is posted, acknowledge is virtual',
    terms: [
      ...exit(context, 'interrupts'),
      posted(),
      term('virtual end of interrupt (N)', 'interrupts', virtualEoi),
    ],
  }),
  'timer-arm': (context) => ({
    path: 'exit on the deadline write; expiry by preemption timer or posted from another CPU',
    terms: [...exit(context, 'interrupts'), posted()],
  }),
  'tpr-write': (context) => ({
    path: 'virtual task priority, no threshold exit',
    terms: [...present(hardwarePaths['tpr-write'])({ ...context, settings: {} }).terms],
  }),
};

export const hardwareApicv: CpuMode = {
  ...hardware,
  id: 'hardware-apicv',
  title: 'Hardware + APICv or AVIC',
  describe: 'Virtual interrupt controller: EOI, priority and interrupt delivery do not exit.',
  interrupt: () => [posted(), term('virtual end of interrupt (N)', 'interrupts', virtualEoi)],
  paths,
};
