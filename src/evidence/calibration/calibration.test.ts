import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { present } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import { readGuestStats } from '../../formats/guest-stats/index.ts';
import { hostById } from '../../hosts/index.ts';
import { fitExits, withExitTimes } from './exit-times.ts';
import { fitReadings } from './fit.ts';
import { fitLatency, levelAt, withLatency } from './load-latency.ts';

const zen4 = hostById('zen4');
const { l1d, l2, l3 } = zen4.memory.caches;
const own = { isOwn: true, file: 'x' };

/** lat_mem_rd of a machine with these latencies, ns, and the cache sizes of a profile. */
function curve(ns: Record<string, number>, noise: (i: number) => number = () => 1): string {
  const sizes = Array.from({ length: 60 }, (_, i) => 1024 * 2 ** (i / 3));
  const rows = sizes.map((bytes, i) => {
    const level = levelAt(bytes, zen4.memory.caches);
    const value = level === null ? 30 : present(ns[level]);
    return `${(bytes / 2 ** 20).toFixed(5)} ${(value * noise(i)).toFixed(4)}`;
  });
  return `Random load latency\n"stride=128\n${rows.join('\n')}\n`;
}

describe('readings', () => {
  it('fits and held-out readings are disjoint and all; the interval spans what was fitted', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 }),
        fc.constantFrom('median' as const, 'mean' as const),
        (cycles, middle) => {
          const fit = fitReadings(
            cycles.map((each, i) => ({ row: String(i), cycles: each })),
            middle,
          );
          expect(fit.readings + fit.heldOut.length).toBe(cycles.length);
          expect(fit.heldOut.every(({ row }) => Number(row) % 2 === 1)).toBe(true);
          for (const [i, each] of cycles.entries()) {
            if (i % 2 === 0) expect(each >= fit.low && each <= fit.high).toBe(true);
          }
          // Sums of doubles round.
          expect(fit.value).toBeGreaterThanOrEqual(fit.low * (1 - 1e-12));
          expect(fit.value).toBeLessThanOrEqual(fit.high * (1 + 1e-12));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('means weigh by what was counted', () => {
    const readings = [
      { row: 'a', cycles: 100, count: 900 },
      { row: 'held out', cycles: 1, count: 1e9 },
      { row: 'b', cycles: 200, count: 100 },
    ];
    expect(fitReadings(readings, 'mean').value).toBeCloseTo(110, 9);
  });
});

