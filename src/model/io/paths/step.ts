import type { Host } from '../../../hosts/host.ts';
import type { Sourced } from '../../../sourced.ts';

/** One I/O operation as the guest asks for it. */
export interface Operation {
  kind: 'block' | 'packet';
  read: boolean;
  bytes: number;
  /** Operations that share one notification, and completions that share one interrupt. */
  perKick: number;
  perInterrupt: number;
}

export type Part = 'exits' | 'user-space' | 'interrupts' | 'copies' | 'back end' | 'grants';

/** Where the time is spent: the guest's virtual CPU is stopped, or another CPU works beside it. */
export type Site = 'guest' | 'back end';

/** A step of a request's path: how often, at what price. */
export interface Step {
  label: string;
  part: Part;
  site: Site;
  /** Per operation; a fraction when several share it. */
  count: number;
  cycles: Sourced;
  /** What the step counts as. */
  exits?: number;
  userExits?: number;
  interrupts?: number;
  hypercalls?: number;
  copiedBytes?: number;
  grants?: number;
}

/** How a guest reaches a device. A new path is one file and one line in `paths/index.ts`. */
export interface IoPath {
  id: string;
  title: string;
  describe: string;
  kinds: readonly Operation['kind'][];
  /** Operations the interface keeps in flight at most, given their size. */
  maxInFlight(bytes: number): number;
  /** Back-end CPUs that can work in parallel for a guest with so many vCPUs and queues. */
  backEnds(vcpus: number): number;
  steps(operation: Operation, host: Host): Step[];
}
