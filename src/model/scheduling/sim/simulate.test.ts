import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../rng.ts';
import { periodicArrivals, poissonArrivals } from './arrivals.ts';
import { burstEndUs } from './bandwidth.ts';
import { latencyOf } from './latency.ts';
import { policies, policyById } from './policies.ts';
import { type SimulationInput, type SimulationResult, simulate } from './simulate.ts';
import type { VcpuSpec } from './vcpu.ts';

const second = 1e6;
const hog = (id: string, weight = 100, vm = id): VcpuSpec => ({
  id,
  vm,
  weight,
  work: { kind: 'hog' },
});
const run = (input: Partial<SimulationInput> & Pick<SimulationInput, 'vcpus'>): SimulationResult =>
  simulate({ pcpus: 1, horizonUs: 20 * second, policy: policyById('eevdf'), ...input });
const share = (result: SimulationResult, i: number) =>
  result.vcpus[i]!.totals.running / result.horizonUs;

describe('every scheduler', () => {
  for (const [id, make] of Object.entries(policies)) {
    it(`${id}: two hogs of weight 100 and 300 on one CPU get 25 and 75 percent`, () => {
      const result = run({ policy: make(), vcpus: [hog('a', 100), hog('b', 300)] });
      expect(share(result, 0)).toBeCloseTo(0.25, 2);
      expect(share(result, 1)).toBeCloseTo(0.75, 2);
    });

    it(`${id}: states of a vCPU add up to the time simulated, CPUs are never overbooked`, () => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(2)), {
            minLength: 1,
            maxLength: 6,
          }),
          fc.integer({ min: 1, max: 3 }),
          fc.nat(1000),
          (specs, pcpus, seed) => {
            const horizonUs = second / 2;
            const rng = new Rng(seed);
            const vcpus = specs.map(
              ([weight, kind], i): VcpuSpec => ({
                id: `v${i}`,
                vm: `m${i % 2}`,
                weight,
                work:
                  kind === 0
                    ? { kind: 'hog' }
                    : {
                        kind: 'requests',
                        arrivalsUs: poissonArrivals(rng, 100, horizonUs),
                        workUs: 700 * kind,
                      },
              }),
            );
            const vms = [
              { id: 'm0', quotaUs: 20_000, periodUs: 50_000 },
              { id: 'm1', coscheduling: 'relaxed' as const },
            ];
            const result = simulate({ pcpus, horizonUs, policy: make(), vcpus, vms });
            let busy = 0;
            for (const { totals } of result.vcpus) {
              busy += totals.running;
              const all = Object.values(totals).reduce((a, b) => a + b, 0);
              expect(Math.abs(all - horizonUs)).toBeLessThan(1);
            }
            expect(busy).toBeLessThanOrEqual(pcpus * horizonUs + 1);
            expect(Math.abs(busy - result.busyUs)).toBeLessThan(1);
          },
        ),
        { numRuns: process.env.VIRTCOST_FULL ? 2000 : 40 },
      );
    });
  }
});

describe('bandwidth control', () => {
  it('ends a burst when the closed form says', () => {
    for (const workUs of [5000, 20_000, 20_001, 55_000, 100_000]) {
      const result = run({
        horizonUs: second,
        vcpus: [{ ...hog('a'), work: { kind: 'requests', arrivalsUs: [0], workUs } }],
        vms: [{ id: 'a', quotaUs: 20_000, periodUs: 100_000 }],
      });
      expect(result.vcpus[0]!.responsesUs[0]).toBeCloseTo(burstEndUs(workUs, 20_000, 100_000), 3);
    }
  });
  it('gives a hog exactly its quota and counts the rest as throttled', () => {
    const vms = [{ id: 'a', quotaUs: 30_000, periodUs: 100_000 }];
    const { totals } = run({ vcpus: [hog('a')], vms }).vcpus[0]!;
    expect(totals.running / (20 * second)).toBeCloseTo(0.3, 6);
    expect(totals.throttled / (20 * second)).toBeCloseTo(0.7, 6);
  });
  it('refuses quotas below a millisecond, as libvirt does', () => {
    const vms = [{ id: 'a', quotaUs: 500 }];
    expect(() => run({ vcpus: [hog('a')], vms })).toThrow('at least 1000 us');
  });
});

