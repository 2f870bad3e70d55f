import type { Sourced } from '../../../sourced.ts';
import { ioAtoms } from './atoms.ts';
import { copy, injectedInterrupt } from './shared.ts';
import type { IoPath, Step } from './step.ts';

/** Register accesses of a 48-bit DMA command: ten task-file writes, four of the bus master, a status read. */
const IDE_ACCESSES = 15;
/** Status, bus-master status and its clearing in the interrupt handler. */
const IDE_HANDLER_ACCESSES = 3;
/** Cause read, mask and unmask in the e1000 handler. */
const E1000_HANDLER_ACCESSES = 3;

/** Register accesses that leave for the device model in the user process of the monitor. */
function trapped(label: string, count: number, cycles: Sourced): Step {
  return { label, part: 'user-space', site: 'guest', count, cycles, exits: 1, userExits: 1 };
}

export const emulatedIde: IoPath = {
  id: 'emulated-ide',
  title: 'Emulated IDE',
  describe: 'Every task-file register is a trip to the device model; one command at a time.',
  kinds: ['block'],
  maxInFlight: () => 1,
  backEnds: () => 1,
  steps(operation, host) {
    const atoms = ioAtoms(host);
    const access = (label: string, count: number) => trapped(label, count, atoms.portAccess);
    const alone = { ...operation, perInterrupt: 1 };
    return [
      access('command registers', IDE_ACCESSES),
      {
        label: 'block layer of the monitor',
        part: 'back end',
        site: 'back end',
        count: 1,
        cycles: operation.read ? atoms.ioThreadRead : atoms.ioThreadWrite,
      },
      ...injectedInterrupt(atoms, alone),
      access('handler registers', IDE_HANDLER_ACCESSES),
    ];
  },
};

export const emulatedE1000: IoPath = {
  id: 'emulated-e1000',
  title: 'Emulated e1000',
  describe: 'Tail register and interrupt registers reach the device model; each packet is copied.',
  kinds: ['packet'],
  maxInFlight: () => 256,
  backEnds: () => 1,
  steps(operation, host) {
    const atoms = ioAtoms(host);
    const access = (label: string, count: number) => trapped(label, count, atoms.mmioAccess);
    return [
      access('tail register', 1 / operation.perKick),
      {
        label: 'device model and tap',
        part: 'back end',
        site: 'back end',
        count: 1,
        cycles: atoms.vhostPacket,
      },
      copy(atoms, operation.bytes, 'copy between guest and tap'),
      ...injectedInterrupt(atoms, operation),
      access('handler registers', E1000_HANDLER_ACCESSES / operation.perInterrupt),
    ];
  },
};
