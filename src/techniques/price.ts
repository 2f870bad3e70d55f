import { nth, present } from '../elements.ts';
import type { Host } from '../hosts/host.ts';
import { plus, type Sourced, sourced, times } from '../sourced.ts';
import { bareMetal } from './compositions.ts';
import type { PathContext, PathOf } from './context.ts';
import { cpuMode } from './cpu/index.ts';
import { nativePaths } from './cpu/native.ts';
import { type EventId, events } from './events.ts';
import { ioMode } from './io/index.ts';
import { mmuMode } from './mmu/index.ts';
import { nativeMmu } from './mmu/native.ts';
import type { Settings } from './settings.ts';
import type { CostTerm, EventCost, Technique } from './technique.ts';

const axisOf = new Map(events.map((event) => [event.id, event.axis]));

/** The keys of a cost measured on the very host, in the form `Host.measured` documents, best first. */
function measuredKeys(event: EventId, { cpu, mmu, io }: Technique, native: boolean): string[] {
  const key = (cpuId: string, mmuId: string, ioId: string) => {
    const axis = axisOf.get(event);
    if (axis === 'mmu') return `${event}/${cpuId}+${mmuId}`;
    return axis === 'io' ? `${event}/${cpuId}+${ioId}` : `${event}/${cpuId}`;
  };
  return native ? [key(cpu, mmu, io), key('native', 'native', 'native')] : [key(cpu, mmu, io)];
}

/** The path of an event, and whether it is the one bare metal takes. */
function pathOf(
  event: EventId,
  { technique, cpu }: PathContext,
): { path: PathOf; native: boolean } {
  const axis = axisOf.get(event);
  if (axis === 'io') {
    return { path: ioMode(technique.io).request, native: technique.io === 'native' };
  }
  const bare: PathOf =
    axis === 'mmu'
      ? present(nativeMmu.paths[event])
      : nativePaths[event as keyof typeof nativePaths];
  const path =
    axis === 'mmu'
      ? present(mmuMode(technique.mmu).paths[event])
      : (ioMode(technique.io).overrides[event] ?? cpu.paths[event] ?? bare);
  return { path, native: path === bare };
}

/** Whether settings left the steps of a path as they are. */
function sameSteps(terms: readonly CostTerm[], plain: readonly CostTerm[]): boolean {
  return (
    terms.length === plain.length &&
    terms.every(({ cycles }, i) => cycles.value === nth(plain, i).cycles.value)
  );
}

/**
 * What one guest event costs under a technique on a host: its path and each step's cycles. A cost
 * measured on that very host replaces the steps unless settings change them.
 */
export function price(
  event: EventId,
  technique: Technique,
  host: Host,
  given: Settings = {},
): EventCost {
  const settings = { ...technique.settings, ...given };
  const context: PathContext = { host, technique, cpu: cpuMode(technique.cpu), settings };
  const chosen = pathOf(event, context);
  const { path, terms } = chosen.path(context);
  const key = measuredKeys(event, technique, chosen.native).find((candidate) =>
    Object.hasOwn(host.measured, candidate),
  );
  const measured = key === undefined ? undefined : host.measured[key];
  if (!measured || !sameSteps(terms, chosen.path({ ...context, settings: {} }).terms)) {
    return { event, path, terms };
  }
  const part = nth(terms, terms.length - 1).part;
  return {
    event,
    path,
    terms: [{ label: 'whole event, measured on this host', part, cycles: measured }],
  };
}

/** The whole price of an event: the sum of its terms. */
export function total(cost: EventCost): Sourced {
  const [first, ...others] = cost.terms.map((term) => term.cycles);
  return plus(present(first), ...others);
}

/**
 * What the technique adds to bare metal, cycles per event; may be negative (binary translation's port
 * I/O). A term both paths share is one quantity and cancels whole, interval included.
 */
export function overheadCycles(
  event: EventId,
  technique: Technique,
  host: Host,
  settings: Settings = {},
): Sourced {
  const bareLeft = [...price(event, bareMetal, host, settings).terms];
  const extra: CostTerm[] = [];
  for (const term of price(event, technique, host, settings).terms) {
    const twin = bareLeft.findIndex(
      ({ cycles }) => cycles.value === term.cycles.value && cycles.source === term.cycles.source,
    );
    if (twin >= 0) bareLeft.splice(twin, 1);
    else extra.push(term);
  }
  const added = extra.map(({ cycles }) => cycles);
  const saved = bareLeft.map(({ cycles }) => times(cycles, -1));
  const [first, ...others] = [...added, ...saved];
  return first
    ? plus(first, ...others)
    : sourced(0, 'cycles', 'derived', 'the same path as on bare metal');
}
