import type { Host } from '../../hosts/host.ts';
import { type Sourced, type Status, weakest } from '../../sourced.ts';
import type { CostPart, EventCost, Technique } from '../../techniques/technique.ts';

/** One line of a bill: what one cause adds, cycles per thousand guest instructions. */
export interface BillLine {
  event: string;
  label: string;
  part: CostPart;
  cycles: number;
  low: number;
  high: number;
  status: Status;
  source: string;
  unverified: boolean;
}

/** Everything a technique charges a workload, beside bare metal. */
export interface Bill {
  lines: BillLine[];
  /** Events whose path the technique has, but nobody can price on this host. */
  unpriced: string[];
}

export type PriceOf = (event: string, technique: Technique, host: Host) => EventCost | null;

/**
 * The event bill of a workload: sum over events of rate x cost, each cost term its own line.
 * `rates` are events per million guest instructions.
 */
export function eventBill(
  rates: Readonly<Record<string, number>>,
  technique: Technique,
  host: Host,
  priceOf: PriceOf,
): Bill {
  const lines: BillLine[] = [];
  const unpriced: string[] = [];
  for (const [event, rate] of Object.entries(rates)) {
    if (rate === 0) continue;
    const cost = priceOf(event, technique, host);
    if (!cost) {
      unpriced.push(event);
      continue;
    }
    const perThousand = rate / 1000;
    for (const term of cost.terms)
      lines.push(line(event, term.label, term.part, term.cycles, perThousand));
  }
  return { lines, unpriced };
}

export function line(
  event: string,
  label: string,
  part: CostPart,
  cycles: Sourced,
  times: number,
): BillLine {
  return {
    event,
    label,
    part,
    cycles: cycles.value * times,
    low: cycles.low * times,
    high: cycles.high * times,
    status: cycles.status,
    source: cycles.source,
    unverified: cycles.unverified === true,
  };
}

export interface Overhead {
  baseCycles: number;
  cycles: number;
  overheadRatio: number;
  low: number;
  high: number;
  /** Cycles beyond bare metal per part, and the share of it that is estimated. */
  parts: Partial<Record<CostPart, { cycles: number; estimated: number }>>;
  weakestStatus: Status;
}

const sameTerm = (a: BillLine, b: BillLine) =>
  a.event === b.event && a.cycles === b.cycles && a.source === b.source && a.part === b.part;

/**
 * Overhead ratio of `bill` over `base` with its interval. A line both bills share is one quantity
 * and cancels whole; the ends of all other lines add up, as if every source erred the same way:
 * the widest honest interval where correlations are unknown.
 */
export function compareBills(base: readonly BillLine[], bill: readonly BillLine[]): Overhead {
  const sum = (lines: readonly BillLine[], field: 'cycles' | 'low' | 'high') =>
    lines.reduce((total, entry) => total + entry[field], 0);
  const baseLeft = [...base];
  const extra: BillLine[] = [];
  for (const entry of bill) {
    const twin = baseLeft.findIndex((candidate) => sameTerm(candidate, entry));
    if (twin >= 0) baseLeft.splice(twin, 1);
    else extra.push(entry);
  }
  const baseCycles = sum(base, 'cycles');
  const cycles = sum(bill, 'cycles');
  const gain = (a: 'low' | 'high', b: 'low' | 'high') => sum(extra, a) - sum(baseLeft, b);
  const low = gain('low', 'high');
  const high = gain('high', 'low');
  const parts: Overhead['parts'] = {};
  const add = (entry: BillLine, sign: 1 | -1) => {
    const part = parts[entry.part] ?? { cycles: 0, estimated: 0 };
    parts[entry.part] = part;
    part.cycles += sign * entry.cycles;
    if (entry.status === 'estimated') part.estimated += sign * entry.cycles;
  };
  for (const entry of extra) add(entry, 1);
  for (const entry of baseLeft) add(entry, -1);
  for (const part of Object.values(parts)) {
    // A saving against an estimate must not show as an estimated cost of the other sign.
    if (part.estimated * part.cycles < 0) part.estimated = 0;
    if (Math.abs(part.estimated) > Math.abs(part.cycles)) part.estimated = part.cycles;
  }
  return {
    baseCycles,
    cycles,
    overheadRatio: cycles / baseCycles - 1,
    low: low / (low < 0 ? sum(base, 'low') || baseCycles : sum(base, 'high')),
    high: high / (high < 0 ? sum(base, 'high') : sum(base, 'low') || baseCycles),
    parts,
    weakestStatus: weakest([...extra, ...baseLeft].map((entry) => entry.status)),
  };
}