describe('Xen credit', () => {
  const pinger = (): VcpuSpec => ({
    id: 'ping',
    vm: 'ping',
    weight: 256,
    work: {
      kind: 'requests',
      arrivalsUs: periodicArrivals(100_000, 20 * second, 5000),
      workUs: 100,
    },
  });
  it('makes a hog among four wait three slices of 30 ms', () => {
    const hogs = [1, 2, 3, 4].map((i) => hog(`h${i}`, 256));
    const result = run({ policy: policyById('credit'), vcpus: hogs });
    expect(result.dispatches).toBeGreaterThan(20 / 0.03 - 5);
    expect(result.dispatches).toBeLessThan(20 / 0.03 + 5);
    for (let i = 0; i < 4; i++) expect(share(result, i)).toBeCloseTo(0.25, 2);
  });
  it('boosts a vCPU that wakes past the hogs, after at most the rate limit', () => {
    const vcpus = [hog('h1', 256), hog('h2', 256), pinger()];
    const latency = latencyOf(run({ policy: policyById('credit'), vcpus }).vcpus[2]!.responsesUs)!;
    expect(latency.p99Us).toBeLessThanOrEqual(1100.001);
  });
  it('fixed slices make the same vCPU wait for a whole slice', () => {
    const vcpus = [hog('h1', 256), hog('h2', 256), pinger()];
    const latency = latencyOf(run({ policy: policyById('slices'), vcpus }).vcpus[2]!.responsesUs)!;
    expect(latency.p99Us).toBeGreaterThan(20_000);
  });
});

describe('EEVDF', () => {
  it('keeps the service of hogs within one request of their fair share', () => {
    const result = run({ horizonUs: 1_000_500, vcpus: [hog('a', 1), hog('b', 2), hog('c', 5)] });
    [1, 2, 5].forEach((weight, i) => {
      const fair = (result.horizonUs * weight) / 8;
      expect(Math.abs(result.vcpus[i]!.totals.running - fair)).toBeLessThanOrEqual(3000);
    });
  });
  it('shorter requests wait less than long ones at the same weight', () => {
    const latency = (sliceUs: number) => {
      const work = {
        kind: 'requests' as const,
        arrivalsUs: periodicArrivals(50_000, 10 * second),
        workUs: 500,
      };
      const vcpus = [hog('h1'), hog('h2'), hog('h3'), { id: 'w', vm: 'w', weight: 100, work }];
      const result = run({ horizonUs: 10 * second, policy: policyById('eevdf', sliceUs), vcpus });
      return latencyOf(result.vcpus[3]!.responsesUs)!.p99Us;
    };
    expect(latency(1000)).toBeLessThan(latency(20_000));
  });
});

describe('co-scheduling', () => {
  const machines = [hog('a1', 1, 'a'), hog('a2', 1, 'a'), hog('b1', 1, 'b'), hog('c1', 1, 'c')];
  const with_ = (coscheduling: 'none' | 'relaxed' | 'strict') =>
    run({
      pcpus: 2,
      policy: policyById('slices'),
      vcpus: machines,
      vms: [{ id: 'a', coscheduling }],
    });

  it('strict gangs leave CPUs idle that somebody wants, no or relaxed co-scheduling does not', () => {
    const three = [...machines.slice(0, 3)];
    const of = (coscheduling: 'none' | 'strict') =>
      run({
        pcpus: 2,
        policy: policyById('slices'),
        vcpus: three,
        vms: [{ id: 'a', coscheduling }],
      });
    expect(of('strict').wastedUs).toBeGreaterThan(second);
    expect(of('none').wastedUs).toBe(0);
  });
  it('relaxed co-scheduling bounds the skew of siblings and costs co-stop', () => {
    const skew = (result: SimulationResult) =>
      Math.abs(result.vcpus[0]!.totals.running - result.vcpus[1]!.totals.running);
    const relaxed = with_('relaxed');
    expect(skew(relaxed)).toBeLessThanOrEqual(50_000);
    expect(relaxed.wastedUs).toBeLessThan(with_('strict').wastedUs + 1);
  });
});

describe('latency', () => {
  it('takes percentiles by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
    expect(latencyOf(hundred)).toMatchObject({ p50Us: 50, p99Us: 99, maxUs: 100, count: 100 });
    expect(latencyOf([])).toBeNull();
  });
  it('of one machine alone is that of the M/D/1 queue', () => {
    const horizonUs = 400 * second;
    const arrivalsUs = poissonArrivals(new Rng(3), 300, horizonUs);
    const work = { kind: 'requests' as const, arrivalsUs, workUs: 2000 };
    const result = run({ horizonUs, vcpus: [{ id: 'w', vm: 'w', weight: 1, work }] });
    const utilization = 300 * 0.002;
    const expected = 2000 + (utilization * 2000) / (2 * (1 - utilization));
    const { meanUs, count } = latencyOf(result.vcpus[0]!.responsesUs)!;
    expect(count).toBeGreaterThan(100_000);
    expect(Math.abs(meanUs / expected - 1)).toBeLessThan(0.02);
  });
  it('grows without bound as requests approach the capacity left', () => {
    const arrivals = poissonArrivals(new Rng(7), 450, 20 * second);
    const p99 = (workUs: number) => {
      const work = { kind: 'requests' as const, arrivalsUs: arrivals, workUs };
      const result = run({ vcpus: [{ id: 'w', vm: 'w', weight: 100, work }] });
      return latencyOf(result.vcpus[0]!.responsesUs)!.p99Us;
    };
    expect(p99(2000)).toBeGreaterThan(5 * p99(200));
  });
});
