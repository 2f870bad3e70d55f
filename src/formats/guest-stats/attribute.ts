import { nth } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import type { EventId } from '../../techniques/events.ts';
import { counterMeaning, type ExitMeaning, reasonMeaning, totalCounters } from './exit-reasons.ts';
import type { Counter, ExitCount, GuestStats } from './guest-stats.ts';

export interface AttributedRow {
  /** Exit reason or counter, as in the file. */
  reason: string;
  count: number;
  event: EventId | null;
  /** `part`: inside an event that is counted elsewhere, so neither added nor missing. */
  how: 'event' | 'part' | 'unattributed';
  note: string;
}

export interface Attribution {
  events: Partial<Record<EventId, number>>;
  rows: AttributedRow[];
  /** Exits in all: the tool's own total where it gives one, else the sum of the rows. */
  exits: number;
  unattributed: number;
  /** `unattributed / exits`; null without exits. */
  unattributedShare: number | null;
  /** Microseconds the guest slept (HLT): never overhead. */
  idleUs: number;
  /** Microseconds of all other exits, handled or waiting to be. */
  handledUs: number;
}

function rowOf(reason: string, count: number, meaning: ExitMeaning | undefined): AttributedRow {
  const event = meaning?.event ?? null;
  if (event === 'part')
    return { reason, count, event: null, how: 'part', note: meaning?.note ?? '' };
  return {
    reason,
    count,
    event,
    how: event === null ? 'unattributed' : 'event',
    note: meaning?.note ?? (event === null ? 'No event of the model.' : ''),
  };
}

/** An expired timer takes the MSR write that armed it along; never more than there are. */
function absorb(exits: readonly ExitCount[], rows: AttributedRow[]): void {
  for (const { reason, count } of exits) {
    const name = reasonMeaning(reason)?.absorbs;
    if (name === undefined) continue;
    let left = count;
    for (const [i, exit] of exits.entries()) {
      if (reasonMeaning(exit.reason) !== reasonMeaning(name)) continue;
      const row = nth(rows, i);
      const taken = Math.min(left, row.count);
      row.count -= taken;
      left -= taken;
      if (taken > 0)
        rows.push({
          reason: exit.reason,
          count: taken,
          event: null,
          how: 'part',
          note: `Armed the timers of ${reason}.`,
        });
    }
  }
}

/**
 * Gives exits to events of the model. Reasons, where a file has them, are all that counts: statistics and
 * tracepoints of the same file count the same exits once more.
 */
export function attribute(
  stats: Pick<GuestStats, 'exits' | 'counters' | 'totalExits'>,
): Attribution {
  const exits = stats.exits ?? [];
  const counters = stats.counters ?? [];
  const rows = exits.map(({ reason, count }) => rowOf(reason, count, reasonMeaning(reason)));
  absorb(exits, rows);
  if (exits.length === 0) {
    for (const { name, count } of counters) {
      const meaning = counterMeaning(name);
      if (meaning) rows.push(rowOf(name, count, meaning));
    }
  }
  const sum = rows.reduce((total, row) => total + row.count, 0);
  const stated = stats.totalExits ?? totalOf(counters);
  const total = Math.max(stated ?? 0, exits.length > 0 || stated === undefined ? sum : 0);
  const missing = Math.max(0, total - sum);
  if (missing > 0) {
    rows.push({
      reason: '(other exits)',
      count: missing,
      event: null,
      how: 'unattributed',
      note: 'In the total, but in no row.',
    });
  }
  const events: Partial<Record<EventId, number>> = {};
  let unattributed = 0;
  for (const row of rows) {
    if (row.how === 'unattributed') unattributed += row.count;
    if (row.event !== null) events[row.event] = (events[row.event] ?? 0) + row.count;
  }
  const time = (idle: boolean) =>
    exits
      .filter(({ reason }) => (reasonMeaning(reason)?.idle ?? false) === idle)
      .reduce((us, exit) => us + (exit.totalUs ?? 0), 0);
  return {
    events,
    rows,
    exits: total,
    unattributed,
    unattributedShare: total > 0 ? Math.min(1, unattributed / total) : null,
    idleUs: time(true),
    handledUs: time(false),
  };
}

function totalOf(counters: readonly Counter[]): number | undefined {
  return counters.find(({ name }) => totalCounters.includes(name.toUpperCase()))?.count;
}

/** Rows of one reason summed: counts and times add, the extremes stay. */
export function sumExits(exits: readonly ExitCount[]): ExitCount[] {
  const sums = new Map<string, ExitCount>();
  for (const exit of exits) {
    const sum = sums.get(exit.reason);
    if (!sum) {
      sums.set(exit.reason, { ...exit });
      continue;
    }
    sum.count += exit.count;
    if (sum.totalUs !== undefined && exit.totalUs !== undefined) sum.totalUs += exit.totalUs;
    else delete sum.totalUs;
    if (sum.minUs !== undefined && exit.minUs !== undefined)
      sum.minUs = Math.min(sum.minUs, exit.minUs);
    if (sum.maxUs !== undefined && exit.maxUs !== undefined)
      sum.maxUs = Math.max(sum.maxUs, exit.maxUs);
    if (sum.totalUs !== undefined && sum.count > 0) sum.meanUs = sum.totalUs / sum.count;
    else delete sum.meanUs;
  }
  return [...sums.values()];
}

export function sumCounters(counters: readonly Counter[]): Counter[] {
  const sums = new Map<string, number>();
  for (const { name, count } of counters) sums.set(name, (sums.get(name) ?? 0) + count);
  return [...sums].map(([name, count]) => ({ name, count }));
}

export interface Rates {
  seconds: number;
  /** All vCPUs of the guest together. */
  perSecond: Partial<Record<EventId, number>>;
  /** The form of `events` in a scenario: events per million guest instructions. */
  perMillionInstructions: Partial<Record<EventId, number>>;
}

/**
 * Counts as rates. `instructionsPerSecond` is what the whole guest executes (all vCPUs), for example
 * `perf stat -e instructions:G`; `seconds` is needed where the file does not say how long it measured.
 */
export function ratesPerMillion(
  stats: Pick<GuestStats, 'events' | 'seconds'>,
  options: { instructionsPerSecond: number; seconds?: number | undefined },
): Rates {
  const seconds = options.seconds ?? stats.seconds;
  if (seconds === undefined || !(seconds > 0) || !Number.isFinite(seconds)) {
    throw new UserError('expected how many seconds were measured: the file does not say.');
  }
  if (!(options.instructionsPerSecond > 0) || !Number.isFinite(options.instructionsPerSecond)) {
    throw new UserError('expected instructions per second above 0.');
  }
  const rates: Rates = { seconds, perSecond: {}, perMillionInstructions: {} };
  for (const [event, count] of Object.entries(stats.events) as [EventId, number][]) {
    rates.perSecond[event] = count / seconds;
    rates.perMillionInstructions[event] = (count * 1e6) / (seconds * options.instructionsPerSecond);
  }
  return rates;
}
