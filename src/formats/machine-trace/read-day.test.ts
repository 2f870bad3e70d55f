import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UserError } from '../../errors.ts';
import { readBitbrains } from './bitbrains.ts';
import { DayFold } from './day-fold.ts';
import { readOpendc } from './opendc.ts';
import { readLoadShape } from './read-day.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trace-'));
});
afterAll(() => rm(folder, { recursive: true }));

const START = 1_376_314_546_000;

it('folding keeps the work: slots times their coverage sum to the total', () => {
  const fragment = fc.tuple(
    fc.integer({ min: 0, max: 864_000_000 }),
    fc.integer({ min: 1, max: 300_000_000 }),
    fc.integer({ min: 1, max: 10_000 }),
  );
  fc.assert(
    fc.property(fc.array(fragment, { minLength: 1, maxLength: 20 }), (fragments) => {
      const fold = new DayFold();
      for (const [start, duration, mhz] of fragments) fold.add(start, duration, mhz);
      fold.add(0, 15 * 86_400_000, 0);
      const day = fold.finish('x', 1);
      const total = fragments.reduce((sum, [, ms, mhz]) => sum + (ms * mhz) / 1000, 0);
      expect(day.totalMhzS).toBeCloseTo(total, 3);
      const mean = day.demandMhz.reduce((sum, value) => sum + value, 0) / 288;
      expect((mean * day.spanMs) / 1000 / total - 1).toBeCloseTo(0, 9);
    }),
  );
});

const generations = {
  first: [
    ['meta.parquet', 'start_time', 'trace.parquet', 'cpu_usage', 'timestamp', 300_000],
    [START, START],
  ],
  second: [
    ['tasks.parquet', 'submissionTime', 'fragments.parquet', 'cpuUsage', 'time', 0],
    [START, START],
  ],
  current: [
    ['tasks.parquet', 'submission_time', 'fragments.parquet', 'cpu_usage', null, 0],
    [START, START],
  ],
} as const;

it('the three generations of OpenDC tell the same demand at the same time', async () => {
  const days = [];
  for (const [tasks, submission, fragments, usage, stamp, late] of Object.values(generations).map(
    ([names]) => names,
  )) {
    const ids = [7, 8];
    const [a, b] = [join(folder, tasks), join(folder, fragments)];
    const write = (path: string, columnData: { name: string; data: number[] | bigint[] }[]) =>
      writeFile(path, new Uint8Array(parquetWriteBuffer({ columnData })));
    await write(a, [
      { name: 'id', data: ids },
      { name: submission, data: ids.map(() => BigInt(START)) },
    ]);
    const rows = [0, 1, 2, 3];
    await write(b, [
      { name: 'id', data: rows.map((i) => ids[i >> 1]!) },
      ...(stamp
        ? [{ name: stamp, data: rows.map((i) => BigInt(START + (i % 2) * 300_000 + late)) }]
        : []),
      { name: 'duration', data: rows.map(() => 300_000n) },
      { name: usage, data: [100.5, 200, 50, 25] },
    ]);
    days.push(await readOpendc(a, b, 'x'));
  }
  expect(days[0]!.totalMhzS).toBeCloseTo(375.5 * 300, 9);
  expect(days[0]!.machines).toBe(2);
  expect(days[1]).toEqual(days[0]);
  expect(days[2]).toEqual(days[0]);
});

const header = 'Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [MHZ]\n';

it('Bitbrains times are seconds that end their interval', async () => {
  const path = join(folder, '1.csv');
  await writeFile(path, `${header}1376314800;\t1;\t2600;\t10\n1376315100;\t1;\t2600;\t30\n`);
  const day = await readBitbrains([path], 'x');
  expect(day).toMatchObject({ totalMhzS: 40 * 300, spanMs: 600_000 });
  const slot = Math.floor((1_376_314_500_000 % 86_400_000) / 300_000);
  expect(day.demandMhz.slice(slot, slot + 2)).toEqual([10, 30]);
});

it('damaged traces are refused with a message', async () => {
  const path = join(folder, 'bad.csv');
  await writeFile(path, `${header}1376314800;\t1;\t2600;\t-3\n`);
  await expect(readLoadShape(path)).rejects.toThrow(/:2: expected a time in seconds/);
  const broken = join(folder, 'broken.parquet');
  await writeFile(broken, 'PAR1 nothing of the kind PAR1');
  await expect(readOpendc(broken, broken, 'x')).rejects.toThrow(UserError);
});

const sample = new URL('../../../../shared/data/traces/bitbrains/', import.meta.url).pathname;

it('the published sample of 50 machines asks for 207,380,236,439 MHz s in both schemas kept of it', async ({
  skip,
}) => {
  if (!existsSync(sample)) skip('the sample is not beside the repository');
  const first = join(sample, 'opendc-v1-schema/trace');
  const v1 = await readOpendc(join(first, 'meta.parquet'), join(first, 'trace.parquet'), 'v1');
  const now = join(sample, 'opendc-current-schema');
  const current = await readOpendc(join(now, 'tasks.parquet'), join(now, 'fragments.parquet'), 'x');
  expect([v1.machines, current.machines]).toEqual([50, 50]);
  expect(Math.abs(v1.totalMhzS / 207_380_236_439 - 1)).toBeLessThan(1e-9);
  expect(Math.abs(current.totalMhzS / 207_380_236_439 - 1)).toBeLessThan(1e-9);
});

const viewOf = (...rows: string[]) =>
  `\ufeff"Name","Interval Breakdown","VM|CPU|Demand (MHz)|Avg"\r\n${rows.join('\r\n')}\r\n`;

it('a view of hours of Aria Operations is a day in its own time, however hours are written', async () => {
  const hours = ['12:00 AM', '1:00 AM', '12:00 PM', '11:00 PM'];
  const mhz = ['1,000', '2 GHz', '3,000.0', '-'];
  const path = join(folder, 'x World.csv');
  await writeFile(
    path,
    viewOf(...hours.map((hour, i) => `"a","${hour} 20 November 2026","${mhz[i]}"`)),
  );
  const { shape } = await readLoadShape(path);
  const mean = shape.reduce((sum, value) => sum + value, 0) / 288;
  expect(mean).toBeCloseTo(1, 9);
  // Five minutes of the first, second, thirteenth and last hour, as multiples of the mean of the day.
  const [first, second, noon, last] = [0, 12, 144, 276].map((slot) => shape[slot]!);
  expect(second! / first!).toBeCloseTo(2, 9);
  expect(noon! / first!).toBeCloseTo(3, 9);
  expect(last).toBe(0);
});

it('hours that are none, and views without demand, are refused by line and by title', async () => {
  const path = join(folder, 'odd.csv');
  await writeFile(path, viewOf('"a","20.11.2026 01:00","5"'));
  await expect(readLoadShape(path)).rejects.toThrow(/odd\.csv:2: expected an hour such as/);
  await writeFile(
    path,
    '"Name","Interval Breakdown","VM|CPU|Ready (%)|Max"\r\n"a","1:00 AM 1 May 2026","5"\r\n',
  );
  await expect(readLoadShape(path)).rejects.toThrow(/"CPU\|Demand\|Avg"/);
});
