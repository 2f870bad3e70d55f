import { sourced } from '../../../sourced.ts';
import type { Policy } from './policy.ts';

/** Default time slice of ESX-style proportional scheduling. */
export const proportionalSliceUs = sourced(
  50_000,
  'us',
  'published',
  'vSphere High Performance Cookbook 2e, CPU scheduler (50 ms default for the VMkernel, 10-20 ms in practice; secondary)',
);

/**
 * Fixed slices by proportional share: whoever has consumed least CPU per share runs next. With equal
 * shares this is round robin.
 */
export function proportional(sliceUs = proportionalSliceUs.value): Policy {
  return {
    id: 'slices',
    title: 'proportional share, fixed slices',
    minimumTurnUs: 0,
    timerUs: Infinity,
    turnUs: () => sliceUs,
    pick: (ready) =>
      ready.reduce((best, vcpu) =>
        vcpu.virtualUs < best.virtualUs ||
        (vcpu.virtualUs === best.virtualUs && vcpu.queuedAs < best.queuedAs)
          ? vcpu
          : best,
      ),
    wake(vcpu, runnable) {
      // A sleeper does not save up: it rejoins no further back than the least-served one.
      const others = runnable.filter((other) => other !== vcpu);
      if (others.length === 0) return;
      const least = Math.min(...others.map((other) => other.virtualUs));
      vcpu.virtualUs = Math.max(vcpu.virtualUs, least);
    },
    sleep() {},
    charge(vcpu, ranUs) {
      vcpu.virtualUs += ranUs / vcpu.spec.weight;
    },
    preempts: () => false,
    account() {},
  };
}
