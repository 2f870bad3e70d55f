import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bundledData } from '../../evidence/bundled.ts';
import { Rng } from '../../rng.ts';
import { median } from '../../statistics.ts';
import { etaOf } from './eta.ts';
import { fitReadings, fitUnique, samplesOfTrace } from './fit.ts';

function unpack(name: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(bundledData(name))).toString('utf8'));
}

interface Reading {
  config: { id: string; ws_pages: number; writes_per_s: number };
  mode: string;
  calc_time: number;
  sample_pages: number;
  result: { 'dirty-rate': number };
}

function fitOf(id: string, samples: number) {
  const all = unpack('qemu-dirtyrate.json.gz') as Reading[];
  const chosen = all.filter((r) => r.config.id === id && r.sample_pages === samples);
  const readings = chosen.map((r) => ({
    calcTimeS: r.calc_time,
    mibPerS: r.result['dirty-rate'],
    samplePages: r.sample_pages,
  }));
  return fitReadings(readings, 256 * 2 ** 20);
}

describe('fit of calc-dirty-rate readings', () => {
  it.each([
    ['dr-uniform-2000-8192', 'uniform', 8192, 2000],
    ['dr-uniform-10000-8192', 'uniform', 8192, 10_000],
    ['dr-seq-4000-8192', 'sequential', 8192, 4000],
  ])('recovers working set and rate of %s', (id, kind, pages, rate) => {
    const fit = fitOf(id, 4096);
    expect(fit).toMatchObject({ identified: true, kind });
    expect(Math.abs(fit.workingSetPages.value / pages - 1)).toBeLessThan(0.1);
    expect(Math.abs(fit.writesPerS.value / rate - 1)).toBeLessThan(0.1);
    expect(fit.writesPerS.low).toBeLessThanOrEqual(rate);
    expect(fit.writesPerS.high).toBeGreaterThanOrEqual(rate);
  });

  it('says that it cannot for a slow guest and for too few samples', () => {
    expect(fitOf('dr-uniform-500-16384', 4096)).toMatchObject({ identified: false });
    expect(fitOf('dr-uniform-2000-8192', 512)).toMatchObject({ identified: false });
  });

  it('says that windows of one length are not enough', () => {
    const one = { calcTimeS: 1, mibPerS: 20, samplePages: 4096 };
    expect(fitReadings([one, one], 2 ** 30).why).toMatch(/one length/);
    const none = { calcTimeS: 1, mibPerS: 0, samplePages: 512 };
    expect(fitReadings([none], 2 ** 26).identified).toBe(false);
  });

  it('recovers a guest from a write trace', () => {
    const rng = new Rng(5);
    const trace = Array.from({ length: 60_000 }, (_, i) => ({
      seconds: i / 3000,
      page: rng.nextBelow(4096),
    }));
    const fit = fitUnique(samplesOfTrace(trace, [0.2, 1, 4]), 2 ** 18);
    expect(fit.identified).toBe(true);
    expect(Math.abs(fit.workingSetPages.value / 4096 - 1)).toBeLessThan(0.15);
    expect(Math.abs(fit.writesPerS.value / 3000 - 1)).toBeLessThan(0.15);
  });
});

interface Run {
  config: {
    id: string;
    pattern: string;
    caps?: Record<string, boolean>;
    max_bw_mib_s: number;
    downtime_limit_ms: number;
  };
  status: string;
  final: { 'total-time': number; ram: { total: number } };
  polls: number[][];
}

describe('time left of a running migration', () => {
  it('is closer than remaining / bandwidth on most recorded configurations', () => {
    const { runs } = unpack('qemu-migration.json.gz') as { runs: Run[] };
    const errors = new Map<string, { ours: number[]; naive: number[] }>();
    for (const { config, status, final, polls } of runs) {
      const special = config.caps && !config.caps['return-path'];
      if (special || config.pattern === 'idle' || status !== 'completed') continue;
      if (config.max_bw_mib_s >= 4096) continue;
      const samples = polls.map((poll) => ({
        seconds: poll[0]! / 1000,
        transferredBytes: poll[1]!,
        remainingBytes: poll[2]!,
        totalBytes: final.ram.total,
        syncs: poll[3]!,
        pagesSent: poll[4]! + poll[5]!,
      }));
      for (let i = 20; i < samples.length; i += 24) {
        const left = final['total-time'] / 1000 - samples[i]!.seconds;
        if (samples[i]!.syncs < 2 || left < 0.3) continue;
        const eta = etaOf(samples.slice(0, i + 1), config.downtime_limit_ms);
        const known = errors.get(config.id) ?? { ours: [], naive: [] };
        known.ours.push(Math.abs((eta.seconds ?? 1e3) / left - 1));
        known.naive.push(Math.abs(eta.naiveSeconds / left - 1));
        errors.set(config.id, known);
      }
    }
    const rows = [...errors.values()].map(
      ({ ours, naive }) => [median(ours), median(naive)] as const,
    );
    const better = rows.filter(([ours, naive]) => ours < naive);
    expect(rows.length).toBeGreaterThan(12);
    expect(better.length).toBeGreaterThan(0.6 * rows.length);
    expect(median(rows.map(([ours]) => ours))).toBeLessThan(
      0.8 * median(rows.map((row) => row[1])),
    );
  });

  it('is unknown in the first pass and without progress', () => {
    const sample = {
      seconds: 1,
      transferredBytes: 1e8,
      remainingBytes: 9e8,
      totalBytes: 1e9,
      syncs: 1,
      pagesSent: null,
    };
    expect(etaOf([sample], 300).verdict).toBe('unknown');
    const later = { ...sample, seconds: 2, transferredBytes: 2e8, remainingBytes: 8e8 };
    expect(etaOf([sample, later], 300)).toMatchObject({
      verdict: 'unknown',
      seconds: null,
      low: expect.closeTo(8, 1),
    });
  });
});
