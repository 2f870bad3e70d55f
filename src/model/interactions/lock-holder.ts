import { UserError } from '../../errors.ts';

export interface LockLoad {
  /** Virtual CPUs per physical CPU. */
  overcommit: number;
  acquisitionsPerS: number;
  holdUs: number;
  sliceMs: number;
  /** Waiters queued in order (ticket lock); each of them may be preempted as well. */
  waiters: number;
}

/**
 * Time lost to preempted lock holders, seconds per second of one virtual CPU. A holder is preempted with
 * probability hold / slice per acquisition once virtual CPUs outnumber physical ones; it then waits for
 * the other k - 1 of its CPU, one slice each, and with tickets so does each preempted waiter.
 */
export function lockHolderStall(load: LockLoad): number {
  const { overcommit, acquisitionsPerS, holdUs, sliceMs, waiters } = load;
  const values = [overcommit, acquisitionsPerS, holdUs, sliceMs, waiters];
  if (values.some((value) => !Number.isFinite(value) || value < 0) || sliceMs === 0) {
    throw new UserError('expected lock figures of at least 0 and a slice above 0.');
  }
  if (overcommit <= 1) return 0;
  const preempted = Math.min(1, holdUs / (sliceMs * 1000));
  const stallS = ((overcommit - 1) * sliceMs) / 1000;
  return acquisitionsPerS * preempted * stallS * (1 + waiters * preempted);
}
