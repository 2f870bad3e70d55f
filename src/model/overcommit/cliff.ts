import { type OvercommitHost, type Reclaim, reclaim, type VmMemory } from './reclaim.ts';

export interface CliffPoint {
  /** Consumed memory of all VMs over the memory of the host. */
  ratio: number;
  result: Reclaim;
  /** Mean speed of the VMs, 1 = not slowed, with its lower end. */
  speed: number;
  speedLow: number;
}

const STEPS = 80;
const MAX_RATIO = 2.5;

/** The same host with its memory made smaller step by step: where each mechanism sets in, and where speed falls. */
export function overcommitCliff(host: OvercommitHost, vms: readonly VmMemory[]): CliffPoint[] {
  const consumed = vms.reduce((all, vm) => all + vm.consumedMb, 0);
  const points: CliffPoint[] = [];
  let state = 0;
  for (let step = 0; step <= STEPS; step++) {
    const ratio = 0.5 + ((MAX_RATIO - 0.5) * step) / STEPS;
    // Reservations scale along, so that admission holds on every step as it does on the real host.
    const memoryMb = consumed / ratio;
    const scale = Math.min(1, memoryMb / host.memoryMb);
    const scaled = vms.map((vm) => ({ ...vm, reservationMb: vm.reservationMb * scale }));
    const result = reclaim({ ...host, memoryMb }, scaled, state);
    state = result.stateIndex;
    const mean = (of: (vm: Reclaim['vms'][number]) => number) =>
      result.vms.reduce((all, vm) => all + of(vm), 0) / Math.max(1, result.vms.length);
    points.push({
      ratio,
      result,
      speed: mean((vm) => vm.speed),
      speedLow: mean((vm) => vm.speedLow),
    });
  }
  return points;
}

/** Ratio from which VMs run at less than `speed`; null where they never do. */
export function cliffEdge(points: readonly CliffPoint[], speed = 0.95): number | null {
  return points.find((point) => point.speed < speed)?.ratio ?? null;
}
