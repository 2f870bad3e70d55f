import { sourced } from '../../../sourced.ts';
import { firstQueued, type Policy } from './policy.ts';

const xen = (value: number, unit: string, what: string) =>
  sourced(value, unit, 'published', `Xen common/sched_credit.c and schedule.c: ${what}`);

export const creditTimesliceUs = xen(30_000, 'us', 'time slice 30 ms, three ticks');
export const creditTickUs = xen(10_000, 'us', 'tick 10 ms');
export const creditsPerMs = xen(10, 'credits', 'ten credits a millisecond');
export const creditRatelimitUs = xen(1000, 'us', 'default rate limit 1 ms');

const Priority = { boost: 0, under: -1, over: -2 } as const;

/**
 * Xen's credit scheduler: credits are handed out by weight every 30 ms and burnt while running; who
 * has some left is UNDER and goes before OVER. An UNDER vCPU that wakes is BOOSTed past both.
 */
export function credit(): Policy {
  const perSlice = (creditTimesliceUs.value / 1000) * creditsPerMs.value;
  return {
    id: 'credit',
    title: 'Xen credit',
    minimumTurnUs: creditRatelimitUs.value,
    timerUs: creditTimesliceUs.value,
    turnUs: () => creditTimesliceUs.value,
    pick(ready) {
      const highest = Math.max(...ready.map((vcpu) => vcpu.priority));
      return firstQueued(ready.filter((vcpu) => vcpu.priority === highest));
    },
    wake(vcpu) {
      if (vcpu.priority === Priority.under) vcpu.priority = Priority.boost;
      vcpu.consumedUs = 0;
    },
    sleep() {},
    charge(vcpu, ranUs) {
      vcpu.credit -= (ranUs / 1000) * creditsPerMs.value;
      vcpu.consumedUs += ranUs;
      // The first tick taken while running ends the boost.
      if (vcpu.priority === Priority.boost && vcpu.consumedUs >= creditTickUs.value)
        vcpu.priority = Priority.under;
    },
    preempts: (waking, running) => waking.priority > running.priority,
    account(vcpus, pcpus) {
      const active = vcpus.filter((vcpu) => vcpu.state !== 'idle' || vcpu.credit < 0);
      const weights = active.reduce((total, vcpu) => total + vcpu.spec.weight, 0);
      for (const vcpu of active) {
        const fair = (perSlice * pcpus * vcpu.spec.weight) / weights;
        vcpu.credit = Math.min(perSlice, vcpu.credit + fair);
        const priority = vcpu.credit > 0 ? Priority.under : Priority.over;
        if (vcpu.priority !== Priority.boost || priority === Priority.over)
          vcpu.priority = priority;
      }
    },
  };
}
