import { type Sourced, sourced } from '../../sourced.ts';
import type { Technique } from '../../techniques/technique.ts';
import { vmOverheadMb } from '../policies/esxi-memory.ts';

/** Memory a monitor takes beside a machine. */
export interface MachineMemory {
  mib: (memoryMib: number, vcpus: number) => number;
  source: string;
}

const runc: Sourced = sourced(
  4.09,
  'MB',
  'published',
  'empty container under runc (gVisor performance guide, facts/cpu.md)',
);
/** A shadow entry of 8 bytes for each 4 KiB page the guest maps: the least a full shadow takes. */
const SHADOW_SHARE = 8 / 4096;

/** Bare metal and containers have no monitor; machines take the vSphere table; shadow paging its tables on top. */
export function machineMemory({ cpu, mmu }: Technique): MachineMemory {
  if (cpu === 'native') return { mib: () => 0, source: 'no monitor' };
  if (cpu === 'container' || cpu === 'container-seccomp')
    return { mib: () => runc.value, source: runc.source };
  const table = 'vSphere 6.5 overhead table (docs/model/plan.md)';
  if (mmu !== 'shadow') return { mib: vmOverheadMb, source: table };
  return {
    mib: (memoryMib, vcpus) => vmOverheadMb(memoryMib, vcpus) + memoryMib * SHADOW_SHARE,
    source: `${table}, and 8 bytes of shadow entry per 4 KiB`,
  };
}
