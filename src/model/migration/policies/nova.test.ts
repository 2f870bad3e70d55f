import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultHost, defaultSettings } from '../defaults.ts';
import { uniform, uniquePages } from '../dirty.ts';
import type { MigratingGuest, MigrationSettings } from '../plan-types.ts';
import { predictMigration } from '../predict.ts';
import { effectiveBandwidth } from '../scenario.ts';
import { type NovaEnd, novaDefaults, novaSteps, underNova } from './nova.ts';

/** downtime, steps, delay, GiB: what downtime_steps of Nova 26.2.2 answered when it was run. */
const answered: [number, number, number, number, [number, number][]][] = [
  [
    ...([500, 10, 75, 16.5] as const),
    [
      ...([
        [0, 50],
        [1237, 95],
        [2474, 140],
        [3711, 185],
        [4948, 230],
        [6185, 275],
      ] as const),
      ...([
        [7422, 320],
        [8659, 365],
        [9896, 410],
        [11_133, 455],
        [12_370, 500],
      ] as const),
    ].map(([s, ms]) => [s, ms]),
  ],
  [
    ...([500, 7, 33, 5.3] as const),
    [
      ...([
        [0, 71],
        [174, 132],
        [348, 193],
        [522, 255],
        [696, 316],
        [870, 377],
      ] as const),
      ...([
        [1044, 438],
        [1218, 500],
      ] as const),
    ].map(([s, ms]) => [s, ms]),
  ],
  [
    ...([1000, 3, 3, 64] as const),
    [
      [0, 333],
      [192, 555],
      [384, 777],
      [576, 1000],
    ],
  ],
  [
    ...([100, 3, 75, 256] as const),
    [
      [0, 33],
      [19_200, 55],
      [38_400, 77],
      [57_600, 100],
    ],
  ],
];

const GIB = 2 ** 30;
const guestOf = (gib: number, writesPerS: number, workingSetGib = gib): MigratingGuest => ({
  ramBytes: gib * GIB,
  zeroShare: 0,
  dirty: uniform((workingSetGib * GIB) / 4096, writesPerS),
  deviceStateBytes: 0,
});
const on = (linkBandwidth: number) => ({ ...defaultSettings, maxBandwidth: 0, linkBandwidth });

/** The same, round for round to the end. */
function everyRound(guest: MigratingGuest, settings: MigrationSettings): NovaEnd {
  const rate = effectiveBandwidth(settings, defaultHost) / 4104;
  const gib = Math.max(2, guest.ramBytes / GIB);
  const timeoutS = Math.trunc(800 * gib);
  const limit = (t: number) => {
    let ms = 300;
    if (t >= 0.5) for (const { afterS, limitMs } of novaSteps(gib)) if (t > afterS) ms = limitMs;
    return ms;
  };
  let [todo, t, sent, rounds] = [guest.ramBytes / 4096, defaultHost.setupMs / 1000, 0, 0];
  while (t + todo / rate <= timeoutS) {
    const tookS = todo / rate;
    t += tookS;
    sent += todo;
    rounds++;
    todo = uniquePages(guest.dirty, tookS, 1);
    if ((1000 * todo) / rate > limit(t)) continue;
    const blackoutS = todo / rate + defaultHost.switchMs / 1000;
    return {
      ...{ completes: true, rounds, totalS: t + blackoutS, blackoutS },
      ...{ transferredBytes: (sent + todo) * 4104, limitMs: limit(t) },
    };
  }
  sent += (timeoutS - t) * rate;
  return {
    ...{ completes: false, rounds, totalS: timeoutS, blackoutS: null },
    ...{ transferredBytes: sent * 4104, limitMs: limit(timeoutS) },
  };
}

describe('Nova looks after a migration', () => {
  it.each(answered)(
    '%d ms in %d steps, %d s a GiB, %d GiB: the steps Nova takes',
    (downtimeMs, downtimeSteps, downtimeDelayS, gib, seen) => {
      const options = { ...novaDefaults, downtimeMs, downtimeSteps, downtimeDelayS };
      const steps = novaSteps(gib, options).map(({ afterS, limitMs }) => [afterS, limitMs]);
      expect(steps).toEqual(seen);
    },
  );

  it('an idle guest moves at the first limit, one that outruns the link is aborted at 800 s a GiB', () => {
    expect(underNova(guestOf(16, 0.1), on(1.25e9), defaultHost)).toMatchObject({
      ...{ completes: true, rounds: 1, limitMs: 50 },
    });
    expect(underNova(guestOf(16, 1e7), on(1.25e9), defaultHost)).toMatchObject({
      ...{ completes: false, totalS: 12_800, blackoutS: null, limitMs: 500 },
    });
  });

  it('a guest in between waits for the limit that lets it go, hours after QEMU alone would have', () => {
    // Its hot set is sent in 0.3 s again and again.
    const guest = guestOf(16, 1e7, 0.35);
    const end = underNova(guest, on(1.25e9), defaultHost);
    expect(end).toMatchObject({ completes: true, limitMs: 320 });
    expect(end.totalS).toBeGreaterThan(75 * 16 * 6);
    const alone = predictMigration(guest, { ...on(1.25e9), downtimeLimitMs: 320 }, defaultHost, {
      replicas: 1,
    });
    expect(alone.totalS!.value).toBeLessThan(60);
  });

  it('equals every round made one by one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 1, max: 6.5, noNaN: true }),
        fc.double({ min: 7.5, max: 9.5, noNaN: true }),
        (gib, share, writes, link) => {
          const guest = guestOf(gib, 10 ** writes, gib * share);
          const end = underNova(guest, on(10 ** link), defaultHost);
          const slow = everyRound(guest, on(10 ** link));
          expect([end.completes, end.limitMs]).toEqual([slow.completes, slow.limitMs]);
          for (const key of ['totalS', 'transferredBytes', 'blackoutS'] as const) {
            const [a, b] = [end[key] ?? 0, slow[key] ?? 0];
            expect(Math.abs(a - b), key).toBeLessThanOrEqual(1e-3 * Math.abs(b));
          }
        },
      ),
      { numRuns: process.env.VIRTCOST_FULL ? 2000 : 60 },
    );
  });
});
