import { allocate, type Claim } from '../scheduling/allocate.ts';

/**
 * Memory promised to VMs when a host may be overcommitted to `ratio` times its size: the exact division of that promise by
 * reservation, limit and shares. A host of 6 GB at 1.5 gives three equal VMs 3 GB each, at 1 it gives them 2 GB. Throws
 * AdmissionRefused when the reservations exceed the promise.
 */
export function committedMemory(hostMb: number, ratio: number, claims: readonly Claim[]): number[] {
  return allocate(hostMb * ratio, claims);
}
