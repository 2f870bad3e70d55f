import type { Host } from '../../hosts/host.ts';
import { PAGE_BYTES } from '../../kernels/migration/replay-input.ts';
import { type Sourced, sourced, times, unverified } from '../../sourced.ts';
import { isContained, type Technique } from '../../techniques/technique.ts';
import type { MigrationKnobs } from './schema.ts';

/** How the monitor learns which pages a guest writes while it migrates. */
export type Mechanism =
  | 'none'
  | 'checkpoint'
  | 'software'
  | 'shadow'
  | 'shadow-turned-on'
  | 'write-protect'
  | 'pml'
  | 'nested-shadow';

const dirtyLog = 'kvm list, dirty_log_perf_test, 1 GiB per vCPU, first pass after logging starts';

/** One write to a page the first time after its log was cleared, microseconds of the writing vCPU. */
const perWrite: Readonly<Record<Mechanism, Sourced | null>> = {
  none: null,
  checkpoint: null,
  software: unverified(
    0.3,
    'us',
    'slow store path of TCG (notdirty), taken once per page; the path was read, its time nowhere',
    0.8,
  ),
  shadow: span(0.67 + 0.2, 0.43 + 0.2, 1.1 + 0.2, `${dirtyLog}: ept=N, eager split; one lock`),
  'shadow-turned-on': {
    ...span(
      0.87,
      0.63,
      1.3,
      `${dirtyLog}: ept=N stands in for Xen PV, which turns shadow paging on`,
    ),
    status: 'estimated',
  },
  'write-protect': span(1.13, 1.0, 1.74, `${dirtyLog}: split in the fault, 2 to 64 vCPUs`),
  pml: span(0.224, 0.2, 0.3, `${dirtyLog}: eager split, D bits logged, 2 to 64 vCPUs`),
  'nested-shadow': span(0.69 + 0.2, 0.69, 1.07 + 0.2, `${dirtyLog} -n: second-level guest`),
};

/** What holds the lock of the log while a write is handled; other vCPUs wait for it. */
const lockHeldUs: Partial<Record<Mechanism, number>> = {
  shadow: 0.67,
  'shadow-turned-on': 0.67,
  'nested-shadow': 0.69,
};

function span(value: number, low: number, high: number, source: string): Sourced {
  return { ...sourced(value, 'us', 'derived', source), low, high };
}

export function mechanismOf(
  technique: Technique,
  { pml: logged }: Host,
  knobs: MigrationKnobs,
): Mechanism {
  if (technique.cpu === 'native') return 'none';
  if (isContained(technique)) return 'checkpoint';
  if (technique.cpu === 'nested') return 'nested-shadow';
  switch (technique.mmu) {
    case 'software':
      return 'software';
    case 'direct':
      return 'shadow-turned-on';
    case 'shadow':
      return 'shadow';
    default: {
      const pml = knobs.logging === 'auto' ? logged !== undefined : knobs.logging === 'pml';
      return pml ? 'pml' : 'write-protect';
    }
  }
}

/** Why a guest cannot move, or null where it can. */
export function obstacle(technique: Technique, knobs: MigrationKnobs): string | null {
  if (technique.cpu === 'native') return 'no monitor that could move it';
  if (technique.io === 'pass-through' || technique.io === 'sr-iov') {
    return knobs.vfio === 'v2'
      ? null
      : 'its device writes memory unseen: classic pass-through cannot migrate (VFIO v2 can)';
  }
  return null;
}

/**
 * Microseconds one first write takes, waiting for the lock included: an M/D/1 queue of the first writes of
 * all vCPUs, so that a guest that writes little does not pay for vCPUs that are not there.
 */
export function writeCost(mechanism: Mechanism, firstWritesPerS: number): Sourced | null {
  const cost = perWrite[mechanism];
  const held = lockHeldUs[mechanism];
  if (!cost || held === undefined) return cost;
  const busy = Math.min(0.95, (firstWritesPerS * held) / 1e6);
  const waitUs = (held * busy) / (2 * (1 - busy));
  return { ...cost, value: cost.value + waitUs, low: cost.low + waitUs, high: cost.high + waitUs };
}

/** Splitting one 2 MiB mapping ahead of the log, on a host CPU beside the guest. */
export const splitUs: Sourced = {
  ...sourced(
    28,
    'us',
    'derived',
    'kvm list, eager page splitting v1: 12 to 17 ms per GiB of 2 MiB maps',
  ),
  low: 24,
  high: 33,
};

/** A first write to a large page whose neighbours are read: it is mapped again piece by piece. */
export const lazySplitUs: Sourced = {
  ...sourced(1.5, 'us', 'derived', 'kvm list, split in the fault, 5 % writers, per written page'),
  low: 0.47,
  high: 25.4,
};

/** Pages of the log armed again after each round, per page. */
export const rearmNs: Sourced = {
  ...sourced(40, 'ns', 'derived', 'kvm list: 30-42 ns (old MMU) to 73-75 ns (TDP MMU) per page'),
  low: 18,
  high: 75,
};

/** Device state of a passed-through function, sent while the guest is stopped. */
export const vfioStopMs: Sourced = {
  ...sourced(
    1175,
    'ms',
    'published',
    'qemu-devel 2024-04-17, multifd device state: 1,100 to 1,250 ms',
  ),
  low: 100,
  high: 1250,
};

/** A process of a container is dumped while all are frozen. */
export const processDumpMs: Sourced = sourced(
  170,
  'ms',
  'published',
  'criu list 2017-06-14: about 170 ms per process, 14 processes frozen about 2 s',
  0.5,
);

/** Large host pages: how many mappings of 2 MiB a guest's memory has. */
export const hugeMappings = (ramBytes: number): number => ramBytes / (512 * PAGE_BYTES);

/** A number of `us` as a share of the time of so many vCPUs, for something that happens so often a second. */
export function asShare(cost: Sourced, perSecond: number, vcpus: number): Sourced {
  return { ...times(cost, perSecond / 1e6 / vcpus), unit: 'share of vCPU time' };
}
