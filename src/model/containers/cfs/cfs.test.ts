import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BandwidthSimulation } from './bandwidth.ts';
import { nearestRank } from './load.ts';
import { predictCfs } from './predict.ts';
import type { CfsSetting } from './setting.ts';
import { SharesSimulation } from './shares.ts';

const MS = 1e6;
const spinning = (threads: number, demandMs = 10, seconds = 2) => ({
  threads,
  demandNs: demandMs * MS,
  mode: 'closed' as const,
  param: 0,
  endNs: seconds * 1e9,
  seed: 1,
});
const setting = (over: Partial<CfsSetting> = {}): CfsSetting => ({
  load: spinning(1),
  bandwidth: { periodNs: 100 * MS, quotaNs: 50 * MS, burstNs: 0 },
  cpus: 2,
  ticks: true,
  readAtNs: null,
  periodPhaseNs: 50 * MS,
  tickPhaseNs: 1_300_000,
  ...over,
});

describe('CPU bandwidth control', () => {
  it('gives a spinning thread its quota of every period, and holds it back the rest', () => {
    const { cpuNs, wallNs, throttledNs, periods, throttledPeriods } = new BandwidthSimulation(
      setting(),
    ).run();
    expect(cpuNs / wallNs).toBeCloseTo(0.5, 1);
    expect(throttledNs / wallNs).toBeCloseTo(0.5, 1);
    expect(throttledPeriods / periods).toBeGreaterThan(0.9);
  });

  it('never gives more than quota, burst and one tick of overrun on each CPU allow', () => {
    fc.assert(
      fc.property(
        fc.record({
          period: fc.integer({ min: 5, max: 200 }),
          share: fc.integer({ min: 10, max: 250 }),
          burst: fc.integer({ min: 0, max: 100 }),
          threads: fc.integer({ min: 1, max: 6 }),
          demand: fc.integer({ min: 1, max: 50 }),
          think: fc.integer({ min: 0, max: 40 }),
          phase: fc.integer({ min: 0, max: 99 }),
        }),
        ({ period, share, burst, threads, demand, think, phase }) => {
          const quotaNs = Math.trunc((period * share * MS) / 100);
          const burstNs = Math.trunc((quotaNs * burst) / 100);
          const { cpuNs, wallNs, throttledNs, periods, throttledPeriods, latenciesNs } =
            new BandwidthSimulation(
              setting({
                load: { ...spinning(threads, demand, 1), mode: 'const', param: think },
                bandwidth: { periodNs: period * MS, quotaNs, burstNs },
                periodPhaseNs: Math.trunc((period * MS * phase) / 100),
              }),
            ).run();
          const whole = Math.ceil(wallNs / (period * MS)) + 1;
          expect(cpuNs).toBeLessThanOrEqual(whole * quotaNs + burstNs + 2 * 4 * MS + 2);
          expect(cpuNs).toBeLessThanOrEqual(2 * wallNs);
          expect(throttledPeriods).toBeLessThanOrEqual(periods);
          expect(throttledNs).toBeLessThanOrEqual(2 * wallNs);
          for (const latency of latenciesNs) expect(latency).toBeGreaterThanOrEqual(demand * MS);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is not felt where the quota is more than the threads can use', () => {
    const run = new BandwidthSimulation(
      setting({ bandwidth: { periodNs: 100 * MS, quotaNs: 250 * MS, burstNs: 0 } }),
    ).run();
    expect(run.throttledNs).toBe(0);
    expect(run.cpuNs / run.wallNs).toBeCloseTo(1, 6);
  });

  it('overruns until the next tick, which a program that reads its clock does not', () => {
    const long = { periodNs: 10 * MS, quotaNs: 2.5 * MS, burstNs: 0 };
    const wait = (ticks: boolean) =>
      nearestRank(
        new BandwidthSimulation(setting({ bandwidth: long, ticks, periodPhaseNs: 3 * MS })).run()
          .latenciesNs,
        0.5,
      ) as number;
    // 10 ms of work at 2.5 ms a period of 10 ms: the fourth period ends it.
    expect(wait(false) / MS).toBeCloseTo(40, 0);
    expect(Math.abs(wait(true) / MS - 40)).toBeLessThan(12);
  });

  it('a burst allowance never lengthens the median wait of an open load', () => {
    const p50 = (burst: number) =>
      predictCfs({
        load: { ...spinning(2, 20, 3), mode: 'open', param: 12 },
        bandwidth: { periodNs: 100 * MS, quotaNs: 40 * MS, burstNs: burst * 40 * MS },
        cpus: 2,
        shares: 1024,
        other: null,
        readsAlways: false,
        readsPerRequest: false,
      }).latencyP50Us as number;
    expect(p50(1)).toBeLessThanOrEqual(p50(0) * 1.001);
  });
});

describe('CPU shares', () => {
  it.each([
    [1024, 1024],
    [1024, 2048],
    [1024, 256],
  ])('divide two saturated CPUs as %d to %d', (mine, other) => {
    const [a, b] = new SharesSimulation(
      [
        { load: spinning(2), shares: mine },
        { load: spinning(2), shares: other },
      ],
      2,
      1_300_000,
    ).run();
    // Turns are whole ticks: 2 s hold 500 of them on each CPU.
    const got = (a?.cpuNs ?? 0) / (b?.cpuNs ?? 1);
    expect(Math.abs(got / (mine / other) - 1)).toBeLessThan(0.04);
  });

  it('do not slow a group that is alone', () => {
    const [only] = new SharesSimulation([{ load: spinning(2), shares: 2 }], 2, 0).run();
    expect(nearestRank(only?.latenciesNs ?? [], 0.99)).toBe(10 * MS);
  });
});
