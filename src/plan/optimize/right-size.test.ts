import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vmOf } from '../../inventory/inventory.fixture.ts';
import type { InventoryVm } from '../../inventory/inventory.ts';
import { nutanixVcpus } from '../rules/nutanix-sizing.ts';
import { coverageOf } from './coverage.ts';
import { percentileOf } from './percentile.ts';
import { gibFor, rightSize, vcpusFor, windowed, windowStart } from './right-size.ts';
import { optimizeSchema } from './schema.ts';
import { SeriesBuilder } from './series.ts';

const vm = (more: Partial<InventoryVm> = {}): InventoryVm =>
  vmOf({ name: 'a', host: 'h', vcpus: 8, memoryMib: 32 * 1024, ...more });
const place = { mhzPerCore: 2500, coresPerNode: 16 };
const options = (more = {}) => optimizeSchema.parse({ windowDays: 1, ...more });

/** A day of samples, one an hour: value by hour. */
const day = (cpu: (hour: number) => number, memory: (hour: number) => number = () => 4096) => ({
  times: Array.from({ length: 24 }, (_, i) => 3600 * (i + 1)),
  cpu: Array.from({ length: 24 }, (_, i) => cpu(i)),
  memory: Array.from({ length: 24 }, (_, i) => memory(i)),
});

describe('percentile with its interval', () => {
  it('is the interpolated rank, and its interval is 1.96 sqrt(p (1 - p) / n) ranks wide', () => {
    // 0, 1 .. 100 in an order without memory: ranks are values.
    const values = Array.from({ length: 101 }, (_, i) => (i * 37) % 101);
    const { value, low, high, effective, open } = percentileOf(values, 0.5);
    expect(value).toBe(50);
    const half = 1.96 * Math.sqrt(0.25 / effective);
    expect(low).toBeCloseTo(100 * (0.5 - half), 9);
    expect(high).toBeCloseTo(100 * (0.5 + half), 9);
    expect(open).toBe(false);
    expect(effective).toBeGreaterThan(90);
  });

  it('counts samples that follow each other closely as few: the interval of a slow curve is wide', () => {
    const slow = Array.from({ length: 288 }, (_, i) => Math.sin((2 * Math.PI * i) / 288));
    expect(percentileOf(slow, 0.95).effective).toBeLessThan(5);
    expect(percentileOf(slow, 0.95).open).toBe(true);
  });

  it('contains its value, and lies within the samples', () => {
    const samples = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(samples, fc.double({ min: 0.5, max: 1, noNaN: true }), (values, p) => {
        const { value, low, high } = percentileOf(values, p);
        expect(low).toBeLessThanOrEqual(value + 1e-9);
        expect(value).toBeLessThanOrEqual(high + 1e-9);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(high).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      }),
    );
  });
});

describe('coverage', () => {
  it('two days of hours with six missing: 42 of the 168 samples of a week, one gap of seven hours', () => {
    const times = Array.from({ length: 48 }, (_, i) => 3600 * i).filter(
      (t) => t < 10 * 3600 || t >= 16 * 3600,
    );
    expect(coverageOf(times, 7)).toEqual({
      samples: 42,
      days: 42 / 24,
      stepS: 3600,
      share: 0.25,
      gaps: 1,
      longestGapHours: 7,
      stars: 2,
    });
  });

  it('nothing measured is no coverage, one sample is five minutes', () => {
    expect(coverageOf([], 7)).toMatchObject({ samples: 0, share: 0, stars: 1 });
    expect(coverageOf([5], 1).share).toBeCloseTo(1 / 288, 9);
  });
});

