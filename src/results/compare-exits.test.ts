import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../rng.ts';
import { arrivals, compareExits } from './compare-exits.ts';

const exit = (reason: string, count: number, meanUs?: number) => ({
  reason,
  count,
  ...(meanUs === undefined ? {} : { meanUs }),
});

describe('two exit profiles', () => {
  it('are compared by rate where both say their time, a reason that is not listed as none', () => {
    const a = { seconds: 10, exits: [exit('HLT', 40_000, 450), exit('MSR_WRITE', 300, 2)] };
    const b = { seconds: 20, exits: [exit('HLT', 80_100, 450), exit('EPT_VIOLATION', 9000, 5)] };
    const { cases } = compareExits(a, b);
    expect(
      cases.map(({ case: name, figure, a: x, b: y, verdict }) => [name, figure, x, y, verdict]),
    ).toEqual([
      ['all exits', 'exits/s', 4030, 4455, 'differs'],
      ['HLT', 'exits/s', 4000, 4005, 'inside the noise floor'],
      ['HLT', 'us/exit', 450, 450, 'same'],
      ['MSR_WRITE', 'exits/s', 30, 0, 'differs'],
      ['EPT_VIOLATION', 'exits/s', 0, 450, 'differs'],
    ]);
  });

  it('are compared by share where a time is unknown, and few exits are not sure to differ', () => {
    const a = { seconds: undefined, exits: [exit('HLT', 90), exit('CPUID', 10)] };
    const b = { seconds: 5, exits: [exit('HLT', 180), exit('CPUID', 26)] };
    const [hlt, cpuid] = compareExits(a, b).cases;
    expect([hlt?.figure, hlt?.a, cpuid?.verdict]).toEqual(['% of exits', 90, 'intervals overlap']);
  });

  it('a profile beside itself is the same in everything', () => {
    const reason = fc.record({
      count: fc.nat(1e9),
      meanUs: fc.double({ min: 0, max: 1e6, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), reason),
        fc.option(fc.double({ min: 1e-3, max: 1e6, noNaN: true })),
        (reasons, time) => {
          const exits = Object.entries(reasons).map(([name, of]) => ({ reason: name, ...of }));
          const profile = { exits, seconds: time ?? undefined };
          expect(
            compareExits(profile, profile).cases.every(({ verdict }) => verdict === 'same'),
          ).toBe(true);
        },
      ),
    );
  });

  it('intervals of counts hold what was expected about 95 times of 100', () => {
    const rng = new Rng(7);
    for (const mean of [3, 30, 300]) {
      let held = 0;
      for (let i = 0; i < 2000; i++) {
        const gap = () => -Math.log(1 - rng.nextUnit()) / mean;
        let count = 0;
        for (let at = gap(); at < 1; at += gap()) count++;
        const [low, high] = arrivals(count);
        held += Number(low <= mean && mean <= high);
      }
      expect(held / 2000, String(mean)).toBeGreaterThan(0.93);
      expect(held / 2000, String(mean)).toBeLessThan(0.98);
    }
  });
});
