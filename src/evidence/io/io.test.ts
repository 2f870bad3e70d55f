import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareEntry, intervalOf } from './compare.ts';
import { gradeOf, readEntries } from './entry.ts';
import { io } from './index.ts';
import { pythonSample } from './python-random.ts';

async function fileOf(content: unknown): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'virtcost-io-')), 'entries.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('the io suite', () => {
  it('keeps every prediction within its bound', async () => {
    const { cases, summary } = await io.validate({});
    expect(cases.filter((entry) => !entry.pass)).toEqual([]);
    expect(summary.predictions).toBeGreaterThan(350);
  });

  it('predicts or lists every entry read at a primary source', async () => {
    const { cases, summary } = await io.validate({});
    const listed = new Set((summary.listed as { id: string }[]).map((entry) => entry.id));
    const covered = new Set(cases.map((entry) => entry.id));
    const primary = (await readEntries(undefined)).filter((entry) => gradeOf(entry) === 'primary');
    expect(primary.length).toBeGreaterThan(80);
    for (const { id } of primary) expect(covered.has(id) || listed.has(id)).toBe(true);
  });

  it('predicts the same from entries without their values', async () => {
    const entries = await readEntries(undefined);
    const stripped = entries.map(({ value: _value, ...inputs }) => inputs);
    const data = await fileOf({ entries: stripped });
    expect(await io.predict({ data })).toEqual(await io.predict({}));
  });

  it('predicts rows of a known form that were never seen', async () => {
    const data = await fileOf([
      { id: 'tun-batch-24', conditions: 'pktgen burst 128 in guest, rx-frames=24' },
      {
        id: 'amp-512-after_internal_snapshot',
        metric: 'host data bytes per aligned 64 KiB guest write: written / read / zero-ranged',
        conditions: 'cluster 512 KiB, after internal snapshot, mean of 127 writes',
      },
      { id: 'encap-mystery' },
    ]);
    const [batch, amplified, unknown] = await io.predict({ data });
    expect(batch!.value).toBeCloseTo(1.05, 2);
    expect(amplified!.value).toEqual([524_288, 458_752, 0]);
    expect(unknown).toMatchObject({ value: null });
  });

  it('rejects files of another form with one message', async () => {
    await expect(io.predict({ data: await fileOf('{') })).rejects.toThrow('a JSON document');
    await expect(io.predict({ data: await fileOf([{ id: 7 }]) })).rejects.toThrow(
      'a list of entries',
    );
    await expect(io.predict({ data: await fileOf([{ id: 'a' }, { id: 'a' }]) })).rejects.toThrow(
      'each id once',
    );
  });
});

describe('comparison', () => {
  const predictor = { ids: /x/, bound: 0.1, predict: () => null };
  const entry = {
    id: 'x',
    topic: '',
    metric: '',
    unit: '',
    conditions: '',
    source: '',
    status: '',
  };

  it('reads the interval a text allows', () => {
    expect(intervalOf('54 (other source 58-76)')).toEqual([54, 76]);
    expect(intervalOf('>=25')).toEqual([25, Infinity]);
    expect(intervalOf('50 + options')).toEqual([50, 50]);
    expect(intervalOf('unknown')).toBeUndefined();
  });

  it('fails a prediction outside its bound and passes one inside an interval', () => {
    const of = (value: unknown) => compareEntry({ ...entry, value }, predictor, 120)[0];
    expect(of(100)).toMatchObject({ pass: false, error: 0.2 });
    expect(of([100, 130])).toMatchObject({ pass: true, error: 0 });
    expect(of(undefined)).toBeUndefined();
  });
});

describe('offsets of the recordings', () => {
  it('are those CPython draws for seed 5', () => {
    expect(pythonSample(5, 65_536, 512).slice(0, 5)).toEqual([33481, 46993, 3801, 61030, 32643]);
    expect(pythonSample(5, 4096, 512).slice(0, 5)).toEqual([2092, 3038, 1468, 3257, 2828]);
  });
});
