import { sourced } from '../../sourced.ts';
import { carried, free, guessed, type PathContext, term } from '../context.ts';
import { adams } from '../references/p4.ts';
import type { Reference } from '../references/reference.ts';
import type { MmuMode } from './mmu-mode.ts';

/** A page fault with mapping of one page, kvmperf server: microseconds times 3.4 GHz. */
export const nativePageFault: Reference = {
  cycles: 0.528 * 3400,
  host: 'srv',
  scale: 'cycles',
  source: 'chazy/kvmperf 77e4ae2, lmbench page fault 0.528 us, one CPU',
  spread: 0.15,
};

/**
 * A walk with warm walk caches reads `references` page-table entries from the cache hierarchy. Between
 * a second-level hit and memory anything is possible: the translation model counts it.
 */
export function walk({ host }: PathContext, references: number, coldReferences: number) {
  const { caches, dramCycles } = host.memory;
  return {
    ...sourced(
      references * caches.l2.latencyCycles.value,
      'cycles',
      'estimated',
      `${references} reference(s) at second-level latency; cold: ${coldReferences} from memory`,
    ),
    low: caches.l1d.latencyCycles.value,
    high: coldReferences * dramCycles.value,
  };
}

export const nativeMmu: MmuMode = {
  id: 'native',
  title: 'One-dimensional tables',
  describe: "The kernel's own tables are what the processor walks.",
  paths: {
    'page-fault': (context) => ({
      path: 'trap, kernel maps the page, return',
      terms: [carried('fault and mapping (N)', 'page-tables', nativePageFault, context)],
    }),
    'pte-write': (context) => ({
      path: 'a store',
      terms: [carried('store (N)', 'page-tables', adams.pteWrite, context)],
    }),
    'hidden-fault': () => ({
      path: 'no second set of tables',
      terms: [free('no second set of tables', 'page-tables', 'nothing hidden to build')],
    }),
    'cr3-write': () => ({
      path: 'control-register write',
      terms: [guessed('CR3 write (N)', 'page-tables', 150, 'typical latency, recalled')],
    }),
    invlpg: () => ({
      path: 'runs on the processor',
      terms: [guessed('INVLPG (N)', 'page-tables', 150, 'typical latency, recalled')],
    }),
    'tlb-miss': (context) => ({
      path: 'one walk over the tables, 4 references at most',
      terms: [term('one-dimensional walk (N)', 'translation', walk(context, 1, 4))],
    }),
  },
};
