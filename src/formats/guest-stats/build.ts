import { attribute, sumCounters, sumExits } from './attribute.ts';
import type { GuestStats } from './guest-stats.ts';

type Parts = Omit<GuestStats, 'events' | 'warnings'> & {
  events?: GuestStats['events'];
  warnings?: string[];
};

/** Statistics with the events their exits and counters stand for, where the reader has none of its own. */
export function guestStats(parts: Parts): GuestStats {
  const { events, warnings = [], ...rest } = parts;
  return { ...rest, events: events ?? attribute(parts).events, warnings };
}

/** Several guests as one: counts add; what cannot be added (latencies, percentages) stays with each guest. */
export function combine(
  format: string,
  guests: readonly GuestStats[],
  warnings: string[],
): GuestStats {
  const [first] = guests;
  if (first && guests.length === 1) return { ...first, warnings: [...first.warnings, ...warnings] };
  const exits = sumExits(guests.flatMap((guest) => guest.exits ?? []));
  const counters = sumCounters(guests.flatMap((guest) => guest.counters ?? []));
  const sum = (of: (guest: GuestStats) => number | undefined) => {
    const values = guests.map(of).filter((value) => value !== undefined);
    return values.length > 0 ? values.reduce((total, value) => total + value, 0) : undefined;
  };
  const seconds = new Set(guests.map((guest) => guest.seconds));
  const [only] = seconds;
  const vcpus = guests.every((guest) => guest.vcpus !== undefined)
    ? sum((guest) => guest.vcpus)
    : undefined;
  const totalExits = sum((guest) => guest.totalExits);
  const events: GuestStats['events'] = {};
  for (const guest of guests) {
    for (const [event, count] of Object.entries(guest.events) as [keyof typeof events, number][]) {
      events[event] = (events[event] ?? 0) + count;
    }
  }
  return {
    format,
    title: `${guests.length} guests`,
    ...(seconds.size === 1 && only !== undefined ? { seconds: only } : {}),
    ...(vcpus !== undefined ? { vcpus } : {}),
    ...(exits.length > 0 ? { exits } : {}),
    ...(counters.length > 0 ? { counters } : {}),
    ...(totalExits !== undefined ? { totalExits } : {}),
    events,
    guests: [...guests],
    warnings: [
      ...warnings,
      ...(seconds.size > 1
        ? ['The guests were measured for different times: no rates of the sum.']
        : []),
    ],
  };
}
