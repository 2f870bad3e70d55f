import { sourced } from '../../../sourced.ts';
import { slotsOf } from '../ring.ts';
import { ioAtoms } from './atoms.ts';
import { injectedInterrupt } from './shared.ts';
import type { IoPath, Step } from './step.ts';

const DEVICE_QUEUE = 1024;

export const nativeDevice: IoPath = {
  id: 'native',
  title: 'No virtualization',
  describe: 'The driver of the kernel talks to the device.',
  kinds: ['block', 'packet'],
  maxInFlight: () => DEVICE_QUEUE,
  backEnds: () => 0,
  steps: ({ perInterrupt }) => [
    {
      label: 'interrupt, no monitor',
      part: 'interrupts',
      site: 'guest',
      count: 1 / perInterrupt,
      cycles: sourced(0, 'cycles', 'derived', 'what bare metal pays is not overhead'),
      interrupts: 1,
    },
  ],
};

export const passThrough: IoPath = {
  id: 'pass-through',
  title: 'Pass-through, IOMMU',
  describe: 'Registers are mapped into the guest; only interrupts pass the monitor.',
  kinds: ['block', 'packet'],
  maxInFlight: () => DEVICE_QUEUE,
  backEnds: () => 0,
  steps: (operation, host) => injectedInterrupt(ioAtoms(host), operation),
};

export const passThroughStrict: IoPath = {
  ...passThrough,
  id: 'pass-through-strict',
  title: 'Pass-through, guest maps each buffer',
  describe: 'As pass-through, but every buffer is mapped and unmapped in the IOMMU.',
  steps: (operation, host) => {
    const atoms = ioAtoms(host);
    const mapping: Step = {
      label: 'IOMMU map and unmap',
      part: 'exits',
      site: 'guest',
      count: slotsOf(operation.bytes, 0),
      cycles: atoms.iommuPage,
    };
    return [mapping, ...injectedInterrupt(atoms, operation)];
  },
};

export const srIovPosted: IoPath = {
  ...passThrough,
  id: 'sr-iov',
  title: 'SR-IOV, posted interrupts',
  describe: 'One virtual function a machine; the adapter switches, interrupts are posted.',
  steps: ({ perInterrupt }) => [
    {
      label: 'posted interrupt, no exit',
      part: 'interrupts',
      site: 'guest',
      count: 1 / perInterrupt,
      cycles: sourced(0, 'cycles', 'published', 'ELI: 97-100 percent of bare metal', 0),
      interrupts: 1,
    },
  ],
};

/** Queues sorted by the adapter; the host still copies into the guest and injects. */
export const vmdq: IoPath = {
  id: 'vmdq',
  title: 'VMDq',
  describe:
    'The adapter sorts packets into a queue per machine; the host moves them, without a switch.',
  kinds: ['packet'],
  maxInFlight: () => DEVICE_QUEUE,
  backEnds: (vcpus) => vcpus,
  steps(operation, host) {
    const atoms = ioAtoms(host);
    return [
      {
        label: 'kick (ioeventfd)',
        part: 'exits',
        site: 'guest',
        count: 1 / operation.perKick,
        cycles: atoms.kick,
        exits: 1,
      },
      {
        label: 'host moves the queue, no software switch',
        part: 'back end',
        site: 'back end',
        count: 1,
        cycles: { ...atoms.netback, status: 'estimated' },
      },
      {
        label: 'copy into the guest',
        part: 'copies',
        site: 'back end',
        count: operation.bytes,
        cycles: atoms.copyByte,
        copiedBytes: 1,
      },
      ...injectedInterrupt(atoms, operation),
    ];
  },
};
