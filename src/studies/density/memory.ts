import { vmOverheadMb } from '../../plan/policies/esxi-memory.ts';
import { type Sourced, sourced, times, unverified } from '../../sourced.ts';
import { isContained, type Technique } from '../../techniques/technique.ts';
import { GIB } from '../../units.ts';
import { termOf } from '../cells.ts';
import type { Term } from '../study.ts';

const MIB = 2 ** 20;

/** QEMU's resident memory beyond a minimal monitor, measured, to what oVirt plans. */
function kernelModule(memory: number, vcpus: number): Sourced {
  const planned = memory / 512 + (64 + 8 * vcpus) * MIB;
  const source =
    'oVirt VmOverheadCalculatorImpl.java at 579169f15c38: RAM/512 + 64 MiB + 8 MiB per vCPU';
  return { ...sourced(planned, 'B', 'published', source), low: memory / 512 + 24 * MIB };
}

/** Pool of 256 pages per vCPU and 2 pages per MiB, and two MiB of the toolstack. */
function xen(memory: number, vcpus: number): Sourced {
  const pool = (256 * vcpus + (2 * memory) / MIB) * 4096;
  const source =
    'libxl_get_required_shadow_memory at 021cd1c4b4df; xapi: 1 MiB internal, 1 external';
  return sourced(pool + 2 * MIB, 'B', 'published', source, 0.1);
}

/** What a technique keeps beside the memory of one guest, term by term. */
export function memoryTerms(technique: Technique, memory: number, vcpus: number): Term[] {
  const terms: Term[] = [];
  const add = (term: string, number: Sourced) => terms.push(termOf('overhead_bytes', term, number));
  if (technique.cpu === 'native') return terms;
  if (technique.cpu === 'sandbox') {
    add(
      'user-space kernel and runtime of the sandbox',
      sourced(23.7e6, 'B', 'published', 'empty container under gVisor, its performance guide', 0.2),
    );
    return terms;
  }
  if (isContained(technique)) {
    add(
      'runtime of the container',
      sourced(
        4.09e6,
        'B',
        'published',
        'empty container under runc, gVisor performance guide',
        0.2,
      ),
    );
    return terms;
  }
  if (technique.placement === 'bare-metal')
    add('shadow or nested paging pool, toolstack', xen(memory, vcpus));
  else if (technique.placement === 'hosted' && technique.mmu === 'shadow') {
    const table = sourced(
      vmOverheadMb(memory / MIB, vcpus) * MIB,
      'B',
      'published',
      'vSphere 6.5 overhead table (docs/model/plan.md)',
      0.1,
    );
    add('monitor', table);
  } else add('monitor and its tables', kernelModule(memory, vcpus));
  if (technique.cpu === 'cross-isa-dbt') {
    add(
      'cache of translated code',
      unverified(256 * MIB, 'B', 'TCG code buffer, recalled: a quarter of RAM up to 1 GiB', 0.75),
    );
  }
  if (technique.mmu === 'shadow') {
    const share = sourced(
      (memory / 50) * 0.5,
      'B',
      'derived',
      'KVM keeps at most 2 % of guest pages as shadow pages; half of it taken',
    );
    add('shadow tables', { ...share, low: 64 * 4096, high: memory / 50 });
  }
  if (technique.cpu === 'nested') {
    add(
      'shadow EPT of the outer monitor',
      times(sourced(2 * MIB, 'B', 'derived', '8 bytes per 4 KiB page'), memory / GIB),
    );
  }
  if (technique.io === 'sr-iov' || technique.io === 'pass-through') {
    const vfio = sourced(
      GIB,
      'B',
      'published',
      'KubeVirt memory calculation: 1 GiB planned for a VFIO device',
    );
    add('planned for the passed-through device', { ...vfio, low: 0 });
  }
  return terms;
}
