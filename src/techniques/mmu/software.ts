import { guessed, type PathOf } from '../context.ts';
import type { CostPart } from '../technique.ts';
import type { MmuMode } from './mmu-mode.ts';

const work = (part: CostPart, cycles: number, what: string): PathOf => {
  return () => ({
    path: `the emulator ${what}`,
    terms: [guessed(`${what} (I)`, part, cycles, 'software address translation')],
  });
};

export const software: MmuMode = {
  id: 'software',
  title: 'Software MMU',
  describe: 'An emulator keeps a table of recent translations and walks guest tables in software.',
  paths: {
    'page-fault': work('page-tables', 4000, 'walks, delivers the fault, runs the guest handler'),
    'pte-write': work('page-tables', 40, 'emulates the store'),
    'hidden-fault': work('page-tables', 300, 'fills its translation table'),
    'cr3-write': work('page-tables', 3000, 'flushes its translation table'),
    invlpg: work('page-tables', 150, 'drops one translation'),
    'tlb-miss': work('translation', 300, 'walks guest tables'),
  },
};
