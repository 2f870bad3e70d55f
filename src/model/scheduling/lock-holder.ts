import { UserError } from '../../errors.ts';

export type Lock = 'test-and-set' | 'ticket' | 'paravirtual';

export interface LockLoad {
  /** vCPUs of the machine that use the lock. */
  vcpus: number;
  /** Runnable vCPUs per physical CPU; 1 means that nobody waits for a CPU. */
  overcommit: number;
  sliceUs: number;
  holdUs: number;
  acquisitionsPerSecond: number;
  lock: Lock;
  /** Pause-loop exiting: a spinner gives its CPU away after this window; absent when off. */
  pleWindowUs?: number;
  /** What giving the CPU away and coming back costs (exit, or hypercall and wake). */
  yieldUs: number;
}

export interface LockCost {
  holderPreempted: number;
  waitersAhead: number;
  /** Time a contended acquisition waits, mean. */
  stallUs: number;
  /** CPU time spinners burn without work, share of one CPU. */
  burntShare: number;
  /** Progress of the machine relative to one that never loses a lock holder. */
  progress: number;
}

/**
 * Lock-holder preemption. A holder loses its CPU within a hold with probability hold / slice and is
 * away for (k - 1) slices at overcommit k. Waiters spin meanwhile; behind a ticket lock each preempted
 * waiter ahead adds another such absence. Pause-loop exiting and paravirtual locks end the spinning
 * (window, or at once) and let the holder run, so the stall shrinks to a yield per turn of the queue.
 */
export function lockHolderCost(load: LockLoad): LockCost {
  const { vcpus, overcommit: k, sliceUs, holdUs, acquisitionsPerSecond, lock, yieldUs } = load;
  if (!(k >= 1 && vcpus >= 1 && sliceUs > 0 && holdUs >= 0 && acquisitionsPerSecond >= 0))
    throw new UserError('expected overcommit and vCPUs of 1 or more and times of 0 or more.');
  const holderPreempted = k === 1 ? 0 : Math.min(1, holdUs / sliceUs);
  const absenceUs = (k - 1) * sliceUs;
  const windowUs = lock === 'paravirtual' ? 0 : (load.pleWindowUs ?? Infinity);
  // With a limit the spinner lends its CPU: the holder is back after a yield instead of its turn.
  const episodeUs = Math.min(absenceUs, windowUs + yieldUs);
  const perUs = acquisitionsPerSecond / 1e6;
  // Preempted waiters ahead grow with the real rate of acquisitions, which falls with the stall:
  // progress x solves x = 1 / (1 + holder + queue x), a quadratic.
  const aheadAtFullRate =
    lock === 'ticket' ? (vcpus - 1) * Math.min(1, perUs * holdUs) * (1 - 1 / k) : 0;
  const holder = perUs * holderPreempted * episodeUs;
  const queue = perUs * aheadAtFullRate * episodeUs;
  const progress =
    queue === 0
      ? 1 / (1 + holder)
      : (Math.sqrt((1 + holder) ** 2 + 4 * queue) - 1 - holder) / (2 * queue);
  const waitersAhead = aheadAtFullRate * progress;
  const episodes = holderPreempted + waitersAhead;
  const burntUs = Math.min(absenceUs, windowUs);
  return {
    holderPreempted,
    waitersAhead,
    stallUs: episodes * episodeUs,
    burntShare: Math.min(vcpus - 1, perUs * progress * episodes * burntUs),
    progress,
  };
}
