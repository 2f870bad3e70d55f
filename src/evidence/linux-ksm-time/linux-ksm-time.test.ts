import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { bundledData } from '../bundled.ts';
import { linuxKsmTime } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-ksm-time-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('linux-ksm-time', () => {
  it('finds what is merged in the end exactly, and times within the interval but for the overloaded run', async () => {
    const { cases } = await linuxKsmTime.validate({});
    const exact = cases.filter((entry) => entry.unit === 'pages');
    expect(exact).toHaveLength(10);
    expect(exact.every((entry) => entry.pass && entry.error === 0)).toBe(true);
    // ksmd waited more than it slept there: no bound of ours covers a host with several busy tasks on every CPU.
    const missed = cases.filter((entry) => !entry.pass);
    expect(missed.map(({ id, metric }) => `${id} ${metric}`)).toEqual([
      'free-6.18.44/t3-5000x100ms end of scan 2',
      'free-6.18.44/t3-5000x100ms end of scan 3',
      'free-6.18.44/t3-5000x100ms 90 % merged',
    ]);
  });

  it('predicts without a single measured field, and leaves advisor runs out', async () => {
    const bundled = bundledData('linux-ksm-time/free-6.18.44.json.gz');
    const { kernel, runs } = JSON.parse(gunzipSync(readFileSync(bundled)).toString());
    const stripped = runs.map(({ name, config, ops }: Record<string, unknown>) => ({
      ...{ name, config, ops },
    }));
    const bare = await linuxKsmTime.predict({
      data: file('bare.json', { kernel, runs: stripped }),
    });
    expect(bare).toHaveLength(5);
    const strip = (all: { id: string }[]) => all.map((entry) => entry.id.replace(/^.*\//, ''));
    const full = await linuxKsmTime.predict({});
    expect(strip(bare)).toEqual(strip(full));
    expect(bare.map(({ scanEnds }) => scanEnds)).toEqual(full.map(({ scanEnds }) => scanEnds));
  });

  it('refuses a run that would take a million wake-ups', async () => {
    const run = { name: 'x', config: { seed: 1, vms: 1, pages: 8 }, ops: ['T:3600000:100:0:1:1'] };
    const data = file('long-6.18.json', { runs: [run] });
    await expect(linuxKsmTime.predict({ data })).rejects.toThrow(/a million wake-ups/);
  });
});
