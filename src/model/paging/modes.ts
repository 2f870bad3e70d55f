import { UserError } from '../../errors.ts';
import { unknownName } from '../../names.ts';
import { AgileMmu } from './agile.ts';
import { DirectMmu } from './direct.ts';
import { Mmu } from './mmu.ts';
import { NestedMmu } from './nested.ts';
import { ShadowMmu } from './shadow.ts';
import { SoftwareMmu } from './software.ts';

export interface PagingMode {
  id: 'native' | 'shadow' | 'direct' | 'nested' | 'agile' | 'software';
  title: string;
  /** The composition of src/techniques whose paths price its events. */
  technique: string;
  /** Tables a TLB miss walks: the guest's (or shadow's) alone, or in two dimensions. */
  walk: 'native' | 'nested';
  create(settings: { batch: number; framesPerHostPage: number }): Mmu;
}

/** Every way to keep guest memory translated. A new one is one file and one entry. */
export const pagingModes: readonly PagingMode[] = [
  {
    id: 'native',
    title: 'Bare metal',
    technique: 'bare-metal',
    walk: 'native',
    create: () => new Mmu(),
  },
  {
    id: 'shadow',
    title: 'Shadow paging',
    technique: 'hardware-gen1',
    walk: 'native',
    create: () => new ShadowMmu(),
  },
  {
    id: 'direct',
    title: 'Paravirtual direct paging',
    technique: 'para',
    walk: 'native',
    create: ({ batch }) => new DirectMmu({ batch, writableTables: false }),
  },
  {
    id: 'nested',
    title: 'Nested paging',
    technique: 'hardware',
    walk: 'nested',
    create: ({ framesPerHostPage }) => new NestedMmu({ framesPerHostPage, dirtyLogging: false }),
  },
  {
    id: 'agile',
    title: 'Agile paging',
    technique: 'hardware-gen1',
    walk: 'native',
    create: () => new AgileMmu(),
  },
  {
    id: 'software',
    title: 'Software MMU (emulator)',
    technique: 'emulation',
    walk: 'native',
    create: () => new SoftwareMmu(),
  },
];

export function pagingMode(id: string): PagingMode {
  const found = pagingModes.find((mode) => mode.id === id);
  if (found) return found;
  throw new UserError(
    unknownName(
      'an MMU mode',
      id,
      pagingModes.map((mode) => mode.id),
    ),
  );
}
