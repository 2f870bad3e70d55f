import type { Host } from '../../hosts/host.ts';
import type { SpacesCounts } from '../../kernels/spaces/index.ts';
import { plus, type Sourced, unverified } from '../../sourced.ts';
import { type EventId, price, techniqueById, total } from '../../techniques/index.ts';

/** Exits of one kind and what each costs on a host. */
export interface EventLine {
  label: string;
  events: number;
  cyclesEach: Sourced;
}

const estimated = (cycles: number, why: string) =>
  unverified(cycles, 'cycles', `path known, cost estimated: ${why}`);

/** What the monitor does for the events of nested tables, each beyond the walks. */
export function eventLines(counts: SpacesCounts, host: Host): EventLine[] {
  const { violations, splits, misconfigurations } = counts;
  const each = (event: EventId) => total(price(event, techniqueById('hardware'), host));
  const copied = () =>
    plus(each('hidden-fault'), estimated(1000, 'a 4K page copied from and to the caches'));
  const table = () => estimated(5000, 'a table of 512 entries filled');
  const lines: [string, number, () => Sourced][] = [
    ['violation, first touch of a host page', violations.firstTouch, () => each('hidden-fault')],
    // The monitor notes the page and opens the entry: an exit with next to no work, as a hypercall is.
    ['violation, first write while logged', violations.logging, () => each('hypercall')],
    ['violation, write to a merged page', violations.sharing, copied],
    ['misconfiguration, device access', misconfigurations, () => each('mmio-kernel')],
    ['large page split by logging', splits.logging, table],
    ['large page split by sharing', splits.sharing, table],
  ];
  return lines.flatMap(([label, events, cyclesEach]) =>
    events > 0 ? [{ label, events, cyclesEach: cyclesEach() }] : [],
  );
}
