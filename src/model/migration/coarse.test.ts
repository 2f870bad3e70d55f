import { describe, expect, it } from 'vitest';
import { replay } from '../../kernels/migration/index.ts';
import { replayReference } from '../../kernels/migration/reference.ts';
import { defaultSettings, hostBehind } from './defaults.ts';
import { uniform } from './dirty.ts';
import type { MigratingGuest, MigrationSettings } from './plan-types.ts';
import { predictMigration } from './predict.ts';
import { toReplay } from './scenario.ts';

const GiB = 2 ** 30;
const link = 1.25e9;
const behind = { ...defaultSettings, maxBandwidth: 0, linkBandwidth: link };

const busy = (gib: number, writesPerS: number): MigratingGuest => ({
  ramBytes: gib * GiB,
  zeroShare: 0.1,
  deviceStateBytes: 2 ** 20,
  dirty: uniform((gib * GiB) / 4096 / 4, writesPerS),
  vcpus: 1,
});

const settings: Record<string, MigrationSettings> = {
  'plain pre-copy': behind,
  'a limit of the rate': { ...behind, linkBandwidth: 0, maxBandwidth: link },
  'post-copy': { ...behind, postcopyAfterS: 6 },
  'multifd with few channels': { ...behind, multifdChannels: 2 },
  'multifd with many channels': { ...behind, multifdChannels: 64, multifdZeroPages: true },
  deltas: { ...behind, xbzrle: { cacheBytes: 2 ** 26, deltaBytes: 60 } },
  'a throttled guest': {
    ...behind,
    linkBandwidth: link / 4,
    autoConverge: { initialPct: 20, incrementPct: 10, maxPct: 99 },
  },
};

describe('a replay whose pages stand for several', () => {
  for (const [name, one] of Object.entries(settings)) {
    it(`takes as long and sends as much as the exact one: ${name}`, () => {
      const guest = busy(8, 70_000);
      const at = (grain: number) => {
        const known = { phase: 0.5, seed: 1, horizonS: 600, grain };
        const end = replay(toReplay(guest, one, hostBehind(one.linkBandwidth || link), known));
        return { ...end, seconds: end.totalNs / 1e9, bytes: end.transferredBytes * grain };
      };
      const exact = at(1);
      expect(exact.finished).toBe(true);
      for (const grain of [3, 16, 60, 128]) {
        const coarse = at(grain);
        expect(coarse.finished).toBe(true);
        expect(Math.abs(coarse.seconds / exact.seconds - 1)).toBeLessThan(0.02);
        expect(Math.abs(coarse.bytes / exact.bytes - 1)).toBeLessThan(0.02);
      }
    });
  }

  it('equals its reference, packets and socket as coarse as they are', () => {
    const guest = busy(0.25, 20_000);
    for (const grain of [5, 200]) {
      const known = { phase: 0.5, seed: 1, horizonS: 1, grain };
      const input = toReplay(guest, { ...behind, multifdChannels: 8 }, hostBehind(link), known);
      expect(replay(input)).toEqual(replayReference(input));
    }
  });
});

describe('the grain of a prediction', () => {
  it('leaves pages enough to count, whatever is asked', () => {
    const slow = { ...defaultSettings, maxBandwidth: 2 ** 23, timeoutS: 60 };
    for (const xbzrle of [null, { cacheBytes: 2 ** 26, deltaBytes: 60 }]) {
      const { grain } = predictMigration(busy(4, 1e6), { ...slow, xbzrle }, hostBehind(0), {
        replicas: 1,
      });
      expect((4 * GiB) / 4096 / grain).toBeGreaterThanOrEqual(2 ** 14);
    }
  });

  it('counts the reading of a log that is large: 12 TiB that never end stay cheap', () => {
    const huge = { ...busy(12 * 1024, 2e6), zeroShare: 0 };
    const fast = { ...defaultSettings, maxBandwidth: 0, linkBandwidth: 12.5e9 };
    const { grain, verdict } = predictMigration(huge, fast, hostBehind(12.5e9), { replicas: 1 });
    expect(verdict).toBe('never');
    expect((12 * 1024 * GiB) / 4096 / grain).toBeLessThan(2 ** 25);
  });
});