describe('size by load', () => {
  it('8 vCPU at 50 % and 4 GiB used of 32, with a fifth more: 5 vCPU and 5 GiB', () => {
    const size = rightSize(
      vm({ memoryConsumedMib: 20 * 1024 }),
      day(() => 50),
      place,
      options(),
    );
    expect(size.vcpus).toMatchObject({ now: 8, to: 5, low: 5, high: 5 });
    expect(size.memoryGib).toMatchObject({ now: 32, to: 5 });
    expect(size).toMatchObject({ verdict: 'shrink', committedVcpus: 3, committedGib: 27 });
    // The host had given it 20 GiB: 15 of them come back.
    expect(size.freedGib).toBe(15);
  });

  it('half of the day is missing: a candidate, not to be acted on', () => {
    const { times, cpu, memory } = day(() => 10);
    const half = { times: times.slice(12), cpu: cpu.slice(12), memory: memory.slice(12) };
    expect(rightSize(vm(), half, place, options()).verdict).toBe('candidate');
    expect(rightSize(vm(), half, place, options({ coverage: 0.5 })).verdict).toBe('shrink');
  });

  it('a machine that uses all it has grows, unless the headroom is none', () => {
    const full = day(
      () => 100,
      () => 32 * 1024,
    );
    const size = rightSize(vm(), full, place, options());
    expect(size).toMatchObject({ verdict: 'grow', committedVcpus: -2 });
    expect(size.memoryGib?.to).toBe(39);
    const none = { cpu: 0, memory: 0 };
    expect(rightSize(vm(), full, place, options({ headroom: none })).verdict).toBe('keep');
  });

  it('stays even above one NUMA node, and takes no more than allowed at once', () => {
    expect(vcpusFor(24, 70, 0.2, 16)).toBe(22);
    expect(vcpusFor(24, 70, 0.2, 0)).toBe(21);
    const size = rightSize(
      vm(),
      day(() => 1),
      place,
      options({ mostCut: 0.5 }),
    );
    expect(size).toMatchObject({ committedVcpus: 4, committedGib: 16 });
  });

  it('is what users of Nutanix Collector compute, up to what is there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 128 }), fc.integer({ min: 0, max: 100 }), (n, p95) => {
        expect(Math.min(n, vcpusFor(n, p95, 0.2, 0))).toBe(nutanixVcpus(n, p95));
      }),
    );
  });

  it('less use, or less headroom, never asks for more', () => {
    const use = fc.double({ min: 0, max: 200, noNaN: true });
    const extra = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 64 }),
        use,
        extra,
        fc.nat(32),
        (n, percent, more, node) => {
          const least = vcpusFor(n, percent, 0, node);
          expect(least).toBeLessThanOrEqual(vcpusFor(n, percent * (1 + more), 0, node));
          expect(least).toBeLessThanOrEqual(vcpusFor(n, percent, more, node));
          expect(gibFor(percent * 100, 0)).toBeLessThanOrEqual(gibFor(percent * 100, more));
        },
      ),
    );
  });
});

describe('samples of a machine', () => {
  const built = (cpuUnit: 'mhz' | 'cores' | 'percent') => {
    const into = new SeriesBuilder();
    into.use({ cpuUnit, memoryUnit: 'percent' });
    into.add('a', { timeS: 7200, cpu: 4 });
    into.add('a', { timeS: 3600, cpu: 2 });
    into.add('a', { timeS: 7200, memory: 25 });
    return into.finish('file', 'csv');
  };

  it('are put in order of time, and two metrics of one moment are one sample', () => {
    const { machines, firstS, lastS } = built('percent');
    expect([...machines[0]!.times]).toEqual([3600, 7200]);
    expect([...machines[0]!.cpu]).toEqual([2, 4]);
    expect(machines[0]!.memory[1]).toBe(25);
    expect([firstS, lastS]).toEqual([3600, 7200]);
  });

  it('become percent of the vCPUs and MiB, whatever they count in', () => {
    const read = (unit: 'mhz' | 'cores' | 'percent', more = {}) =>
      windowed(built(unit).machines[0]!, vm({ vcpus: 2, ...more }), place, 0);
    expect(read('cores').cpu).toEqual([100, 200]);
    expect(read('mhz').cpu).toEqual([0.04, 0.08]);
    expect(read('percent').memory).toEqual([8192]);
    expect(windowed(built('mhz').machines[0]!, vm(), { ...place, mhzPerCore: 0 }, 0).cpu).toEqual(
      [],
    );
  });

  it('outside the window do not count: the sample at its start stands for the time before', () => {
    const [series] = built('percent').machines;
    expect(windowed(series!, vm(), place, windowStart(7200, 1 / 24)).times).toEqual([7200]);
  });
});
