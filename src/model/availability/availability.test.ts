import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourced } from '../../sourced.ts';
import { maskedPool, maskedSpeed, parsePoolHost } from '../interactions/feature-masks.ts';
import { maskedLinpack } from '../interactions/masked-linpack.ts';
import { failoverTime, failureDetectors } from './failover-time.ts';
import { acrossPause, type TcpSettings } from './tcp-pause.ts';

const linux: TcpSettings = {
  rtoS: 0.2,
  rtoMaxS: 120,
  retries: 15,
  keepaliveTimeS: 7200,
  keepaliveIntervalS: 75,
  keepaliveProbes: 9,
};

describe('TCP across a pause', () => {
  it('gives up after 924.6 s with 15 retries, 102.2 with 8, 12.6 with 5; idle ones after 7,875', () => {
    const limit = (retries: number) => acrossPause(1, { ...linux, retries }).givesUpS;
    expect([15, 8, 5].map((retries) => Math.round(limit(retries) * 10) / 10)).toEqual([
      924.6, 102.2, 12.6,
    ]);
    expect(acrossPause(1, linux).idleGivesUpS).toBe(7875);
  });

  it('retries at 0.2, 0.6, 1.4, 3.0, 6.2 and 12.6 s: a pause of 10 s is followed by 2.6 s more', () => {
    const { retransmitsS, resumesLateS, survives } = acrossPause(10, linux);
    expect(retransmitsS.map((at) => Math.round(at * 10) / 10)).toEqual([
      0.2, 0.6, 1.4, 3, 6.2, 12.6,
    ]);
    expect(resumesLateS).toBeCloseTo(2.6);
    expect(survives).toBe(true);
  });

  it('is lost when the pause outlasts the last retry', () => {
    expect(acrossPause(900, linux)).toMatchObject({ survives: false, resumesLateS: null });
    expect(acrossPause(800, linux).survives).toBe(true);
    expect(() => acrossPause(1, { ...linux, rtoS: 0 })).toThrow(/above 0/);
  });

  it('never resumes later than the longest timeout', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 800, noNaN: true }), (pause) => {
        const { resumesLateS } = acrossPause(pause, linux);
        expect(resumesLateS!).toBeGreaterThanOrEqual(0);
        expect(resumesLateS!).toBeLessThanOrEqual(120);
      }),
    );
  });
});

describe('failover', () => {
  const of = (id: string) => failureDetectors.find((detector) => detector.id === id)!;
  const one = [{ name: 'all', machines: 1 }];
  const rest = {
    groups: one,
    parallel: 1,
    restartS: 0,
    groupDelayS: 0,
    bootS: 30,
    applicationS: 0,
  };

  it('takes 15 + 30 = 45 s under vSphere HA, and 30 + 30 = 60 where a secondary host is isolated', () => {
    const last = (id: string) => failoverTime({ ...rest, ...of(id) }).lastS.value;
    expect(last('vsphere-ha')).toBe(45);
    expect(last('vsphere-ha-isolated')).toBe(60);
  });

  it('starts groups in their order, so many at once', () => {
    const stated = sourced(0, 's', 'derived', 'stated');
    const answer = failoverTime({
      ...rest,
      detectS: stated,
      fenceS: stated,
      groups: [
        { name: 'db', machines: 5 },
        { name: 'web', machines: 2 },
      ],
      parallel: 2,
      restartS: 3,
      groupDelayS: 10,
    });
    // db: three waves of 3 s; web: 10 s later, one wave.
    expect(answer.groups.map(({ firstS, lastS }) => [firstS.value, lastS.value])).toEqual([
      [33, 39],
      [52, 52],
    ]);
  });
});

describe('a feature mask', () => {
  it('leaves 0.667 of the speed with half the time in code twice as slow; Linpack loses 2.18 times', () => {
    expect(maskedSpeed(0.5, 2)).toBeCloseTo(0.667, 3);
    expect(1 / maskedSpeed(1, maskedLinpack.value)).toBeCloseTo(2.18, 2);
    expect(maskedSpeed(0, 4)).toBe(1);
  });

  it('costs each host what its own vector units lose, and the narrowest nothing', () => {
    const hosts = ['a=sse4_2,avx2,avx512f', 'b=sse4_2,avx2', 'c=sse4_2,avx2'].map(parsePoolHost);
    const { kept, hosts: masked, alike } = maskedPool(hosts, 1);
    expect(kept).toEqual(['avx2', 'sse4_2']);
    expect(masked.map(({ speed }) => speed.value)).toEqual([0.5, 1, 1]);
    expect(alike).toEqual([['a'], ['b', 'c']]);
    expect(maskedPool(hosts, 0.5, 4).hosts[0]!.speed.value).toBeCloseTo(1 / 2.5);
  });

  it('refuses hosts without names and twice the same', () => {
    expect(() => parsePoolHost('avx2')).toThrow(/NAME=FEATURE/);
    expect(() => maskedPool([parsePoolHost('a=x'), parsePoolHost('a=y')], 0.5)).toThrow(
      /one twice/,
    );
  });
});
