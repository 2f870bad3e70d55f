import type { IoAtoms } from './atoms.ts';
import type { Operation, Step } from './step.ts';

/** Interrupt through the monitor: exit and injection, then the acknowledgement. */
export function injectedInterrupt(atoms: IoAtoms, { perInterrupt }: Operation): Step[] {
  return [
    {
      label: 'interrupt: exit and injection',
      part: 'interrupts',
      site: 'guest',
      count: 1 / perInterrupt,
      cycles: atoms.delivery,
      exits: 1,
      interrupts: 1,
    },
    {
      label: 'end of interrupt',
      part: 'interrupts',
      site: 'guest',
      count: 1 / perInterrupt,
      cycles: atoms.acknowledge,
      exits: 1,
    },
  ];
}

export function copy(atoms: IoAtoms, bytes: number, label: string): Step {
  return {
    label,
    part: 'copies',
    site: 'back end',
    count: bytes,
    cycles: atoms.copyByte,
    copiedBytes: 1,
  };
}
