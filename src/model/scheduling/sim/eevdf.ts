import { unverified } from '../../../sourced.ts';
import type { Policy } from './policy.ts';
import type { Vcpu } from './vcpu.ts';

/** Request length of Linux's EEVDF; the kernel scales it with the number of CPUs. */
export const eevdfSliceUs = unverified(
  3000,
  'us',
  'EEVDF base slice recalled (0.7 ms, scaled)',
  0.8,
);

/**
 * Earliest eligible virtual deadline first (Linux 6.6+): virtual deadline = virtual eligible time +
 * request / weight; eligible when the lag is not negative, that is when the virtual run time is not
 * past the weighted mean of all runnable ones. A sleeper keeps its lag.
 */
export function eevdf(sliceUs = eevdfSliceUs.value): Policy {
  const mean = (runnable: readonly Vcpu[]): number => {
    let weights = 0;
    let weighted = 0;
    for (const vcpu of runnable) {
      weights += vcpu.spec.weight;
      weighted += vcpu.spec.weight * vcpu.virtualUs;
    }
    return weights === 0 ? 0 : weighted / weights;
  };
  const request = (vcpu: Vcpu) => sliceUs / vcpu.spec.weight;
  // Rounding of the weighted mean must not make everyone ineligible.
  const eligible = (vcpu: Vcpu, average: number) =>
    vcpu.virtualUs <= average + 1e-9 * (1 + Math.abs(average));
  return {
    id: 'eevdf',
    title: 'Linux EEVDF',
    minimumTurnUs: 0,
    timerUs: Infinity,
    turnUs: (vcpu) => Math.max(0, vcpu.deadlineUs - vcpu.virtualUs) * vcpu.spec.weight || sliceUs,
    pick(ready, runnable) {
      const average = mean(runnable);
      const candidates = ready.filter((vcpu) => eligible(vcpu, average));
      if (candidates.length === 0)
        return ready.reduce((best, vcpu) => (vcpu.virtualUs < best.virtualUs ? vcpu : best));
      return candidates.reduce((best, vcpu) => (vcpu.deadlineUs < best.deadlineUs ? vcpu : best));
    },
    wake(vcpu, runnable) {
      const others = runnable.filter((other) => other !== vcpu);
      // Joining shifts the mean towards the newcomer: scale its lag so that the effect is undone.
      const weights = others.reduce((total, other) => total + other.spec.weight, 0);
      const scale = weights > 0 ? (weights + vcpu.spec.weight) / weights : 0;
      vcpu.virtualUs = (others.length > 0 ? mean(others) : vcpu.virtualUs) - vcpu.lagUs * scale;
      vcpu.deadlineUs = vcpu.virtualUs + request(vcpu);
    },
    sleep(vcpu, runnable) {
      const limit = request(vcpu);
      vcpu.lagUs = Math.min(limit, Math.max(-limit, mean(runnable) - vcpu.virtualUs));
    },
    charge(vcpu, ranUs) {
      vcpu.virtualUs += ranUs / vcpu.spec.weight;
      if (vcpu.virtualUs >= vcpu.deadlineUs - 1e-9)
        vcpu.deadlineUs = vcpu.virtualUs + request(vcpu);
    },
    preempts(waking, running, runnable) {
      return eligible(waking, mean(runnable)) && waking.deadlineUs < running.deadlineUs;
    },
    account() {},
  };
}
