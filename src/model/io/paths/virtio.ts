import { ioAtoms } from './atoms.ts';
import { copy, injectedInterrupt } from './shared.ts';
import type { IoPath, Operation, Step } from './step.ts';

const RING = 256;

function virtioSteps(
  operation: Operation,
  host: Parameters<IoPath['steps']>[1],
  inKernel: boolean,
): Step[] {
  const atoms = ioAtoms(host);
  const block = operation.kind === 'block';
  const work = block
    ? inKernel
      ? atoms.vhostBlock
      : operation.read
        ? atoms.ioThreadRead
        : atoms.ioThreadWrite
    : atoms.vhostPacket;
  const steps: Step[] = [
    {
      label: 'kick (ioeventfd)',
      part: 'exits',
      site: 'guest',
      count: 1 / operation.perKick,
      cycles: atoms.kick,
      exits: 1,
    },
    {
      label: inKernel ? 'vhost worker' : 'I/O thread of the monitor',
      part: 'back end',
      site: 'back end',
      count: 1,
      cycles: work,
    },
  ];
  if (!inKernel && !block) {
    steps.push({
      label: 'monitor reads the ring and calls tap',
      part: 'user-space',
      site: 'back end',
      count: 1,
      cycles: { ...atoms.portAccess, status: 'estimated' },
    });
  }
  if (!block) {
    steps.push(
      {
        label: 'notification of the back end',
        part: 'back end',
        site: 'back end',
        count: 1 / operation.perKick,
        cycles: atoms.packetNotification,
      },
      copy(atoms, operation.bytes, 'copy between guest and socket buffer'),
    );
  }
  return [...steps, ...injectedInterrupt(atoms, operation)];
}

export const virtioQemu: IoPath = {
  id: 'virtio-qemu',
  title: 'virtio, QEMU back end',
  describe: 'A ring in shared memory; one I/O thread of the monitor serves every queue.',
  kinds: ['block', 'packet'],
  maxInFlight: () => RING,
  backEnds: () => 1,
  steps: (operation, host) => virtioSteps(operation, host, false),
};

export const virtioVhost: IoPath = {
  id: 'virtio-vhost',
  title: 'virtio, vhost back end',
  describe: 'The same ring, served in the kernel by one worker a queue.',
  kinds: ['block', 'packet'],
  maxInFlight: () => RING,
  backEnds: (vcpus) => vcpus,
  steps: (operation, host) => virtioSteps(operation, host, true),
};
