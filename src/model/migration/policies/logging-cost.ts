import { type Sourced, sourced, unverified } from '../../../sourced.ts';
import { uniquePages } from '../dirty.ts';
import type { MigratingGuest } from '../plan-types.ts';

export const loggingModes = ['write-protect', 'pml', 'dirty-ring'] as const;
export type LoggingMode = (typeof loggingModes)[number];

/** What knowing about writes costs the guest, cycles. */
export const loggingCosts = {
  protectFaultCycles: sourced(
    4000,
    'cycles',
    'estimated',
    'about 4000 cycles per logged page fault against 500 per page copy: second-hand, a note on a checkpointing paper',
    0.5,
  ),
  splitFaultCycles: unverified(6000, 'cycles', 'fault that also splits a 2 MiB mapping; assumed'),
  pmlExitCycles: unverified(
    2500,
    'cycles',
    'exit that empties 512 entries; recalled size, assumed cost',
  ),
  ringExitCycles: unverified(12_000, 'cycles', 'exit to user space on a full ring; assumed'),
  dBitCycles: unverified(
    30,
    'cycles',
    'processor sets a D bit and appends to the PML buffer; assumed',
  ),
} as const;

const PML_ENTRIES = 512;

export interface LoggingCost {
  mode: LoggingMode;
  firstWritesPerS: number;
  exitsPerS: number;
  cyclesPerS: number;
  /** Share of one vCPU that logging takes away. */
  guestSlowdown: number;
  sources: Sourced[];
}

/**
 * First writes after each clearing of the log are what logging charges for; a log cleared every
 * `clearEveryS` sees uniquePages(clearEveryS) of them. Huge mappings are split once, at the first round.
 */
export function loggingCost(
  guest: MigratingGuest,
  mode: LoggingMode,
  {
    clearEveryS,
    hugePages,
    ringEntries,
    clockGhz,
  }: {
    clearEveryS: number;
    hugePages: boolean;
    ringEntries: number;
    clockGhz: number;
  },
): LoggingCost {
  const firstWrites = uniquePages(guest.dirty, clearEveryS);
  const firstWritesPerS = firstWrites / clearEveryS;
  const splits = hugePages ? Math.min(firstWrites, guest.ramBytes / 2 ** 21) / clearEveryS : 0;
  const c = loggingCosts;
  let exitsPerS: number;
  let cyclesPerS: number;
  let sources: Sourced[];
  if (mode === 'write-protect') {
    exitsPerS = firstWritesPerS;
    cyclesPerS = firstWritesPerS * c.protectFaultCycles.value + splits * c.splitFaultCycles.value;
    sources = [c.protectFaultCycles, c.splitFaultCycles];
  } else {
    const perExit = mode === 'pml' ? PML_ENTRIES : ringEntries;
    const exit = mode === 'pml' ? c.pmlExitCycles : c.ringExitCycles;
    exitsPerS = firstWritesPerS / perExit + splits;
    cyclesPerS =
      firstWritesPerS * c.dBitCycles.value +
      (firstWritesPerS / perExit) * exit.value +
      splits * c.splitFaultCycles.value;
    sources = [c.dBitCycles, exit, c.splitFaultCycles];
  }
  const guestSlowdown = Math.min(1, cyclesPerS / (clockGhz * 1e9));
  return { mode, firstWritesPerS, exitsPerS, cyclesPerS, guestSlowdown, sources };
}
