import type { InventoryVm } from '../../inventory/inventory.ts';
import { deviceById } from '../../model/blocks/device.ts';
import { moveCost } from '../operations/move-cost.ts';
import type { MigrationOptions } from './schema.ts';

const MIB = 2 ** 20;
const REQUEST = MIB;
const DAY_S = 86_400;
/** Pre-copy rounds followed before a disk is called one that never gets there. */
const MOST_ROUNDS = 1000;
/** How guests dirty memory where nobody says: the study's assumption. */
const assumedDirty = { dirtyMibPerS: 20, workingSetShare: 0.1, zeroShare: 0 };

/** Moving one machine. */
export interface MachineMove {
  machine: string;
  gib: number;
  /** From its start until it runs at the target, s; of these it is off or stopped for `downtimeS`. */
  totalS: number;
  downtimeS: number;
  rounds: number;
  /** Writes outrun the copy: only cold, or never by live migration. */
  converges: boolean;
}

/** Machines that move in one window. */
export interface Wave {
  wave: number;
  machines: number;
  gib: number;
  hours: number;
  longestDowntimeS: number;
}

export interface Waves {
  method: MigrationOptions['method'];
  /** Bytes a second of each of the copies at once, and which part sets it. */
  bytesPerS: number;
  limit: 'link' | 'source store' | 'target store';
  moves: MachineMove[];
  waves: Wave[];
  hours: number;
  /** Machines that take longer than a window. */
  tooLong: string[];
  notConverging: string[];
  /** Machines whose disks are copied and of no size the inventory tells: their moves are as if they had none. */
  diskUnknown: number;
}

/** What one of `parallel` copies gets: requests of 1 MiB one after another, within what the store carries in all. */
function streamRate(store: string, side: 'readUs' | 'writeUs', parallel: number): number {
  const device = deviceById(store);
  if (!device) return 0;
  const bandwidth = device.bytesPerSecond.value;
  const alone = REQUEST / (device[side].value / 1e6 + REQUEST / bandwidth);
  return Math.min(alone, bandwidth / parallel);
}

/** Rate of each copy and what limits it. */
export function copyRate({ linkGbit, parallel, from, to }: MigrationOptions) {
  const parts = [
    { limit: 'link', rate: (linkGbit * 1.25e8) / parallel },
    { limit: 'source store', rate: streamRate(from, 'readUs', parallel) },
    { limit: 'target store', rate: streamRate(to, 'writeUs', parallel) },
  ] as const;
  const least = parts.reduce((a, b) => (b.rate < a.rate ? b : a));
  return { bytesPerS: least.rate, limit: least.limit };
}

/**
 * A disk copied while its machine runs: each round sends what was written during the round before, until the rest takes at
 * most `limitS`; then the machine stops for it. Never converges when writes come as fast as the copy.
 */
export function warmCopy(bytes: number, rate: number, writeRate: number, limitS: number) {
  let pending = bytes;
  let totalS = 0;
  let rounds = 0;
  while (pending / rate > limitS && rounds < MOST_ROUNDS && writeRate < rate) {
    const seconds = pending / rate;
    totalS += seconds;
    pending = seconds * writeRate;
    rounds++;
  }
  const lastS = pending / rate;
  return { totalS: totalS + lastS, downtimeS: lastS, rounds, converges: lastS <= limitS };
}

function move(vm: InventoryVm, options: MigrationOptions, bytesPerS: number): MachineMove {
  const { method, fixedMinutes, cutoverMinutes, changePercentPerDay, linkGbit, parallel } = options;
  const fixed = fixedMinutes * 60;
  const bytes = vm.inUseMib * MIB;
  const base = { machine: vm.name, gib: vm.inUseMib / 1024 };
  if (method === 'live') {
    const cost = moveCost(vm.memoryMib, { ...assumedDirty, linkGbit: linkGbit / parallel });
    return {
      machine: vm.name,
      gib: cost.transferredGib,
      totalS: cost.totalS,
      downtimeS: cost.blackoutMs / 1000,
      rounds: 0,
      converges: cost.verdict === 'completes',
    };
  }
  if (method === 'warm') {
    const writeRate = (bytes * changePercentPerDay) / 100 / DAY_S;
    const warm = warmCopy(bytes, bytesPerS, writeRate, cutoverMinutes * 60);
    return { ...base, ...warm, totalS: warm.totalS + fixed, downtimeS: warm.downtimeS + fixed };
  }
  const totalS = bytes / bytesPerS + fixed;
  return { ...base, totalS, downtimeS: totalS, rounds: 1, converges: true };
}

/**
 * Waves of an estate: the longest moves first, each on the slot of the window that is free first, as long as it ends
 * within the window; where the first takes longer than a window, the wave lasts as long as it.
 */
export function planWaves(vms: readonly InventoryVm[], options: MigrationOptions): Waves {
  const rate = copyRate(options);
  const moves = vms
    .map((vm) => move(vm, options, rate.bytesPerS))
    .sort((a, b) => b.totalS - a.totalS || (a.machine < b.machine ? -1 : 1));
  const windowS = options.waveHours * 3600;
  const going = moves.filter(({ converges }) => converges);
  const waves: Wave[] = [];
  let left = going;
  while (left.length > 0) {
    const slots = new Float64Array(options.parallel);
    const lastsS = Math.max(windowS, left[0]?.totalS ?? 0);
    const [taken, waiting]: [MachineMove[], MachineMove[]] = [[], []];
    for (const one of left) {
      const slot = slots.reduce((best, until, i) => (until < (slots[best] ?? 0) ? i : best), 0);
      const until = slots[slot] ?? 0;
      if (until + one.totalS > lastsS) waiting.push(one);
      else {
        slots[slot] = until + one.totalS;
        taken.push(one);
      }
    }
    waves.push({
      wave: waves.length + 1,
      machines: taken.length,
      gib: taken.reduce((sum, { gib }) => sum + gib, 0),
      hours: slots.reduce((most, until) => Math.max(most, until), 0) / 3600,
      longestDowntimeS: taken.reduce((most, { downtimeS }) => Math.max(most, downtimeS), 0),
    });
    left = waiting;
  }
  return {
    method: options.method,
    ...rate,
    moves,
    waves,
    hours: waves.reduce((sum, { hours }) => sum + hours, 0),
    tooLong: going.filter(({ totalS }) => totalS > windowS).map(({ machine }) => machine),
    notConverging: moves.filter(({ converges }) => !converges).map(({ machine }) => machine),
    diskUnknown:
      options.method === 'live' ? 0 : vms.filter(({ inUseMib }) => !(inUseMib > 0)).length,
  };
}
