import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { capacity } from './index.ts';

const traces = new URL('../../../../shared/data/traces', import.meta.url).pathname;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'days-'));
});
afterAll(() => rm(folder, { recursive: true }));

const idsOf = async (options: object) => {
  const { cases, summary } = await capacity.validate(options);
  return { cases, summary, listed: summary.listed as { id: string }[] };
};

it('the bundled day has the published statistics and the multiplexing worked out independently', async () => {
  const { cases, listed } = await idsOf({});
  const day = cases.filter(({ id }) => id.includes('20110303'));
  expect(day).toHaveLength(11);
  expect(day.filter(({ pass }) => !pass)).toEqual([]);
  expect(listed.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['bitbrains_small', 'surf_week', 'openb_2023']),
  );
});

it('the traces of OpenDC, SURF and openb give the independent counts', async ({ skip }) => {
  if (!existsSync(traces)) skip('the traces are not beside the repository');
  const { cases } = await idsOf({ traces });
  const judged = cases.filter(({ id }) => /^(bitbrains_small|surf_week|openb_2023)\./.test(id));
  expect(judged.length).toBeGreaterThan(25);
  expect(judged.filter(({ pass }) => !pass)).toEqual([]);
});

it('a folder of other days is predicted, with or without a figure to compare', async () => {
  const unknown = join(folder, '20990101');
  await mkdir(unknown);
  await writeFile(join(unknown, 'a'), '10\n'.repeat(288));
  await writeFile(join(unknown, 'b'), '30\n'.repeat(288));
  const predictions = await capacity.predict({ data: folder });
  const of = (id: string) => predictions.find((entry) => entry.id === id)?.value;
  expect(of('planetlab_days.stats.20990101.0')).toBe(2);
  expect(of('planetlab_days.stats.20990101.1')).toBe(20);
  expect(of('planetlab_days.multiplexing_ntfs_order.20990101.mux_gain_peak')).toBe(1);
  const { cases } = await idsOf({ data: folder });
  expect(cases.some(({ id }) => id.includes('20990101'))).toBe(false);
});
