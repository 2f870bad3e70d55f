import type { Host } from '../../hosts/host.ts';
import { plus, type Sourced, times, unverified } from '../../sourced.ts';
import {
  bareMetal,
  type EventId,
  price,
  type Settings,
  type Technique,
  techniqueById,
  total,
} from '../../techniques/index.ts';
import type { PagingCounts } from './mmu.ts';
import type { PagingMode } from './modes.ts';

/** One line of the bill: how many events of a kind, and what each costs beyond bare metal. */
export interface BillLine {
  label: string;
  events: number;
  cyclesEach: Sourced;
  /** Done without the lock of the shadow pager: fast CR3 switches (kernel commit 7c390d35). */
  lockFree?: true;
}

const estimated = (cycles: number, why: string) =>
  unverified(cycles, 'cycles', `path known, cost estimated: ${why}`);

/** A resync compares the 512 entries of a table with their shadows. */
const RESYNC_CYCLES = 1000;
/** A validated entry: type and reference count of the frame it names. */
const VALIDATION_CYCLES = 150;

/**
 * What the monitor's part of the counted events costs on a host; the guest's own work is not in it. `settings` switch
 * mitigations and the like; `technique` replaces the mode's own prices.
 */
export function billOf(
  mode: PagingMode,
  counts: PagingCounts,
  host: Host,
  settings: Settings = {},
  technique: Technique = techniqueById(mode.technique),
): BillLine[] {
  const each = (event: EventId) => total(price(event, technique, host, settings));
  const line = (label: string, events: number, cyclesEach: () => Sourced): BillLine[] =>
    events > 0 ? [{ label, events, cyclesEach: cyclesEach() }] : [];
  const beyondNative = (event: EventId) =>
    plus(each(event), times(total(price(event, bareMetal, host, settings)), -1));
  if (mode.id === 'software') {
    return [
      ...line('software TLB refilled', counts.softwareMisses, () => each('tlb-miss')),
      ...line('software TLB emptied', counts.softwareFlushes, () => each('cr3-write')),
    ];
  }
  return [
    ...line('hidden fault', counts.hiddenFaults, () => each('hidden-fault')),
    ...line('fault passed on to the guest', counts.reflectedFaults, () =>
      mode.id === 'direct' ? beyondNative('exception') : each('hidden-fault'),
    ),
    ...line('page-table write emulated', counts.emulatedWrites, () => each('pte-write')),
    ...line('table goes out of sync', counts.unsyncFaults, () => each('hidden-fault')),
    ...line('CR3 load', counts.cr3Exits, () => each('cr3-write')).map((one) => ({
      ...one,
      lockFree: true as const,
    })),
    ...line('INVLPG', counts.invlpgExits, () => each('invlpg')),
    ...line('table synchronised again', counts.resyncedTables, () =>
      estimated(RESYNC_CYCLES, 'compare 512 entries'),
    ),
    ...line('hypercall', counts.hypercalls + counts.pins + counts.unpins, () => each('hypercall')),
    ...line('entry validated', counts.validatedEntries, () =>
      estimated(VALIDATION_CYCLES, 'type and reference count of a frame'),
    ),
    ...line('violation', counts.violations, () => each('hidden-fault')),
    ...line('large host page split', counts.splits, () =>
      estimated(5000, 'a table of 512 entries filled'),
    ),
  ];
}

/** Sum of a bill, cycles; the interval is the sum of the lines' intervals. */
export function billTotal(lines: readonly BillLine[]): {
  value: number;
  low: number;
  high: number;
} {
  const sum = (pick: (cycles: Sourced) => number) =>
    lines.reduce((cycles, { events, cyclesEach }) => cycles + events * pick(cyclesEach), 0);
  return { value: sum((c) => c.value), low: sum((c) => c.low), high: sum((c) => c.high) };
}
