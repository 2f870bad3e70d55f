import type { Host } from '../../hosts/host.ts';
import type { Sourced } from '../../sourced.ts';
import type { EventId } from '../../techniques/events.ts';
import { overheadCycles } from '../../techniques/price.ts';
import type { Technique } from '../../techniques/technique.ts';
import { billOf, type TechniqueBill } from './bill.ts';

/** Code that runs between events: a technique that slows it cannot be judged by events alone. */
const code: readonly { event: EventId; what: string }[] = [
  { event: 'alu', what: 'user code' },
  { event: 'branch', what: 'kernel code' },
];

/** What the counts of a bill cover: the time they were counted over, or the work they were counted in. */
export interface BillScope {
  /** Seconds the counts cover; undefined where nobody says. */
  seconds?: number | undefined;
  /** Bare metal's cycles for the same work, where that is known. */
  nativeCycles?: number | undefined;
}

/** A bill as it may be shown beside others. */
export interface PricedTechnique extends TechniqueBill {
  /** Why the bill cannot stand beside others: the code it slows is not in the counts. Null where it can. */
  notComparable: string | null;
  /** Cycles added a second, and the share of one CPU they take; null where the counts do not tell. */
  cyclesPerS: Sourced | null;
  cpuShare: Sourced | null;
}

/** A bill below nothing is none: what a technique answers faster than a device of bare metal is not earned elsewhere. */
const atLeastNothing = (total: Sourced): Sourced => ({
  ...total,
  value: Math.max(0, total.value),
  low: Math.max(0, total.low),
  high: Math.max(0, total.high),
});

const scaled = (from: Sourced, factor: (cycles: number) => number, unit: string): Sourced => ({
  ...from,
  value: factor(from.value),
  low: factor(from.low),
  high: factor(from.high),
  unit,
});

/** The code a technique slows and the counts leave out. */
function leftOut(
  rates: Readonly<Partial<Record<EventId, number>>>,
  technique: Technique,
  host: Host,
): string | null {
  const slowed = code.filter(
    ({ event }) => rates[event] === undefined && overheadCycles(event, technique, host).value > 0,
  );
  return slowed.length === 0
    ? null
    : `slows ${slowed.map(({ what }) => what).join(' and ')}, which the counts do not hold`;
}

/** What a technique adds to bare metal for these counts, as cycles, cycles a second and share of one CPU. */
export function pricedTechnique(
  rates: Readonly<Partial<Record<EventId, number>>>,
  technique: Technique,
  host: Host,
  { seconds, nativeCycles }: BillScope,
): PricedTechnique {
  const bill = billOf(rates, technique, host);
  const notComparable = leftOut(rates, technique, host);
  const total = bill.total && notComparable === null ? atLeastNothing(bill.total) : null;
  const hz = host.clockGhz.value * 1e9;
  const cyclesPerS =
    total && seconds !== undefined ? scaled(total, (cycles) => cycles / seconds, 'cycles/s') : null;
  const cpuShare = cyclesPerS
    ? scaled(cyclesPerS, (cycles) => cycles / hz, 'CPUs')
    : total && nativeCycles !== undefined
      ? scaled(total, (cycles) => cycles / (cycles + nativeCycles), 'CPUs')
      : null;
  return { ...bill, total, notComparable, cyclesPerS, cpuShare };
}
