import { nth, num, present } from '../../elements.ts';
import {
  type EsxiState,
  esxiMinFreeMb,
  esxiStateShares,
} from '../../model/overcommit/reclaim-profile.ts';

export type MemoryState = EsxiState;
const memoryStates = Object.keys(esxiStateShares) as MemoryState[];

const MB_PER_GB = 1024;

/** State of a host with this much free memory: the last one whose threshold is not yet passed downwards. */
export function memoryState(freeMb: number, hostGb: number): MemoryState {
  const minFree = esxiMinFreeMb(hostGb * MB_PER_GB);
  let state: MemoryState = 'high';
  for (const candidate of memoryStates) {
    if (freeMb < esxiStateShares[candidate] * minFree) state = candidate;
  }
  return state;
}

const SIZES_MB = [256, 1024, 4096, 16_384] as const;
const VCPUS = [1, 2, 4, 8] as const;
/** Per-VM overhead, MB (vSphere 6.5 Resource Management, p. 34): rows by memory, columns by vCPU. */
const OVERHEAD_MB = [
  [20.29, 24.28, 32.23, 48.16],
  [25.9, 29.91, 37.86, 53.82],
  [48.64, 52.72, 60.67, 76.78],
  [139.62, 143.98, 151.93, 168.6],
] as const;

/** Position of `value` between the marks, extended past both ends along the nearest step. */
function between(value: number, marks: readonly number[]): { below: number; share: number } {
  let below = 0;
  while (below < marks.length - 2 && value >= num(marks, below + 1)) below++;
  return {
    below,
    share: (value - num(marks, below)) / (num(marks, below + 1) - num(marks, below)),
  };
}

/** Overhead of a VM, MB: the published table, bilinear between its marks. */
export function vmOverheadMb(memoryMb: number, vcpus: number): number {
  const row = between(memoryMb, SIZES_MB);
  const column = between(vcpus, VCPUS);
  const at = (i: number) => {
    const values = nth(OVERHEAD_MB, i);
    const low = present(values[column.below]);
    return low + (present(values[column.below + 1]) - low) * column.share;
  };
  return at(row.below) + (at(row.below + 1) - at(row.below)) * row.share;
}
