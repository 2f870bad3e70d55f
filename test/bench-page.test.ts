import { expect, it } from 'vitest';
import { benchPage, busySuites, changesSince, noiseOf } from '../bench/page.ts';
import type { Comparison } from '../bench/side-by-side.ts';
import type { Baseline, StoredSuite } from '../bench/stored.ts';
import { renderPage } from '../src/report/page.ts';
import { unspoken } from './page-language.ts';

const comparison = (variant: string, speed: number, spread = 0.01): Comparison => ({
  ...{ job: 'count <b>bits</b>', variant, baseline: 'C', nsPerOperation: 2, p99NsPerOperation: 3 },
  ...{ speedByMinima: speed, speedByMedians: speed, claimStands: true },
  range: [speed * (1 - spread), speed * (1 + spread)],
});
const suite = (speed: number, twice = 1.01, loadAverage = 0.1): StoredSuite => ({
  load: { loadAverage, cpu: 'a processor', node: 'v20' },
  comparisons: [comparison('WebAssembly', speed), comparison('C (A/A)', twice)],
});
const kept = (name: string, speed: number): Baseline => ({
  ...{ name, date: '2026-11-01T00:00:00Z' },
  suites: { migration: suite(speed) },
});

it('noise is what the baseline run twice shows; load or noise make a machine busy', () => {
  expect(noiseOf(suite(2, 1.04))).toBeCloseTo(0.04, 9);
  expect(noiseOf(suite(2, 1 / 1.04))).toBeCloseTo(0.04, 9);
  const all = { quiet: suite(2), loaded: suite(2, 1, 1.5), noisy: suite(2, 1.2) };
  expect(busySuites(all, 2)).toEqual(['loaded', 'noisy']);
});

it('a change counts where ranges are apart and it is beyond noise', () => {
  const verdict = (before: number, now: StoredSuite) =>
    changesSince({ migration: now }, kept('a', before)).map((change) => change.verdict);
  expect(verdict(2, suite(2.01))).toEqual(['no change']);
  expect(verdict(2, suite(3))).toEqual(['faster']);
  expect(verdict(3, suite(2))).toEqual(['slower']);
  expect(verdict(2, suite(2.2, 1.3))).toEqual(['no change']);
  expect(changesSince({ other: suite(2) }, kept('a', 2))).toEqual([]);
});

it('the page holds ratios with ranges, noise, changes and history, and nothing of a name is markup', async () => {
  const baselines = [kept('first', 1.5), kept('second', 2)];
  const [chosen] = baselines;
  const page = benchPage({ migration: suite(3) }, baselines, { chosen, processors: 2 });
  expect(String(page.summary.sentence)).toContain('Since first: 0 slower, 1 faster');
  expect(page.summary.verdict).toBe('yes');
  const figures = page.sections.flatMap((section) => section.figures);
  expect(figures.map(({ id }) => id)).toEqual([
    ...['bench-changes', 'speed-migration', 'twice-migration', 'bench-history'],
  ]);
  expect(figures[1]?.rows[0]).toMatchObject({ 'speed against it': 3, low: 2.97, high: 3.03 });
  expect(figures[3]?.rows[0]).toMatchObject({ first: 1.5, second: 2, now: 3 });
  const origin = { command: 'npm run bench', version: '0', date: '2026-11-29' };
  const text = await renderPage(page, origin);
  expect(text).not.toContain('<b>bits');
  expect(unspoken(text)).toEqual([]);
  expect(text).toContain('count &lt;b&gt;bits');
  const busy = benchPage({ migration: suite(3, 1.2) }, [], { processors: 2 });
  expect(String(busy.summary.sentence)).toContain('The machine was busy during migration');
});
