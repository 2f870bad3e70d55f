import { UserError } from '../../errors.ts';
import { reasonMeaning } from '../../formats/guest-stats/exit-reasons.ts';
import type { ExitTable, GuestStats } from '../../formats/guest-stats/guest-stats.ts';
import type { Host } from '../../hosts/host.ts';
import type { Sourced } from '../../sourced.ts';
import { sum } from '../../statistics.ts';
import { type EventId, events } from '../../techniques/events.ts';
import { type Fit, fitReadings, type Reading } from './fit.ts';

/** An event of the model with the time KVM handled it, cycles from exit to entry as `perf kvm stat` sees them. */
export interface FittedExit {
  event: EventId;
  reason: string;
  /** Exits of the reason in all tables. */
  samples: number;
  fit: Fit;
}

export interface FittedExits {
  exits: FittedExit[];
  /** Reasons that price no event: idle time, host work, part of another event, several events at once. */
  left: string[];
}

/** Fewer exits than this in a table say nothing of their mean. */
export const LEAST_SAMPLES = 100;

/** Their time is the host's own work or that of others on the CPU, not what the event costs. */
const notAPrice: ReadonlySet<EventId> = new Set(['external-irq', 'pause-spin', 'hlt-wake']);
const cpuEvents: ReadonlySet<EventId> = new Set(
  events.filter(({ axis }) => axis === 'cpu').map(({ id }) => id),
);

/** The event whose price the mean time of a reason is, or none. */
function eventOf(reason: string): EventId | null {
  const meaning = reasonMeaning(reason);
  const { event = null, idle, absorbs } = meaning ?? {};
  if (event === null || event === 'part' || idle || absorbs !== undefined) return null;
  return notAPrice.has(event) || !cpuEvents.has(event) ? null : event;
}

const tablesOf = ({ tables, title, exits = [] }: GuestStats): readonly ExitTable[] =>
  tables ?? [{ title, exits }];

/**
 * Handling times of exits by reason, from recordings of `perf kvm stat`: their tables (of single vCPUs, of intervals, of
 * files) in turn fit and judge. UserError where no reason of them is the price of an event.
 */
export function fitExits(stats: readonly GuestStats[], base: Host, file: string): FittedExits {
  const perUs = base.clockGhz.value * 1000;
  const read = new Map<string, Reading[]>();
  const left = new Set<string>();
  for (const [i, { title, exits }] of stats.flatMap(tablesOf).entries()) {
    for (const { reason, count, meanUs } of exits) {
      if (
        eventOf(reason) === null ||
        meanUs === undefined ||
        count < LEAST_SAMPLES ||
        !(meanUs > 0)
      ) {
        left.add(reason);
        continue;
      }
      const row = `${reason}, table ${i + 1}${title ? ` (${title})` : ''}`;
      read.set(reason, [...(read.get(reason) ?? []), { row, cycles: meanUs * perUs, count }]);
    }
  }
  const exits = [...read].flatMap(([reason, readings]): FittedExit[] => {
    const event = eventOf(reason);
    return event === null
      ? []
      : [
          {
            event,
            reason,
            samples: sum(readings.map(({ count = 0 }) => count)),
            fit: fitReadings(readings, 'mean'),
          },
        ];
  });
  // Of two reasons of one event the more frequent is its price, so it comes last.
  exits.sort((a, b) => a.samples - b.samples);
  if (exits.length > 0) return { exits, left: [...left].filter((reason) => !read.has(reason)) };
  throw new UserError(
    `${file}: expected reasons whose time is the price of an event (CPUID, MSR_WRITE, IO_INSTRUCTION, VMCALL, ...), ${LEAST_SAMPLES} exits each, with their mean time; found none.`,
  );
}

/** Compositions of the processor an exit of the recording is the price of. */
const compositions = ['hardware', 'hardware-apicv'] as const;

/**
 * A profile with the events of a fit as prices measured on it. perf sees an exit from KVM's side, without the switch of
 * worlds: of the smallest exit of the profile something between nothing and all of it comes on top, half in the value.
 */
export function withExitTimes(profile: Host, { exits }: FittedExits, source: string): Host {
  const { value, high } = profile.anchors.smallestExitCycles;
  const known: Record<string, Sourced> = {};
  for (const { event, reason, fit } of exits) {
    const price: Sourced = {
      value: fit.value + value / 2,
      low: fit.low,
      high: fit.high + high,
      ...{ unit: 'cycles', status: 'derived' },
      source: `${source}: ${reason}, and half of the smallest exit for the switch of worlds`.slice(
        0,
        1000,
      ),
    };
    for (const cpu of compositions) known[`${event}/${cpu}`] = price;
  }
  return { ...profile, measured: { ...profile.measured, ...known } };
}
