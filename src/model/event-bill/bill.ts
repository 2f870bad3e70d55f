import type { Host } from '../../hosts/host.ts';
import { plus, type Sourced, times } from '../../sourced.ts';
import { type EventId, eventIds } from '../../techniques/events.ts';
import { overheadCycles, price } from '../../techniques/price.ts';
import type { Settings } from '../../techniques/settings.ts';
import type { CostPart, Technique } from '../../techniques/technique.ts';

export interface EventLine {
  event: EventId;
  count: number;
  /** Added to bare metal per event, cycles. */
  each: Sourced;
  /** Added to bare metal by all of them, cycles. */
  all: Sourced;
  path: string;
}

export interface TechniqueBill {
  technique: string;
  lines: EventLine[];
  /** Added to bare metal by every event of the rates, cycles. Idle time is not in it. */
  total: Sourced | null;
  /** Whole cost, bare metal's share included, by part. */
  parts: Partial<Record<CostPart, number>>;
}

/** What a technique adds to bare metal for these event counts. */
export function billOf(
  rates: Readonly<Partial<Record<EventId, number>>>,
  technique: Technique,
  host: Host,
  settings: Settings = {},
): TechniqueBill {
  const lines: EventLine[] = [];
  const parts: Partial<Record<CostPart, number>> = {};
  for (const event of eventIds) {
    const count = rates[event] ?? 0;
    if (count === 0) continue;
    const each = overheadCycles(event, technique, host, settings);
    const { path, terms } = price(event, technique, host, settings);
    lines.push({ event, count, each, all: times(each, count), path });
    for (const { part, cycles } of terms) {
      parts[part] = (parts[part] ?? 0) + count * cycles.value;
    }
  }
  const [first, ...others] = lines.map((line) => line.all);
  return {
    technique: technique.id,
    lines,
    total: first ? plus(first, ...others) : null,
    parts,
  };
}
