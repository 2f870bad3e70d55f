import { present } from '../../elements.ts';
import { mitigationAtExit } from '../atoms.ts';
import { carried, guessed, type PathOf } from '../context.ts';
import { pvm } from '../references/clx.ts';
import { adams } from '../references/p4.ts';
import type { MmuMode } from './mmu-mode.ts';
import { nativeMmu, nativePageFault } from './native.ts';

/** Work on shadow tables after the monitor was reached. */
const shadowWork = (cycles: number, what: string) =>
  guessed(`${what} (Sh)`, 'page-tables', cycles, 'shadow-table bookkeeping');

/** Under binary translation page-table writes are found by the translator, not by write protection. */
const translated = (cpu: string) => cpu === 'binary-translation';
const byExit = (cpu: string) => cpu.startsWith('hardware') || cpu === 'nested';

const trapped = (cycles: number, what: string): PathOf => {
  return (context) => ({
    path: `the monitor is reached, ${what}`,
    terms: [...context.cpu.trap(context, 'page-tables'), shadowWork(cycles, what)],
  });
};

export const shadow: MmuMode = {
  id: 'shadow',
  title: 'Shadow tables',
  describe:
    'The monitor keeps tables from guest-virtual to host-physical and follows every change of the guest.',
  paths: {
    'page-fault': (context) => {
      if (translated(context.cpu.id)) {
        return {
          path: 'fault into the monitor, guest tables walked, delivered to translated kernel code',
          terms: [
            carried('fault through the monitor (Sh)', 'page-tables', adams.pageFaultBt, context),
          ],
        };
      }
      const native = carried('fault and mapping (N)', 'page-tables', nativePageFault, context);
      if (byExit(context.cpu.id)) {
        return {
          path: 'exit, guest tables walked, injection, guest handler, shadow entry',
          terms: [
            native,
            carried('exit, walk, injection (T+Sh)', 'page-tables', pvm.shadowPageFault, context),
            ...mitigationAtExit(context, 'page-tables'),
          ],
        };
      }
      return {
        path: 'the monitor is reached, guest tables walked, delivered to the guest',
        terms: [native, ...trapped(1500, 'walk and delivery')(context).terms],
      };
    },
    'pte-write': (context) => {
      if (translated(context.cpu.id)) {
        return {
          path: 'translated store calls the shadow update, no exit',
          terms: [carried('shadow update in line (Sh)', 'page-tables', adams.pteWriteBt, context)],
        };
      }
      if (byExit(context.cpu.id)) {
        return {
          path: 'write-protection fault, exit, instruction emulated, shadow updated, entry',
          terms: [
            carried('exit and shadow update (T+Sh)', 'page-tables', adams.pteWriteHw, context),
            ...mitigationAtExit(context, 'page-tables'),
          ],
        };
      }
      return trapped(2000, 'emulated store and shadow update')(context);
    },
    'hidden-fault': trapped(1500, 'shadow entry built'),
    'cr3-write': (context) =>
      byExit(context.cpu.id)
        ? {
            path: 'exit, switch to the shadow root of that address space, entry',
            terms: [
              carried('exit and shadow switch (T+Sh)', 'page-tables', pvm.shadowCr3, context),
              ...mitigationAtExit(context, 'page-tables'),
            ],
          }
        : trapped(1200, 'switch of the shadow root')(context),
    invlpg: trapped(500, 'shadow entry dropped'),
    'tlb-miss': present(nativeMmu.paths['tlb-miss']),
  },
};
