import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { textIn } from '../../message.ts';
import { bundledData } from '../bundled.ts';
import { suites } from '../index.ts';
import { qemuMigration } from '../qemu-migration/index.ts';
import type { Case } from '../suite.ts';
import { peerCases } from './compare.ts';
import { peers } from './index.ts';

const target = (id: string, expected: number | string, predicted: number | string): Case => ({
  ...{ id, metric: 'time', unit: 's', expected, predicted },
  ...{ error: null, bound: null, pass: true },
});
const peer = (figures: { id: string; metric: string; value: number | string }[]) => ({
  ...{ name: 'other', suite: 'a', ran: '' },
  figures: async () => figures,
});
const time = (id: string, value: number | string) => ({ id, metric: 'time', value });

it('errors of both are recomputed from the values, and who is nearer follows from them', async () => {
  const cases = [target('near', 10, 11), target('far', 10, 15), target('tie', 10, 8)];
  const figures = [time('near', 12), time('far', 9), time('tie', 12), time('unknown', 1)];
  const found = await peerCases('a', cases, [peer(figures)]);
  expect(
    found.map(({ id, error, peerError, nearer }) => [id, error, peerError, nearer]),
  ).toStrictEqual([
    ['near', 0.1, 0.2, 'virtcost'],
    ['far', 0.5, -0.1, 'peer'],
    ['tie', -0.2, 0.2, 'same'],
  ]);
});

it('words are right or wrong, and what a suite calls equal is equal', async () => {
  const equal = { ...target('printed', 2410.8, 2410.8028), bound: 0 };
  const cases = [target('verdict', 'completes', 'completes'), equal];
  const figures = [time('verdict', 'never'), time('printed', 2410.8)];
  const found = await peerCases('a', cases, [peer(figures)]);
  expect(found.map(({ nearer }) => nearer)).toEqual(['virtcost', 'same']);
  expect(found[0]).toMatchObject({ error: null, peerError: null, peerValue: 'never' });
});

it('a suite is compared with its own peers alone', async () => {
  expect(await peerCases('b', [target('near', 1, 1)], [peer([time('near', 1)])])).toEqual([]);
});

it('every peer is of a suite there is, says what it ran, and has figures for its cases', async () => {
  for (const { name, suite, ran, figures } of peers) {
    expect(Object.keys(suites), name).toContain(suite);
    for (const language of ['en', 'zh'] as const)
      expect(textIn(ran, language).length, name).toBeGreaterThan(20);
    expect((await figures()).length, name).toBeGreaterThan(0);
  }
});

const recorded = JSON.parse(readFileSync(bundledData('peers/migration.json'), 'utf8'));
const runs = JSON.parse(
  gunzipSync(readFileSync(bundledData('qemu-migration.json.gz'))).toString('utf8'),
);

it('migrations of simulators and of a single run are the recorded ones, beside the measured median', async () => {
  const { cases } = await qemuMigration.validate({});
  const found = await peerCases('qemu-migration', cases);
  const of = (name: string, id: string, metric: string) =>
    found.find((one) => one.peer === name && one.id === id && one.metric === metric);
  const records = (Array.isArray(runs) ? runs : runs.runs) as {
    config: { id: string };
    final: { 'total-time': number };
  }[];
  const times = records
    .filter(({ config }) => config.id === 'uni-4000')
    .map(({ final }) => final['total-time']);
  const median = [...times].sort((a, b) => a - b)[1]!;
  const simGrid = of('SimGrid 3.32', 'uni-4000', 'total_ms')!;
  expect(simGrid.expected).toBe(median);
  expect(simGrid.peerValue).toBe(recorded['SimGrid 3.32']['uni-4000'].total_ms);
  expect(simGrid.peerError).toBeCloseTo(Number(simGrid.peerValue) / median - 1, 12);
  expect(simGrid.error).toBeCloseTo(Number(simGrid.ours) / median - 1, 12);
  expect(of('QEMU 7.2.22, one run', 'uni-4000', 'total_ms')!.peerValue).toBe(times[0]);
  // 128 MiB over 32 MiB/s, whatever the guest writes.
  expect(of('CloudSim Plus 8.0.0', 'uni-4000', 'total_ms')!.peerValue).toBe(4000);
  // Nine thousand writes a second outrun a linear model, and finished.
  expect(of('SimGrid 3.32', 'uni-9000', 'verdict')).toMatchObject({
    ...{ expected: 'completes', ours: 'completes', peerValue: 'never', nearer: 'virtcost' },
  });
  for (const [name, figures] of Object.entries(recorded) as [string, object][])
    for (const [id, values] of Object.entries(figures))
      for (const [metric, value] of Object.entries(values)) {
        const entry = of(name, id, metric);
        if (entry) expect(entry.peerValue, `${name} ${id} ${metric}`).toBe(value);
      }
}, 60_000);

it('other runs of CloudSim stand beside the published one', async () => {
  const { printed } = JSON.parse(readFileSync(bundledData('planetlab/expected.json'), 'utf8')) as {
    printed: Record<string, number | string>[];
  };
  const cases = printed.map(
    (run): Case => ({
      ...target(`${run.day}/${run.policy}`, run.energy_kwh ?? '', run.energy_kwh ?? ''),
      metric: 'energy_kwh',
    }),
  );
  const found = await peerCases('cloudsim', cases);
  const iqr = found.filter(({ id }) => id === '20110303/iqr_mmt_1.5');
  expect(iqr.map(({ peer: name, expected, peerValue }) => [name, expected, peerValue])).toEqual([
    ['CloudSim 7.0.1', 188.86, 5.85],
    ['CloudSim 3.0.3, files in ASCII order', 188.86, 189.98],
    ['CloudSim 3.0.3, files as ext4 lists them', 188.86, 193.63],
  ]);
});
