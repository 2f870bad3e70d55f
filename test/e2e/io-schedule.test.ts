import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root, virtcost } from '../support.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-io-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('virtcost io', () => {
  it('prints one JSON document, and a page that loads nothing', async () => {
    const page = join(folder, 'io.html');
    const { code, stdout } = await virtcost(['io', '--size', '64KiB', '--json', '--html', page]);
    expect(code).toBe(0);
    const paths = (JSON.parse(stdout).costs as { path: string; iops: number }[]).map(
      (cost) => cost.path,
    );
    expect(paths).toContain('virtio-vhost');
    const text = readFileSync(page, 'utf8');
    expect(text).toContain('id="io-ring"');
    expect(text).not.toMatch(/src="http|href="http/);
  });

  it('names what it expected when an option is wrong, and writes nothing', async () => {
    const page = join(folder, 'none.html');
    for (const wrong of [
      ['--raid', '6x3'],
      ['--path', 'nvme\u001b[31m'],
      ['--size', '-1'],
      ['--depth', '1e9'],
      ['--transport', 'pigeon'],
    ]) {
      const { code, stdout, stderr } = await virtcost(['io', ...wrong, '--html', page]);
      expect([code, stdout], wrong.join(' ')).toEqual([2, '']);
      expect(stderr).toMatch(/expected|Allowed choices/);
      expect(stderr).not.toContain('\u001b');
    }
    expect(existsSync(page)).toBe(false);
  });

  it('predicts the reference from its inputs alone', async () => {
    const reference = JSON.parse(
      readFileSync(`${root}src/evidence/data/io/io-reference.json`, 'utf8'),
    ) as { entries: Record<string, unknown>[] };
    const entries = reference.entries.map(({ value: _value, ...inputs }) => inputs);
    const data = join(folder, 'inputs.json');
    writeFileSync(data, JSON.stringify({ entries }));
    const [stripped, whole] = await Promise.all([
      virtcost(['predict', 'io', '--data', data, '--json']),
      virtcost(['predict', 'io', '--json']),
    ]);
    expect(stripped.code).toBe(0);
    expect(JSON.parse(stripped.stdout)).toEqual(JSON.parse(whole.stdout));
  });
});

describe('virtcost schedule', () => {
  it('gives 700, 700 and 1400 of 2800 MHz', async () => {
    const { code, stdout } = await virtcost([
      ...['schedule', '--capacity', '2800', '--unit', 'MHz', '--json'],
      ...['--vm', 'a,shares=1000,reservation=700', '--vm', 'b,shares=2000'],
      ...['--vm', 'c,shares=4000'],
    ]);
    expect(code).toBe(0);
    const answer = JSON.parse(stdout) as { allocation: { allocation: number }[] };
    expect(answer.allocation.map((machine) => machine.allocation)).toEqual([700, 700, 1400]);
  });

  it('ends with 3 when admission is refused and says why', async () => {
    const set = ['--vm', 'a,reservation=7', '--vm', 'b,reservation=6'];
    const { code, stdout } = await virtcost(['schedule', '--capacity', '12', '--json', ...set]);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ admitted: false, allocation: [] });
  });

  it('simulates every scheduler on the same arrivals', async () => {
    const { code, stdout } = await virtcost([
      ...[
        'schedule',
        '--capacity',
        '6',
        '--pcpus',
        '2',
        '--policy',
        'all',
        '--time',
        '2',
        '--json',
      ],
      ...['--vm', 'web,rate=100,work=2ms', '--vm', 'hog,vcpus=3'],
    ]);
    expect(code).toBe(0);
    const { simulation } = JSON.parse(stdout) as {
      simulation: { policy: string; machine: string; latency: { count: number } | null }[];
    };
    const served = simulation.filter((row) => row.machine === 'web').map((row) => row.latency);
    expect(served).toHaveLength(3);
    for (const latency of served) expect(latency!.count).toBeGreaterThan(150);
  });

  it('refuses nonsense with one message', async () => {
    for (const wrong of [
      ['--vm', 'a,shares=0'],
      ['--vm', 'a,speed=1'],
      ['--capacity', '5', '--vm', 'a,pool=none'],
      ['--vm', 'a', '--policy', 'lottery'],
      [],
    ]) {
      const { code, stdout, stderr } = await virtcost(['schedule', ...wrong]);
      expect([code, stdout], wrong.join(' ')).toEqual([2, '']);
      expect(stderr).toContain('expected');
    }
  });
});
