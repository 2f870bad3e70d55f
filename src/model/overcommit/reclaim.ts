import { nth, num } from '../../elements.ts';
import { type Sourced, sourced, unverified } from '../../sourced.ts';
import { sum } from '../../statistics.ts';
import { allocateWithIdleTax, DEFAULT_IDLE_TAX } from './idle-tax.ts';
import {
  type Mechanism,
  nextState,
  type ReclaimProfile,
  type ReclaimState,
} from './reclaim-profile.ts';

/** A VM as memory management sees it, in MB. */
export interface VmMemory {
  id: string;
  configuredMb: number;
  /** Touched by the guest at some time and so backed by the host. */
  consumedMb: number;
  /** Touched within the last sampling period. */
  activeMb: number;
  /** Of the consumed memory, what the guest itself has free: a balloon takes it first. */
  guestFreeMb: number;
  /** What sharing equal 4 KiB pages frees once large pages are broken. */
  shareableMb: number;
  reservationMb: number;
  /** Infinity = none. */
  limitMb: number;
  shares: number;
}

export interface OvercommitHost {
  memoryMb: number;
  profile: ReclaimProfile;
  /** Guests are backed by large pages: equal pages are shared only once pressure breaks them. */
  largePages: boolean;
  idleTax: number;
  /** Latency of bringing one 4 KiB page back from swap. */
  swapIn: Sourced;
}

export const costs = {
  /** VM overhead that is never reclaimed. */
  overheadMb: sourced(
    32,
    'MB',
    'published',
    'Waldspurger, OSDI 2002: fixed overhead of 32 MB a VM',
  ),
  balloonShare: sourced(
    0.65,
    'share',
    'published',
    'survey 58600017789: a balloon takes at most about 65 % of a VM',
  ),
  compressionCache: sourced(
    0.1,
    'share',
    'published',
    'running-system.com: compression cache of 10 % of a VM',
  ),
  /** Pages are kept when they shrink to half, so each compressed page frees half. */
  compressedSize: unverified(
    0.5,
    'share',
    'recalled: a page is kept compressed when it shrinks to 2 KB or less',
    0.2,
  ),
  decompress: unverified(20, 'us', 'recalled: decompression takes some tens of microseconds', 0.75),
  swapInSsd: unverified(150, 'us', 'assumed: a 4 KiB read of a shared SSD with its queue', 0.5),
  swapInDisk: unverified(10_000, 'us', 'assumed: a random read of a disk', 0.5),
  /** Active memory is what was touched within this period, so each of its pages is wanted at least once in it. */
  samplePeriod: sourced(
    30,
    's',
    'published',
    'Waldspurger, OSDI 2002: 100 pages sampled every 30 s',
  ),
} as const;

export interface VmReclaim {
  id: string;
  entitlementMb: number;
  sharedMb: number;
  balloonedMb: number;
  compressedMb: number;
  swappedMb: number;
  /** Of the memory taken, what the VM is actively using. */
  activeTakenMb: number;
  /** Speed against the same VM with all its memory: 1 = not slowed. An upper bound: every active page is counted once. */
  speed: number;
  speedLow: number;
}

export interface Reclaim {
  state: string;
  stateIndex: number;
  freeMb: number;
  minFreeMb: number;
  /** MB that no mechanism could find: VMs are stopped in their tracks (state low). */
  missingMb: number;
  /** Freed by each mechanism. */
  freed: { share: number; balloon: number; compress: number; swap: number };
  vms: VmReclaim[];
}

const PAGES_PER_MB = 256;

/**
 * What a host does at one moment, mechanism after mechanism in the order in which they bite, until free memory is back at
 * minFree: share (for nothing, once large pages are broken), balloon (guest-free memory first, then idle), compress, swap
 * (blind: active memory is hit in its proportion), block. Who gives how much is decided by the entitlements with idle tax.
 * `previous` is the state the host comes from: it leaves a state later than it enters it. Throws AdmissionRefused where
 * the reservations alone do not fit.
 */
