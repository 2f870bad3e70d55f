import { UserError } from '../errors.ts';
import type { Technique } from './technique.ts';

/** The named compositions: what the tool compares unless asked otherwise. */
export const techniques: readonly Technique[] = [
  {
    id: 'bare-metal',
    title: 'Bare metal',
    describe: 'No monitor: the price every other technique is compared with.',
    cpu: 'native',
    mmu: 'native',
    io: 'native',
    placement: 'none',
  },
  {
    id: 'container',
    title: 'Container',
    describe: 'Namespaces of the host kernel: native paths.',
    cpu: 'container',
    mmu: 'native',
    io: 'native',
    placement: 'none',
  },
  {
    id: 'emulation',
    title: 'Emulation',
    describe: 'Dynamic translation, software MMU, emulated devices (QEMU TCG).',
    cpu: 'cross-isa-dbt',
    mmu: 'software',
    io: 'emulated',
    placement: 'hosted',
  },
  {
    id: 'full',
    title: 'Full virtualization',
    describe: 'Binary translation, shadow tables, emulated devices, hosted monitor.',
    cpu: 'binary-translation',
    mmu: 'shadow',
    io: 'emulated',
    placement: 'hosted',
  },
  {
    id: 'para',
    title: 'Paravirtualization',
    describe: 'Hypercalls, registered tables, rings to a driver domain (Xen PV).',
    cpu: 'paravirtual',
    mmu: 'direct',
    io: 'paravirtual',
    placement: 'bare-metal',
  },
  {
    id: 'hardware-gen1',
    title: 'Hardware, first generation',
    describe: 'VT-x without EPT: shadow tables, emulated devices.',
    cpu: 'hardware-gen1',
    mmu: 'shadow',
    io: 'emulated',
    placement: 'kernel-module',
  },
  {
    id: 'hardware',
    title: 'Hardware-assisted',
    describe: 'VT-x with EPT and virtio.',
    cpu: 'hardware',
    mmu: 'nested',
    io: 'paravirtual',
    placement: 'kernel-module',
  },
  {
    id: 'hardware-sriov',
    title: 'Hardware-assisted, SR-IOV',
    describe: 'VT-x with EPT, APICv and a virtual function per guest.',
    cpu: 'hardware-apicv',
    mmu: 'nested',
    io: 'sr-iov',
    placement: 'kernel-module',
  },
  {
    id: 'nested',
    title: 'Nested',
    describe: 'A hardware-assisted guest of a hardware-assisted guest.',
    cpu: 'nested',
    mmu: 'nested',
    io: 'paravirtual',
    placement: 'kernel-module',
  },
];

export const bareMetal: Technique = techniques[0]!;

export function techniqueById(id: string): Technique {
  const found = techniques.find((technique) => technique.id === id);
  if (found) return found;
  throw new UserError(
    `expected a technique (${techniques.map((technique) => technique.id).join(', ')}), found "${id}".`,
  );
}