describe('load latencies', () => {
  const truth = { L1: 1.1, L2: 3.9, L3: 14, memory: 105 };

  it('come back from a curve, to the digits it prints, whatever they are', () => {
    const ns = fc.double({ min: 0.5, max: 500, noNaN: true });
    fc.assert(
      fc.property(fc.record({ L1: ns, L2: ns, L3: ns, memory: ns }), (told) => {
        const stats = readGuestStats(curve(told), 'x');
        const { fits, ordered } = fitLatency([stats], zen4, own);
        for (const [level, value] of Object.entries(told)) {
          const fit = present(fits[level as keyof typeof fits]);
          expect(Math.abs(fit.value / zen4.clockGhz.value - value)).toBeLessThan(1e-4);
          expect(fit.heldOut.length).toBeGreaterThan(1);
          for (const { error } of fit.heldOut) expect(Math.abs(error)).toBeLessThan(1e-3);
        }
        expect(ordered).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('a machine whose held-out sizes are slower is caught by them', () => {
    const stats = readGuestStats(
      curve(truth, (i) => (i % 2 === 0 ? 1 : 1.5)),
      'x',
    );
    const { fits } = fitLatency([stats], zen4, own);
    const errors = Object.values(fits).flatMap(({ heldOut }) => heldOut.map(({ error }) => error));
    expect(Math.max(...errors.map(Math.abs))).toBeGreaterThan(0.3);
  });

  it('a level that ends early is named with the size it ends at', () => {
    const shared = curve(truth).replace(/^([\d.]+) 14\.0000$/gm, (row, mib) =>
      Number(mib) > 5 ? `${mib} 100.0` : row,
    );
    const { early } = fitLatency([readGuestStats(shared, 'x')], zen4, own);
    expect(early).toEqual([{ level: 'L3', kib: expect.closeTo(4096, -2) }]);
    expect(fitLatency([readGuestStats(curve(truth), 'x')], zen4, own).early).toEqual([]);
  });

  it('arrays between two levels decide neither', () => {
    const caches = zen4.memory.caches;
    expect([l1d.kib / 2, l1d.kib, 2 * l1d.kib].map((kib) => levelAt(kib * 1024, caches))).toEqual([
      'L1',
      null,
      'L2',
    ]);
    expect(levelAt(l2.kib * 1024, caches)).toBe(null);
    expect(levelAt(2 * l2.kib * 1024, caches)).toBe('L3');
    expect(levelAt(l3.kib * 1024, caches)).toBe(null);
    expect(levelAt(4 * l3.kib * 1024, caches)).toBe('memory');
  });

  it('replace those of a profile as measured, levels not reached keep theirs', () => {
    const stats = readGuestStats('"stride=128\n0.00195 1.0\n0.00293 1.0\n0.00391 1.1\n', 'x');
    const host = withLatency(zen4, fitLatency([stats], zen4, own), 'x: lmbench');
    expect(host.memory.caches.l1d.latencyCycles).toMatchObject({
      status: 'measured',
      source: 'x: lmbench',
      value: 1.05 * zen4.clockGhz.value,
    });
    expect(host.memory.caches.l3).toEqual(zen4.memory.caches.l3);
    expect(host.memory.dramCycles).toEqual(zen4.memory.dramCycles);
  });

  it('of a summary: one run fits, the next judges; memory at random where it is there', () => {
    const summary = (rows: string) => `Memory latencies in nanoseconds - smaller is better
------------------------------------------------------------------------------
Host                 OS   Mhz   L1 $   L2 $    Main mem    Rand mem    Guesses
--------- -------------   ---   ----   ----    --------    --------    -------
${rows}`;
    const row = (l1: string, random: string) =>
      `guest1    Linux 6.1.0-1  2000 ${l1} 6.1060        20.1 ${random.padStart(11)}\n`;
    const stats = readGuestStats(summary(row('2.0000', '100.0') + row('2.2000', '110.0')), 'x');
    const { fits, clock, ordered } = fitLatency([stats], zen4, { isOwn: false, file: 'x' });
    expect(clock).toMatchObject({ value: 2, status: 'measured' });
    expect(fits.L1?.value).toBeCloseTo(4, 9);
    expect(fits.memory?.value).toBeCloseTo(200, 9);
    expect(fits.memory?.heldOut.map(({ error }) => error)).toEqual([expect.closeTo(-1 / 11, 9)]);
    expect(ordered).toBe(false);
    const single = readGuestStats(summary(row('2.0000', '')), 'x');
    expect(fitLatency([single], zen4, own)).toMatchObject({ ordered: true });
  });

  it('a recording that reaches no level is refused', () => {
    for (const text of ['"stride=16\n0.00049 1.7\n', '"stride=128\n0.03125 1.7\n']) {
      expect(() => fitLatency([readGuestStats(text, 'x')], zen4, own)).toThrow(UserError);
    }
  });
});

describe('exit times', () => {
  const table = (vcpu: number, rows: Record<string, [number, number]>) => {
    const total = Object.values(rows).reduce((all, [count]) => all + count, 0);
    const lines = Object.entries(rows).map(
      ([reason, [count, us]]) =>
        `${reason.padStart(20)} ${count} ${((100 * count) / total).toFixed(2)}% 1.00% 0.10us 900.00us ${us.toFixed(2)}us ( +- 1.00% )`,
    );
    return `Analyze events for pid(s) 7, VCPU ${vcpu}:

             VM-EXIT    Samples  Samples%     Time%    Min Time    Max Time         Avg time

${lines.join('\n')}

Total Samples:${total}, Total events handled time:1.00us.
`;
  };
  const rows = { CPUID: [1000, 0.5], HLT: [500, 90], EXTERNAL_INTERRUPT: [400, 2] } as const;
  const file = (...cpuid: number[]) =>
    readGuestStats(
      cpuid
        .map((us, i) => table(i, { ...rows, CPUID: [1000, us], RDMSR: [5, 3] } as never))
        .join('\n'),
      'x',
    );
  const clx = hostById('clx');
  const perUs = clx.clockGhz.value * 1000;

  it('one table fits, the next judges; waiting and host work price nothing', () => {
    const { exits, left } = fitExits([file(0.5, 0.55)], clx, 'x');
    expect(exits.map(({ event, reason, samples }) => [event, reason, samples])).toEqual([
      ['cpuid', 'CPUID', 2000],
    ]);
    expect(exits[0]?.fit.value).toBeCloseTo(0.5 * perUs, 6);
    expect(exits[0]?.fit.heldOut.map(({ error }) => error)).toEqual([expect.closeTo(-1 / 11, 6)]);
    expect(left.sort()).toEqual(['EXTERNAL_INTERRUPT', 'HLT', 'RDMSR']);
  });

  it('become prices with the switch of worlds that perf does not see', () => {
    const host = withExitTimes(clx, fitExits([file(0.5, 0.5)], clx, 'x'), 'x');
    const { smallestExitCycles } = clx.anchors;
    const price = present(host.measured['cpuid/hardware']);
    expect(price.value).toBeCloseTo(0.5 * perUs + smallestExitCycles.value / 2, 6);
    expect(price.low).toBeLessThanOrEqual(0.5 * perUs);
    expect(price.high).toBeGreaterThanOrEqual(0.5 * perUs + smallestExitCycles.high);
    expect(price.status).toBe('derived');
    expect(host.measured['cpuid/hardware-apicv']).toEqual(price);
  });

  it('a recording without a price is refused', () => {
    const idle = readGuestStats(table(0, { HLT: [500, 90] }), 'x');
    expect(() => fitExits([idle], clx, 'x')).toThrow(/x: expected reasons whose time/);
  });
});
