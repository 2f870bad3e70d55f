import { afterEach, expect, it, vi } from 'vitest';
import { besideC } from '../bench/beside-c.ts';
import { machineState, ticksOf } from '../bench/machine.ts';
import { benchPage, busySuites, changesSince, noiseOf } from '../bench/page.ts';
import { LookTime } from '../bench/quick.ts';
import { type Comparison, sideBySide } from '../bench/side-by-side.ts';
import type { Baseline, StoredSuite } from '../bench/stored.ts';
import { renderPage } from '../src/report/page.ts';
import { unspoken } from './page-language.ts';

const comparison = (variant: string, speed: number, spread = 0.01): Comparison => ({
  ...{ job: 'count <b>bits</b>', variant, baseline: 'C', nsPerOperation: 2, p99NsPerOperation: 3 },
  ...{ speedByMinima: speed, speedByMedians: speed, claimStands: true },
  range: [speed * (1 - spread), speed * (1 + spread)],
});
const suite = (speed: number, twice = 1.01, others = 0.02): StoredSuite => ({
  load: { loadAverage: 9, others, cpu: 'a processor', node: 'v20' },
  comparisons: [comparison('WebAssembly', speed), comparison('C (A/A)', twice)],
});
const kept = (name: string, speed: number): Baseline => ({
  ...{ name, date: '2026-11-01T00:00:00Z' },
  suites: { migration: suite(speed) },
});

it('noise is what the baseline run twice shows; what others use, or noise, make a machine busy', () => {
  expect(noiseOf(suite(2, 1.04)).most).toBeCloseTo(0.04, 9);
  expect(noiseOf(suite(2, 1 / 1.04)).median).toBeCloseTo(0.04, 9);
  const uneven = suite(2);
  uneven.comparisons.push(comparison('C (A/A)', 1.02), comparison('C (A/A)', 2.5));
  expect(noiseOf(uneven).median).toBeCloseTo(0.02, 9);
  expect(noiseOf(uneven).most).toBeCloseTo(1.5, 9);
  const { others: _, ...earlier } = suite(2).load;
  const all = {
    ...{ quiet: suite(2), loaded: suite(2, 1, 0.2), noisy: suite(2, 1.2), uneven },
    // Kept before it was known what others used: what the suites themselves did is in the load average, too.
    earlier: { ...suite(2), load: earlier },
    idle: { ...suite(2), load: { ...earlier, loadAverage: 0.1 } },
  };
  expect(busySuites(all, 2)).toEqual(['loaded', 'noisy', 'earlier']);
});

it('what others use is what processors did while nothing of ours ran', async () => {
  // user, nice, system, idle, waiting for disks, interrupts (two kinds), taken by the host; guests are in user already.
  expect(ticksOf('cpu  10 1 5 70 4 1 2 7 3 0\ncpu0 1 1 1 1\n')).toEqual({ busy: 26, all: 100 });
  const { others } = await machineState();
  expect(others).toBeGreaterThanOrEqual(0);
  expect(others).toBeLessThanOrEqual(1);
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

it('our best variant is compared with the fastest C of each job, whichever of them is the baseline', () => {
  const row = (job: string, baseline: string, variant: string, speed: number): Comparison => ({
    ...comparison(variant, speed),
    job,
    baseline,
  });
  const rows = [
    // C is the baseline, and a twin with our tricks is faster: 3 / 1.5.
    row('write', 'C, -march=native', 'C, same batches', 1.5),
    row('write', 'C, -march=native', 'WebAssembly', 3),
    row('write', 'C, -march=native', 'JavaScript, typed array', 9),
    row('write', 'C, -march=native', 'C, -march=native (A/A)', 20),
    // Ours is the baseline: C takes half the time.
    row('walk', 'WebAssembly, phases', 'C SIMD, -O3, per access', 2),
    // The speed of memory is not the same job.
    row('harvest', 'C scalar', 'C, read only', 50),
    row('harvest', 'C scalar', 'WebAssembly', 1),
    // No C.
    row('adds', 'roaring-wasm, add', 'WebAssembly', 80),
  ];
  const found = besideC(rows);
  expect(found).toMatchObject({ jobs: 3, low: 0.5, high: 2 });
  expect(found?.mean).toBeCloseTo(1, 12);
  expect(besideC(rows.slice(-1))).toBeUndefined();
});

afterEach(() => vi.unstubAllEnvs());

it('a look shares its time among suites, and a job that has none left is named, not run', () => {
  vi.stubEnv('VIRTCOST_BENCH', 'quick');
  let now = 0;
  const time = new LookTime(() => now);
  time.begin(4);
  now = 23;
  expect(time.allows('in time')).toBe(true);
  now = 26;
  expect(time.allows('late')).toBe(false);
  expect(time.leftOut).toEqual(['late']);
  // 70 seconds are left to three suites; what is over stays over.
  time.begin(3);
  expect(time.leftOut).toEqual([]);
  now = 49;
  expect(time.allows('next')).toBe(true);
  now = 300;
  time.begin(1);
  expect(time.allows('after the end')).toBe(false);
  vi.stubEnv('VIRTCOST_BENCH', '');
  expect(time.allows('a measurement')).toBe(true);
});

it('the page of a look claims nothing and names what it left out', async () => {
  const look = { ...suite(3), leftOut: ['replay of 512 MiB'] };
  const page = benchPage({ migration: look }, [], { processors: 2, quick: true });
  expect(page.summary.verdict).toBe('unsure');
  const text = await renderPage(page, {
    command: 'npm run bench',
    version: '0',
    date: '2026-11-29',
  });
  expect(text).toContain('A look: 1 ratio of one short round each.');
  expect(text).toContain('No time in a look for: replay of 512 MiB.');
  expect(unspoken(text)).toEqual([]);
});

it('in a look every variant of a job has its row', async () => {
  vi.stubEnv('VIRTCOST_BENCH', 'quick');
  const variant = (name: string, cpuNs: number) => ({
    name,
    run: (slice: number) => ({ cpuNs, operations: 1, digest: String(slice) }),
  });
  const rows = await sideBySide('job', [variant('C', 4), variant('ours', 2)]);
  expect(rows.map(({ variant: name, speedByMinima }) => [name, speedByMinima])).toEqual([
    ['ours', 2],
    ['C (A/A)', 1],
  ]);
});
