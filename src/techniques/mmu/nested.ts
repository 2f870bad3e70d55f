import { present } from '../../elements.ts';
import { plus, sourced } from '../../sourced.ts';
import { guessed, term } from '../context.ts';
import { pvm } from '../references/clx.ts';
import { carry } from '../references/reference.ts';
import type { MmuMode } from './mmu-mode.ts';
import { nativeMmu, walk } from './native.ts';

/** lmbench page fault of the kvmperf server: 0.564 us in the guest, 0.528 us native. */
const faultExtra = {
  ...sourced(
    (0.564 - 0.528) * 3400,
    'cycles',
    'derived',
    'chazy/kvmperf 77e4ae2, lmbench page fault, guest less native, one CPU',
  ),
  low: 0,
  high: 250,
};

export const nestedMmu: MmuMode = {
  id: 'nested',
  title: 'Nested tables (EPT or NPT)',
  describe: 'The processor walks guest tables and, for each of their addresses, host tables.',
  paths: {
    'page-fault': (context) => ({
      path: "the guest's own fault, no exit; its walks are two-dimensional",
      terms: [
        ...present(nativeMmu.paths['page-fault'])(context).terms,
        term('two-dimensional walks of the handler', 'translation', faultExtra),
      ],
    }),
    'pte-write': present(nativeMmu.paths['pte-write']),
    'hidden-fault': (context) => {
      if (context.cpu.id === 'nested') {
        const fault = carry(pvm.nestedFault, context.host);
        return {
          path: 'EPT violation of the inner guest: n + 3 exits to the outer monitor for n levels',
          terms: [term('exits to the outer monitor (7 for 4 levels)', 'page-tables', fault)],
        };
      }
      return {
        path: 'EPT violation on first touch: exit, the monitor backs the page, entry',
        terms: [
          ...context.cpu.trap(context, 'page-tables'),
          guessed('page backed by the monitor (K)', 'page-tables', 2000, 'a host page fault'),
        ],
      };
    },
    'cr3-write': present(nativeMmu.paths['cr3-write']),
    invlpg: present(nativeMmu.paths.invlpg),
    'tlb-miss': (context) => ({
      path: 'walk over guest tables, each reference through host tables, 24 references at most',
      terms: [term('two-dimensional walk', 'translation', plus(walk(context, 3, 24)))],
    }),
  },
};
