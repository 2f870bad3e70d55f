import { describe, expect, test } from 'vitest';
import type { CacheLevel } from '../../hosts/host.ts';
import { hostById } from '../../hosts/index.ts';
import { TranslationKernel } from '../../kernels/translation/index.ts';
import { findWorkload } from '../../workloads/index.ts';
import { patternWords } from './pattern-words.ts';
import { type SampleResult, samplePattern, sampleWords } from './sample.ts';
import {
  kernelConfig,
  simulate,
  simulateTogether,
  subtract,
  type TranslationCase,
} from './simulate.ts';

const trials = process.env.VIRTCOST_FULL ? 100 : 12;
const ACCESSES = 400_000;
const { memory } = hostById('sim-dmt');
const shrunk = (level: CacheLevel) => ({ ...level, entries: level.entries / 16 });

/** Second and third level of a sixteenth, so that short windows warm them about as far as long ones warm the whole. */
const input: TranslationCase = {
  mode: 'nested',
  guestPage: '4K',
  hostPage: '4K',
  guestLevels: 4,
  hostLevels: 4,
  host: {
    ...memory,
    caches: {
      l1d: memory.caches.l1d,
      l2: shrunk(memory.caches.l2),
      l3: shrunk(memory.caches.l3),
    },
  },
};

const design = { share: 0.5, windowAccesses: 4000 };

async function* stream(spec: { pattern: string; bytes: number }, accesses: number) {
  yield* patternWords(spec, accesses);
}

describe('sampled simulation', () => {
  test('the stated 95 % interval holds what the whole run finds in at least 95 % of the trials', () => {
    const streams = [
      { pattern: 'zipf', bytes: 2 ** 30 },
      { pattern: 'gups', bytes: 2 ** 30 },
      { pattern: 'phases', bytes: 2 ** 29, phaseAccesses: 20_000 },
      { pattern: 'phases', bytes: 2 ** 29, phaseAccesses: 90_000 },
    ];
    const found = { cycles: 0, l1Misses: 0, walks: 0, walkRefs: 0, dramRefs: 0 };
    for (const spec of streams) {
      for (let seed = 1; seed <= trials; seed++) {
        const pattern = { ...spec, seed };
        const whole = simulate(input, { pattern, accesses: ACCESSES });
        const per = (n: number) => n / ACCESSES;
        const truth = {
          cycles: whole.cyclesPerAccess!.total,
          l1Misses: per(whole.l1Misses),
          walks: per(whole.walks),
          walkRefs: per(whole.guestRefs + whole.hostRefs),
          dramRefs: per(whole.served!.dram.guest + whole.served!.dram.host),
        };
        const sample = samplePattern(input, pattern, ACCESSES, { ...design, seed: 100 + seed });
        for (const name of Object.keys(found) as (keyof typeof found)[]) {
          const { low, high } = sample.quantities[name];
          if (low <= truth[name] && truth[name] <= high) found[name]++;
        }
      }
    }
    for (const held of Object.values(found)) {
      expect(held / (streams.length * trials)).toBeGreaterThanOrEqual(0.95);
    }
  });

  test('a window says how much older state could change, and longer ones leave less of it', () => {
    const spec = { pattern: 'gups', bytes: 2 ** 30 };
    const warmUp = (windowAccesses: number) => {
      const sample = samplePattern(input, spec, 2_000_000, { share: 0.5, windowAccesses });
      expect(sample.measured.every(({ lower, upper }) => lower.cycles <= upper.cycles)).toBe(true);
      return sample.quantities.cycles.warmUp;
    };
    const [short, long] = [warmUp(4000), warmUp(40_000)];
    expect(short).toBeGreaterThan(0);
    expect(long).toBeLessThan(short / 2);
  });

  test('windows lie one to a stratum, and the share simulated is the one asked for', () => {
    const spec = { pattern: 'uniform', bytes: 2 ** 26 };
    const sample = samplePattern(input, spec, ACCESSES, { share: 0.25, windowAccesses: 4000 });
    expect(sample.windows).toBe(25);
    expect(sample.share).toBeCloseTo(0.25, 2);
    sample.measured.forEach(({ start }, i) => {
      expect(Math.floor(start / 16_000)).toBe(i);
    });
  });

  test('a trace is sampled with the frames it has in a whole simulation', async () => {
    const spec = { pattern: 'zipf', bytes: 2 ** 29 };
    const [whole] = await simulateTogether([input], stream(spec, ACCESSES));
    const sample: SampleResult = await sampleWords(input, stream(spec, ACCESSES), design);
    const { cycles } = sample.quantities;
    expect(cycles.low).toBeLessThan(whole!.cyclesPerAccess!.total);
    expect(cycles.high).toBeGreaterThan(whole!.cyclesPerAccess!.total);
    expect(sample.accesses).toBe(ACCESSES);
    expect(sample.speedUp).toBeNull();
  });

  test('what is passed over leaves the frames that a simulation of it would', () => {
    const spec = { pattern: 'zipf', bytes: 2 ** 28 };
    const words = [...patternWords(spec, 60_000)][0]!;
    const counted = (before: 'feed' | 'pass') => {
      const kernel = new TranslationKernel(kernelConfig(input, 'first-touch'));
      kernel[before](words.subarray(0, 40_000));
      kernel.cool();
      const earlier = kernel.counts();
      kernel.feed(words.subarray(40_000));
      return { seen: subtract(kernel.counts(), earlier), empty: kernel.emptyWays() };
    };
    expect(counted('pass')).toEqual(counted('feed'));
    expect(counted('pass').empty.l3).toBeGreaterThan(0);
    expect(counted('pass').empty.l1Tlb).toBe(0);
  });

  test('passing over a pattern draws what running it draws', () => {
    const pattern = findWorkload('phases').kernelPattern({ pattern: 'phases', bytes: 2 ** 26 });
    const next = (call: 'passPattern' | 'runPattern') => {
      const kernel = new TranslationKernel(kernelConfig(input, pattern), pattern);
      kernel[call](150_001);
      return kernel.generate(100);
    };
    expect(next('passPattern')).toEqual(next('runPattern'));
  });

  test('a run too short for twenty windows, an empty share and tiny windows are refused', async () => {
    const spec = { pattern: 'uniform', bytes: 2 ** 26 };
    expect(() => samplePattern(input, spec, 50_000, { share: 0.1 })).toThrow(/at least 20 windows/);
    expect(() => samplePattern(input, spec, ACCESSES, { share: 0 })).toThrow(/above 0/);
    expect(() => samplePattern(input, spec, ACCESSES, { share: 0.1, windowAccesses: 10 })).toThrow(
      /at least 4000/,
    );
    await expect(sampleWords(input, stream(spec, 9000), design)).rejects.toThrow(/found 1 in 9000/);
  });
});
