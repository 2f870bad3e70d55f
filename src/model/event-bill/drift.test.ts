import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sourced } from '../../sourced.ts';
import type { EventId } from '../../techniques/events.ts';
import { type Counted, driftOf } from './drift.ts';

const events: readonly EventId[] = ['cpuid', 'msr-write', 'eoi'];
const exact = () => sourced(1000, 'cycles', 'measured', 'test');
const given = (counts: Counted['counts'], covers = 1): Counted => ({
  ...{ counts, covers, sampled: false },
});
const movedIn = (stored: Counted, fresh: Counted, price = exact) =>
  driftOf(stored, fresh, events, price)
    .filter(({ moved }) => moved)
    .map(({ event }) => event);

it('a rate of an exactly known price may go up or down by a tenth', () => {
  const stored = given({ cpuid: 1000 });
  const at = (cpuid: number) => movedIn(stored, given({ cpuid }));
  expect([at(1099), at(1101), at(910), at(908)]).toEqual([[], ['cpuid'], [], ['cpuid']]);
});

it('a price known within 30 % allows 30 % more, one known within a factor of ten half as much again', () => {
  const stored = given({ cpuid: 1000 });
  const at = (cpuid: number, low: number, high: number) =>
    movedIn(stored, given({ cpuid }), () => ({ ...exact(), low, high }));
  expect(at(1299, 700, 1300)).toEqual([]);
  expect(at(1301, 700, 1300)).toEqual(['cpuid']);
  expect(at(1499, 100, 10_000)).toEqual([]);
  expect(at(1501, 100, 10_000)).toEqual(['cpuid']);
  expect(at(666, 100, 10_000)).toEqual(['cpuid']);
});

it('few counts scatter: 4 after 2 is no movement, 4000 after 2000 is', () => {
  const counted = (cpuid: number): Counted => ({ ...given({ cpuid }), sampled: true });
  expect(movedIn(counted(2), counted(4))).toEqual([]);
  expect(movedIn(counted(2000), counted(4000))).toEqual(['cpuid']);
});

it('what costs nothing has not moved the bill', () => {
  const free = () => sourced(0, 'cycles', 'derived', 'native');
  expect(movedIn(given({ cpuid: 10 }), given({ cpuid: 1e9 }), free)).toEqual([]);
});

it('an event that appears or vanishes moved, the larger first', () => {
  const terms = driftOf(given({ cpuid: 10_000 }), given({ eoi: 500 }), events, exact);
  expect(terms.map(({ event, moved, change }) => [event, moved, change])).toEqual([
    ['cpuid', true, -1],
    ['eoi', true, null],
    ['msr-write', false, null],
  ]);
  expect(terms[1]?.movedCycles).toBe(500_000);
});

it('the same counters never drift, and one doubled event of any rate drifts alone, over any times', () => {
  const rate = fc.integer({ min: 1000, max: 1_000_000 });
  fc.assert(
    fc.property(
      fc.array(rate, { minLength: 3, maxLength: 3 }),
      fc.constantFrom(...events),
      fc.double({ min: 0.1, max: 100, noNaN: true }),
      fc.double({ min: 0, max: 5, noNaN: true }),
      (rates, doubled, seconds, spread) => {
        const counts = Object.fromEntries(events.map((event, i) => [event, rates[i] ?? 0]));
        const longer = Object.fromEntries(
          Object.entries(counts).map(([event, count]) => [event, count * seconds]),
        );
        const price = () => ({ ...exact(), low: 1000 / (1 + spread), high: 1000 * (1 + spread) });
        expect(movedIn(given(counts), given(longer, seconds), price)).toEqual([]);
        const fresh = { ...longer, [doubled]: 2 * (longer[doubled] ?? 0) };
        expect(movedIn(given(counts), given(fresh, seconds), price)).toEqual([doubled]);
      },
    ),
  );
});
