import { nth } from '../../elements.ts';
import { type OvercommitHost, type Reclaim, reclaim, type VmMemory } from './reclaim.ts';

export interface TimelinePoint {
  seconds: number;
  /** Of all VMs: what they use, and what they hold. */
  activeMb: number;
  consumedMb: number;
  result: Reclaim;
}

/** What is known of a VM at one time. */
export interface WorkingSet {
  activeMb: number;
  /** Null: as before, or grown to the active memory. */
  consumedMb: number | null;
}

/**
 * The host over time as working sets change: memory once touched stays consumed until the trace says otherwise, and the
 * reclaim state carries over from step to step.
 */
export function overcommitTimeline(
  host: OvercommitHost,
  vms: readonly VmMemory[],
  seconds: readonly number[],
  at: readonly ReadonlyMap<string, WorkingSet>[],
): TimelinePoint[] {
  let state = 0;
  let current = vms.map((vm) => ({ ...vm }));
  return seconds.map((time, step) => {
    current = current.map((vm) => {
      const now = nth(at, step).get(vm.id);
      if (!now) return vm;
      const activeMb = Math.min(now.activeMb, vm.configuredMb);
      const touched = now.consumedMb ?? Math.max(vm.consumedMb, activeMb);
      const consumedMb = Math.min(vm.configuredMb, Math.max(activeMb, touched));
      return {
        ...vm,
        activeMb,
        consumedMb,
        guestFreeMb: Math.min(vm.guestFreeMb, consumedMb - activeMb),
        shareableMb: Math.min(vm.shareableMb, consumedMb),
      };
    });
    const result = reclaim(host, current, state);
    state = result.stateIndex;
    const sum = (of: (vm: VmMemory) => number) => current.reduce((all, vm) => all + of(vm), 0);
    return {
      seconds: time,
      activeMb: sum((vm) => vm.activeMb),
      consumedMb: sum((vm) => vm.consumedMb),
      result,
    };
  });
}
