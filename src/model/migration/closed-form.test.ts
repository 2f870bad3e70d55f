import { describe, expect, it } from 'vitest';
import { replayBytes } from '../../kernels/migration/memory.ts';
import { advise } from './advice.ts';
import { defaultHost, defaultSettings } from './defaults.ts';
import { hotCold, ofPattern, uniform, uniquePages, zipf } from './dirty.ts';
import { criticalFactor, quickPrediction, settledPendingPages } from './expected.ts';
import type { MigratingGuest } from './plan-types.ts';
import { predictMigration } from './predict.ts';
import { toReplay } from './scenario.ts';
import { verdictMap } from './verdict-map.ts';

const GIB = 2 ** 30;

function guest(gib: number, dirty: MigratingGuest['dirty'], zeroShare = 0.1): MigratingGuest {
  return { ramBytes: gib * GIB, zeroShare, dirty, deviceStateBytes: 1e6 };
}

describe('closed form of pre-copy', () => {
  it('has the verdict of the replays wherever it does not say too-close', () => {
    const patterns = ['uniform', 'sequential', 'hotcold', 'zipf'] as const;
    let told = 0;
    for (const pattern of patterns) {
      for (const share of [0.05, 0.4]) {
        for (const writes of [1000, 12_000, 30_000, 90_000]) {
          for (const downtimeLimitMs of [100, 1000]) {
            const moving = guest(1, ofPattern(pattern, 2 ** 18 * share, writes));
            const settings = { ...defaultSettings, downtimeLimitMs };
            const quick = quickPrediction(moving, settings, defaultHost);
            if (quick.verdict === 'too-close') continue;
            told++;
            const slow = predictMigration(moving, settings, defaultHost, { replicas: 3 });
            const where = `${pattern} ${share} ${writes} ${downtimeLimitMs}`;
            expect(`${where}: ${slow.verdict}`).toBe(`${where}: ${quick.verdict}`);
          }
        }
      }
    }
    expect(told).toBeGreaterThan(45);
  });

  it('finds the critical rate twelve percent above the bandwidth in pages, as derived', () => {
    // 32 MiB/s, 300 ms, W = 16384: 9000/s settles below the threshold of 2458 pages, 9200/s above it.
    expect(settledPendingPages(9000, 16_384, 818, 0.1019)).toBeCloseTo(2174, -2);
    expect(settledPendingPages(9200, 16_384, 818, 0.1019)).toBeGreaterThan(2458);
    const moving = guest(128 / 1024, uniform(16_384, 9000), 0.04);
    const settings = { ...defaultSettings, maxBandwidth: 32 * 2 ** 20 };
    const host = { ...defaultHost, copyBytesPerS: 242e6, clearChunkPages: 0 };
    const critical = 9000 * criticalFactor(moving, settings, host);
    expect(critical / 8180).toBeGreaterThan(1.08);
    expect(critical / 8180).toBeLessThan(1.16);
  });

  it('finishes at any rate when the working set fits into the pause', () => {
    const moving = guest(4, uniform(500, 1e6));
    expect(criticalFactor(moving, defaultSettings, defaultHost)).toBe(Number.POSITIVE_INFINITY);
  });

  // Its rates rise with the working set; a replay per point would take hours, beyond any time limit of a test.
  it('draws a verdict map of 10,000 points', () => {
    const map = verdictMap(
      guest(16, uniform(2 ** 20, 20_000)),
      defaultSettings,
      defaultHost,
      100,
      100,
    );
    expect(map.points).toHaveLength(10_000);
    expect(new Set(map.points.map(({ verdict }) => verdict))).toEqual(
      new Set(['completes', 'too-close', 'never']),
    );
    const rates = map.critical.flatMap(({ writesPerS }) => writesPerS ?? []);
    expect([...rates].sort((a, b) => a - b)).toEqual(rates);
  });
});

describe('prediction of one migration', () => {
  it('says never for a guest that outruns the link, and which settings change that', () => {
    const moving = guest(16, uniform(2 ** 21, 90_000));
    const prediction = predictMigration(moving, defaultSettings, defaultHost, { replicas: 1 });
    expect(prediction).toMatchObject({ verdict: 'never', totalS: null, blackoutMs: null });
    const advice = advise(moving, defaultSettings, defaultHost);
    const bandwidth = advice.find(({ setting }) => setting === 'max-bandwidth')!.value!;
    const settings = { ...defaultSettings, maxBandwidth: bandwidth * 1.02 };
    expect(predictMigration(moving, settings, defaultHost, { replicas: 1 }).verdict).toBe(
      'completes',
    );
  });

  it('finishes by throttling and by post-copy what pre-copy alone cannot', () => {
    const moving = guest(4, uniform(2 ** 19, 70_000));
    const autoConverge = { initialPct: 20, incrementPct: 10, maxPct: 99 };
    const slowed = predictMigration(moving, { ...defaultSettings, autoConverge }, defaultHost, {
      replicas: 1,
    });
    expect(slowed.verdict).toBe('completes');
    expect(slowed.throttlePct).toBeGreaterThan(20);
    const late = { ...defaultSettings, postcopyAfterS: 40 };
    const postcopy = predictMigration(moving, late, defaultHost, { replicas: 1 });
    expect(postcopy.verdict).toBe('completes');
    expect(postcopy.totalS!.value).toBeGreaterThan(40);
  });

  it('of a 1 TiB guest needs less than 200 MiB of memory', () => {
    const large = guest(1024, uniform(2 ** 25, 20_000));
    const settings = { ...defaultSettings, maxBandwidth: 1.25e9 };
    const host = { ...defaultHost, copyBytesPerS: 3e9 };
    const prediction = predictMigration(large, settings, host);
    expect(prediction.verdict).toBe('completes');
    const options = { phase: 0.5, seed: 1, horizonS: 1, grain: prediction.grain };
    expect(replayBytes(toReplay(large, settings, host, options))).toBeLessThan(200 * 2 ** 20);
  });

  it('gives the same answer for the same seed', () => {
    const moving = guest(2, hotCold(2 ** 18, 20_000, 2 ** 14, 0.9));
    const once = predictMigration(moving, defaultSettings, defaultHost, { seed: 4 });
    expect(predictMigration(moving, defaultSettings, defaultHost, { seed: 4 })).toEqual(once);
  });
});

describe('unique pages', () => {
  it('never exceed the writes nor the working set, and grow with time', () => {
    for (const pattern of ['uniform', 'sequential', 'hotcold', 'zipf'] as const) {
      const streams = ofPattern(pattern, 10_000, 3000);
      let last = 0;
      for (const seconds of [0.1, 1, 3, 10, 100, 1e4]) {
        const pages = uniquePages(streams, seconds);
        expect(pages).toBeGreaterThanOrEqual(last);
        expect(pages).toBeLessThanOrEqual(Math.min(10_000, 3000 * seconds) * 1.0001);
        last = pages;
      }
    }
  });

  it('of zipf bands keep all writes and pages', () => {
    const bands = zipf(2 ** 20, 50_000);
    expect(bands.reduce((sum, band) => sum + band.pages, 0)).toBe(2 ** 20);
    expect(bands.reduce((sum, band) => sum + band.writesPerS, 0)).toBeCloseTo(50_000, 6);
  });
});
