import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { RangedSample } from '../../model/dedup/ksm/ranged-replay.ts';
import { bundledData } from '../bundled.ts';
import { linuxKsm } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-ksm-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function bundled(name: string) {
  return JSON.parse(gunzipSync(readFileSync(bundledData(`linux-ksm/${name}.json.gz`))).toString());
}

describe('linux-ksm', () => {
  it('predicts every counter of every recorded scan on all five kernels, random histories included, but for late drains of a batch', async () => {
    const { cases, summary } = await linuxKsm.validate({});
    expect(cases.filter((entry) => !entry.pass)).toEqual([]);
    expect(summary).toMatchObject({ cases: 536, failed: 0, samples: 12102, exactSamples: 12024 });
    expect(summary.equalCounters).toBe(
      (summary.counters as number) - (summary.countersInRange as number),
    );
  });

  it.each(['guest-6.1.0', 'host-6.18.44-operations'])(
    'predicts the same from %s without a single measured field',
    async (name) => {
      const full = bundled(name);
      full.kernel ??= full.meta.kernel;
      const stripped = {
        kernel: full.kernel,
        runs: full.runs.map(({ name, config, ops }: Record<string, unknown>) => ({
          name,
          config,
          ops,
        })),
      };
      const [a, b] = [file('a.json', full), file('b.json', stripped)];
      const strip = (all: { id: string }[]) =>
        all.map((entry) => ({ ...entry, id: entry.id.slice(1) }));
      expect(strip(await linuxKsm.predict({ data: b }))).toEqual(
        strip(await linuxKsm.predict({ data: a })),
      );
    },
  );

  it('states ranges no wider than 64 pages, and none for most histories', async () => {
    const data = bundledData('linux-ksm/random-operations-6.18.44.json.gz');
    const predictions = (await linuxKsm.predict({ data })) as unknown as {
      id: string;
      samples: (RangedSample & Record<string, unknown>)[];
    }[];
    const ranged = predictions.filter(({ samples }) => samples.some(({ range }) => range));
    expect(ranged.length).toBeGreaterThan(5);
    expect(ranged.length).toBeLessThan(50);
    for (const { samples } of ranged) {
      for (const { range = {} } of samples) {
        for (const [name, [low, high]] of Object.entries(range)) {
          const unit = name === 'general_profit' ? 4096 : 1;
          const width = Math.max(...[high].flat(2).map((end, i) => end - [low].flat(2)[i]!));
          expect(width / unit).toBeLessThanOrEqual(64);
        }
      }
    }
  });

  it('names runs by the clock as left out, and predicts the advisor under the steps of the recorder', async () => {
    const config = { seed: 1, vms: 1, pages: 700, zero24: 2 ** 23 };
    const ops = ['K:advisor_mode=scan-time', 'S:4'];
    const path = file('advisor.json', {
      kernel: '6.18',
      runs: [
        { name: 'stepped', config, ops, samples: [] },
        { name: 'clock', config, ops: [...ops, 'T:1000:100:0:100:20'], samples: [] },
      ],
    });
    const [stepped, clock] = await linuxKsm.predict({ data: path });
    const visits = (stepped!.samples as RangedSample[]).map((sample) => sample.pages_scanned);
    // 500 pages to begin with; then 500 / (200 s / 20 s, which the recorder waited) times 0.3, the average so far.
    expect(visits).toEqual([0, 500, 700, 715, 730]);
    expect(clock!.left_out).toMatch(/by the clock/);
    const { summary } = await linuxKsm.validate({ data: path });
    expect(summary.listed).toMatchObject([{ id: 'advisor/clock' }]);
  });

  it('reports a counter that was altered, and where', async () => {
    const full = bundled('host-6.18.44');
    full.runs = full.runs.slice(1, 2);
    full.runs[0].samples[3].pages_unshared += 1;
    const { cases } = await linuxKsm.validate({ data: file('altered.json', full) });
    expect(cases[0]).toMatchObject({ id: 'altered/c02-all-unique', pass: false });
    expect(cases[0]).toHaveProperty('firstDifference', expect.stringContaining('pages_unshared'));
  });

  it.each([
    ['not-json.json', '{"runs": [', /expected a JSON document/],
    ['foreign.json', { rows: [] }, /expected KSM runs/],
    ['no-kernel.json', { runs: [] }, /expected the kernel release/],
    [
      'bad-op-6.1.json',
      { runs: [{ name: 'x', config: { seed: 1, vms: 1, pages: 8 }, ops: ['S:-1'] }] },
      /operations/,
    ],
    [
      'forked-6.1.json',
      { runs: [{ name: 'x', config: { seed: 1, vms: 1, pages: 8 }, ops: ['F:0', 'X:2'] }] },
      /a VM below 2.*"X:2"/,
    ],
    [
      'fork-of-exited-6.1.json',
      { runs: [{ name: 'x', config: { seed: 1, vms: 1, pages: 8 }, ops: ['X:0', 'F:0'] }] },
      /not exited/,
    ],
    [
      'beyond-6.1.json',
      { runs: [{ name: 'x', config: { seed: 1, vms: 1, pages: 8 }, ops: ['U:0:4:5'] }] },
      /pages below 8/,
    ],
    [
      'moves-6.1.json',
      {
        runs: [
          {
            name: 'x',
            config: { seed: 1, vms: 64, pages: 65536 },
            ops: Array(100).fill('R:0:0:65536'),
          },
        ],
      },
      /4 GiB/,
    ],
    [
      'huge-6.1.json',
      { runs: [{ name: 'x', config: { seed: 1, vms: 4096, pages: 67108864 }, ops: [] }] },
      /4 GiB/,
    ],
    [
      'long-6.1.json',
      { runs: [{ name: 'x', config: { seed: 1, vms: 1, pages: 8 }, ops: ['S:4000000000'] }] },
      /steps/,
    ],
    [
      'fraction-6.1.json',
      { runs: [{ name: 'x', config: { seed: 1, vms: 1, pages: 0.5 }, ops: [] }] },
      /pages/,
    ],
  ])('refuses %s with one message', async (name, content, message) => {
    const path = file(name, content);
    await expect(linuxKsm.predict({ data: path })).rejects.toThrow(message);
    await expect(linuxKsm.predict({ data: path })).rejects.toHaveProperty('exitCode', 2);
  });

  it('asks for recorded samples before it validates', async () => {
    const run = { name: 'x', config: { seed: 1, vms: 1, pages: 8 }, ops: ['S:1'] };
    const path = file('unmeasured-6.18.json', { runs: [run] });
    await expect(linuxKsm.validate({ data: path })).rejects.toThrow(/recorded samples/);
  });
});
