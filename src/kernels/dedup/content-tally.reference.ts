import type { ContentSums } from './sharing.ts';

/** Content number of a zero block. */
export const ZERO_CONTENT = 0xffff_ffff;

/** What blocks add up to, one array of content numbers a VM: the clear twin of assembly/dedup/tally.ts. */
export function sumBlocks(vms: readonly Uint32Array[]): ContentSums {
  const copies = new Map<number, Map<number, number>>();
  vms.forEach((blocks, vm) => {
    for (const content of blocks) {
      if (content === ZERO_CONTENT) continue;
      const byVm = copies.get(content) ?? new Map<number, number>();
      copies.set(content, byVm.set(vm, (byVm.get(vm) ?? 0) + 1));
    }
  });
  const sums = {
    unique: vms.map(() => 0),
    intra: vms.map(() => 0),
    contentsInVms: 0,
    matrix: vms.flatMap(() => vms.map(() => 0)),
  };
  const multiplicity = new Map<number, number>();
  for (const byVm of copies.values()) {
    const all = [...byVm.values()].reduce((sum, n) => sum + n, 0);
    const [vm] = byVm.keys();
    multiplicity.set(all, (multiplicity.get(all) ?? 0) + 1);
    sums.contentsInVms += byVm.size;
    if (all === 1) sums.unique[vm!]!++;
    else if (byVm.size === 1) sums.intra[vm!]! += all;
    for (const [a, mine] of byVm) {
      for (const [b] of byVm) if (a !== b || mine > 1) sums.matrix[a * vms.length + b]! += mine;
    }
  }
  return { ...sums, multiplicity: [...multiplicity] };
}