export function reclaim(host: OvercommitHost, vms: readonly VmMemory[], previous = 0): Reclaim {
  const { profile, memoryMb, idleTax } = host;
  const states = profile.states(memoryMb);
  const minFreeMb = profile.minFreeMb(memoryMb);
  const overheadMb = costs.overheadMb.value * vms.length;
  const freeMb = memoryMb - overheadMb - sum(vms.map((vm) => vm.consumedMb));
  const pressed = nextState(states, freeMb, previous) > 0;
  const sharing = pressed || !host.largePages;
  const sharedMb = vms.map((vm) => (sharing ? Math.min(vm.shareableMb, vm.consumedMb) : 0));

  // Shared pages are mapped but not backed, so the VMs may map that much more.
  const availableMb = Math.max(0, memoryMb - overheadMb - minFreeMb);
  const entitlementMb = allocateWithIdleTax(
    availableMb + sum(sharedMb),
    vms.map((vm) => ({
      reservation: vm.reservationMb,
      limit: vm.limitMb,
      shares: vm.shares,
      demand: vm.consumedMb,
      active: Math.min(vm.activeMb, vm.consumedMb),
    })),
    idleTax,
  );
  const takenMb = vms.map((vm, i) => Math.max(0, vm.consumedMb - num(entitlementMb, i)));
  const parts = vms.map((vm, i) => ({
    sharedMb: num(sharedMb, i),
    ...takeFrom(
      vm,
      num(takenMb, i),
      states.some((state) => state.does.includes('compress')),
    ),
  }));
  const freed = {
    share: sum(sharedMb),
    balloon: sum(parts.map((part) => part.balloonedMb)),
    compress: sum(parts.map((part) => part.compressedMb)),
    swap: sum(parts.map((part) => part.swappedMb)),
  };
  const freeAfterMb = freeMb + freed.share + freed.balloon + freed.compress + freed.swap;
  const missingMb = Math.max(0, minFreeMb - freeAfterMb);
  const stateIndex = settledState(states, freed, missingMb > TOLERANCE_MB, pressed);
  return {
    state: nth(states, stateIndex).name,
    stateIndex,
    freeMb: freeAfterMb,
    minFreeMb,
    missingMb,
    freed,
    vms: vms.map((vm, i) => ({
      id: vm.id,
      entitlementMb: num(entitlementMb, i),
      ...nth(parts, i),
      ...slowed(vm, host, nth(parts, i)),
    })),
  };
}

const TOLERANCE_MB = 1e-6;

/** Splits what is taken from a VM: balloon up to its share, then the compression cache, then swap. */
function takeFrom(vm: VmMemory, takenMb: number, compresses: boolean) {
  const balloonedMb = Math.min(takenMb, costs.balloonShare.value * vm.configuredMb);
  const size = costs.compressedSize.value;
  const cacheFreesMb = (costs.compressionCache.value * vm.configuredMb * (1 - size)) / size;
  const compressedMb = compresses ? Math.min(takenMb - balloonedMb, cacheFreesMb) : 0;
  return { balloonedMb, compressedMb, swappedMb: takenMb - balloonedMb - compressedMb };
}

/** The mildest state that has every mechanism the host needed. */
function settledState(
  states: readonly ReclaimState[],
  freed: Reclaim['freed'],
  blocked: boolean,
  pressed: boolean,
): number {
  const first = (mechanism: Mechanism) =>
    Math.max(
      0,
      states.findIndex((state) => state.does.includes(mechanism)),
    );
  if (blocked) return states.length - 1;
  if (freed.swap > TOLERANCE_MB) return first('swap');
  if (freed.compress > TOLERANCE_MB) return first('compress');
  if (freed.balloon > TOLERANCE_MB) return first('balloon');
  return pressed ? Math.max(1, first('share')) : 0;
}

type Taken = Pick<VmReclaim, 'balloonedMb' | 'compressedMb' | 'swappedMb'>;

function slowed(vm: VmMemory, host: OvercommitHost, taken: Taken) {
  const idleMb = Math.max(0, vm.consumedMb - vm.guestFreeMb - vm.activeMb);
  // The guest gives the balloon what it needs least; the hypervisor takes pages blindly from what is left.
  const activeBallooned = Math.max(0, taken.balloonedMb - vm.guestFreeMb - idleMb);
  const residentMb = vm.consumedMb - taken.balloonedMb;
  const activeLeft = Math.max(0, vm.activeMb - activeBallooned);
  const blind = residentMb > 0 ? Math.min(1, activeLeft / residentMb) : 0;
  const activeCompressed = (taken.compressedMb / (1 - costs.compressedSize.value)) * blind;
  const activeSwapped = taken.swappedMb * blind;
  const faultsPerSecond = (mb: number) => (mb * PAGES_PER_MB) / costs.samplePeriod.value;
  const lostShare = (end: 'low' | 'value' | 'high') =>
    (faultsPerSecond(activeBallooned + activeSwapped) * host.swapIn[end] +
      faultsPerSecond(activeCompressed) * costs.decompress[end]) /
    1e6;
  return {
    activeTakenMb: activeBallooned + activeCompressed + activeSwapped,
    speed: 1 / (1 + lostShare('value')),
    speedLow: 1 / (1 + lostShare('high')),
  };
}

/** Swap space ESX reserves so that a VM can always be swapped out: max - min (Waldspurger, OSDI 2002). */
export function swapReservationMb(vm: VmMemory): number {
  return Math.max(0, Math.min(vm.configuredMb, vm.limitMb) - vm.reservationMb);
}

/** A host of `memoryMb` with the defaults: ESXi 6, large pages, tax 75 %, swap on SSD. */
export function defaultHost(memoryMb: number, profile: ReclaimProfile): OvercommitHost {
  return {
    memoryMb,
    profile,
    largePages: true,
    idleTax: DEFAULT_IDLE_TAX,
    swapIn: costs.swapInSsd,
  };
}
