import fc from 'fast-check';
import { expect, it } from 'vitest';
import { present } from '../../elements.ts';
import type { SteadyRow } from '../../studies/steady/columns.ts';
import { drawnCases } from './overhead.ts';

/** The same with all rows grouped before any is chosen. */
function chosenOfGroups(rows: readonly SteadyRow[]) {
  const groups = new Map<string, SteadyRow[]>();
  for (const row of rows) {
    const { workload, host, guest_page, host_page, tlb, settings } = row;
    const key = JSON.stringify([workload, host, guest_page, host_page, tlb, settings]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const places = new Map<string, SteadyRow[]>();
  for (const group of groups.values()) {
    const { workload, host } = present(group[0]);
    const place = JSON.stringify([workload, host]);
    if (!places.has(place)) places.set(place, group);
  }
  const drawn = [...places.values()];
  const first = (name: 'host' | 'workload', most: number) =>
    [...new Set(drawn.map(([row]) => present(row)[name]))].slice(0, most);
  const [hosts, vms] = [first('host', 4), first('workload', 5)];
  const shown = drawn.filter(
    ([row]) => hosts.includes(present(row).host) && vms.includes(present(row).workload),
  );
  return { shown: shown.flat(), places: drawn.length };
}

const name = (most: number) => fc.integer({ min: 0, max: most }).map(String);

it('what is drawn is the first case of each place, whatever order rows come in', () => {
  const row = fc.record({
    ...{ workload: name(7), host: name(5), guest_page: name(1), host_page: name(1) },
    ...{ tlb: name(1), settings: name(1), technique: name(9) },
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), (some) => {
      const rows = some as unknown as SteadyRow[];
      expect(drawnCases(rows)).toEqual(chosenOfGroups(rows));
    }),
    { numRuns: 200 },
  );
});
