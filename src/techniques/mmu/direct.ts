import { present } from '../../elements.ts';
import { times } from '../../sourced.ts';
import { carried, guessed, type PathOf } from '../context.ts';
import { pvm } from '../references/clx.ts';
import type { MmuMode } from './mmu-mode.ts';
import { nativeMmu } from './native.ts';

/** Updates sent in one hypercall (mmu_update batches of fork and exec); a plain store costs 1. */
const batch = 8;

const call = (what: string): PathOf => {
  return (context) => ({
    path: `hypercall: ${what}`,
    terms: context.cpu.trap(context, 'page-tables'),
  });
};

export const direct: MmuMode = {
  id: 'direct',
  title: 'Registered tables (paravirtual)',
  describe:
    "The guest's own tables hold host-physical addresses; the monitor checks each change in a hypercall.",
  paths: {
    'page-fault': (context) => ({
      path: 'fault delivered by ring switch, mapping by hypercall',
      terms: [carried('fault, delivery, mapping (R)', 'page-tables', pvm.pageFault, context)],
    }),
    'pte-write': (context) => ({
      path: `hypercall shared by a batch of ${batch} updates, validation of the entry`,
      terms: [
        ...context.cpu.trap(context, 'page-tables').map((each) => ({
          ...each,
          cycles: { ...times(each.cycles, 1 / batch), high: each.cycles.high },
        })),
        guessed('validation', 'page-tables', 150, 'type and reference count of a frame'),
      ],
    }),
    'hidden-fault': present(nativeMmu.paths['hidden-fault']),
    'cr3-write': call('change of the base pointer'),
    invlpg: call('flush'),
    'tlb-miss': present(nativeMmu.paths['tlb-miss']),
  },
};
