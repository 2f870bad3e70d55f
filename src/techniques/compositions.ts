import { nth } from '../elements.ts';
import { UserError } from '../errors.ts';
import { unknownName } from '../names.ts';
import { turnedBy } from './knobs.ts';
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
    id: 'container-seccomp',
    title: 'Container with seccomp',
    describe: 'A container whose system calls pass a filter of the host kernel.',
    cpu: 'container-seccomp',
    mmu: 'native',
    io: 'native',
    placement: 'none',
  },
  {
    id: 'sandbox',
    title: 'Sandboxed container',
    describe: 'A user-space kernel answers system calls (gVisor-like); devices of the host.',
    cpu: 'sandbox',
    mmu: 'native',
    io: 'native',
    placement: 'none',
  },
  {
    id: 'interpreter',
    title: 'Interpretation',
    describe: 'Every instruction interpreted, software MMU, emulated devices (Bochs-like).',
    cpu: 'interpreter',
    mmu: 'software',
    io: 'emulated',
    placement: 'hosted',
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
    id: 'trap-and-emulate',
    title: 'Trap and emulate',
    describe:
      'The guest kernel without privileges, shadow tables, emulated devices; on x86 wrong for 17 instructions that do not trap.',
    cpu: 'trap-and-emulate',
    mmu: 'shadow',
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

export const bareMetal: Technique = nth(techniques, 0);

/** A named composition, or one with knobs turned: `hardware@hosted`, `hardware-gen1@no-flexpriority,no-ple`. */
export function techniqueById(id: string): Technique {
  const [base = '', turned] = id.split('@', 2);
  const found = techniques.find((technique) => technique.id === base);
  if (found) return turned === undefined ? found : turnedBy(found, turned.split(','));
  throw new UserError(
    unknownName(
      'a technique',
      id,
      techniques.map((technique) => technique.id),
    ),
  );
}
