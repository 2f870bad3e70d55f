import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { printTally, tried } from '../../test/faults/tally.ts';
import { randomStream } from '../../test/random-stream.ts';
import { inline } from '../engines/inline.ts';
import { partOf } from '../engines/part-of.ts';
import { prepareJobs } from '../engines/prepare.ts';
import { sweep } from '../engines/sweep.ts';
import { UserError } from '../errors.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Row } from '../studies/column.ts';
import { studies, studyById } from '../studies/index.ts';
import { encodeRows } from './encode-rows.ts';
import { readRows } from './parquet.ts';
import { readRun, withRun } from './read-run.ts';
import { RunFolder } from './run-folder.ts';

const scenario = `
name: sealed
hosts: [srv]
techniques: [bare-metal, full, hardware]
pages: [4K/4K, 2M/2M]
workloads:
  - { name: a, pattern: { kind: uniform, footprint: 8MiB, accesses: 500 } }
  - { name: b, pattern: { kind: uniform, footprint: 16MiB, accesses: 500 } }
`;
const { columns } = studyById('steady');

let folder: string;
let whole: string;
let prepared: Awaited<ReturnType<typeof prepareJobs>>;
let rows: Row[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'virtcost-sealed-'));
  whole = join(folder, 'whole');
  prepared = await prepareJobs(loadScenario(scenario, 's.yaml', studies), folder, 'virtcost run');
  const results = new RunFolder(whole);
  await results.open();
  const done = await sweep(prepared.jobs, inline(), results, { onCells: () => {} });
  rows = done.rows.steady!;
  await results.complete(done.rows, { ...prepared.record, rows: { steady: rows.length } });
  results.close();
}, 120_000);
afterAll(() => printTally());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const outcome = (place: string) => readRun(place).catch((error: unknown) => error);

it('a place without results is told as one, whatever stands there', async () => {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  for (const place of [empty, join(empty, 'none'), join(whole, 'run.json')]) {
    expect(await outcome(place)).toMatchObject({
      message: `${place}: expected a folder of results, as virtcost run writes it, found no run.json there.`,
    });
  }
});

/** A copy of the results to damage. */
function copied(name: string): string {
  const place = join(folder, name);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  for (const file of readdirSync(whole)) copyFileSync(join(whole, file), join(place, file));
  return place;
}

describe('stored results', () => {
  it('leave no lock, part or temporary file, and read back as they were written', async () => {
    expect(readdirSync(whole).sort()).toEqual(['run.json', 'steady.parquet']);
    const run = await readRun(whole);
    expect(run.sealed).toBe(true);
    expect(run.rows.steady).toEqual(rows);
  });

  it('with any one bit flipped they are refused, or nothing of them changes', async () => {
    const place = copied('flipped');
    const expected = await readRun(whole);
    const random = randomStream(20);
    const files = ['steady.parquet', 'run.json'].map((name) => ({
      path: join(place, name),
      bytes: readFileSync(join(whole, name)),
    }));
    const flips = process.env.VIRTCOST_FULL ? 50_000 : 2_000;
    let refused = 0;
    for (let i = 0; i < flips; i++) {
      const { path, bytes } = files[i % 5 === 0 ? 1 : 0]!;
      const flipped = Buffer.from(bytes);
      const bit = random(flipped.length * 8);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(path, flipped);
      const read = await outcome(place);
      if (read instanceof UserError) refused++;
      else expect(read).toEqual(expected);
      writeFileSync(path, bytes);
    }
    expect(refused).toBe(flips);
    tried('a bit flipped in stored results', [], [], flips);
  });

  it.each(['steady.parquet', 'run.json'])('%s cut off anywhere is refused', async (name) => {
    const place = copied('cut');
    const bytes = readFileSync(join(whole, name));
    for (let length = 0; length < bytes.length; length += Math.ceil(bytes.length / 40)) {
      writeFileSync(join(place, name), bytes.subarray(0, length));
      expect(await outcome(place)).toBeInstanceOf(UserError);
    }
  });

  it('rows that were sealed with another record do not pass for those of this one', async () => {
    const place = copied('swapped');
    const other = { ...prepared.record, seed: 2, rows: { steady: rows.length } };
    const json = `${JSON.stringify(other, null, 2)}\n`;
    writeFileSync(join(place, 'steady.parquet'), encodeRows(columns, rows, { run: json }));
    expect(String(await outcome(place))).toMatch(/expected the rows of the run\.json beside it/);
    writeFileSync(join(place, 'run.json'), json);
    expect(await outcome(place)).toMatchObject({ record: { seed: 2 } });
    writeFileSync(join(place, 'steady.parquet'), encodeRows(columns, rows.slice(1), { run: json }));
    expect(String(await outcome(place))).toMatch(/found 11 rows where it says 12/);
  });

  it('a record of a later version is left to that version', async () => {
    const place = copied('later');
    for (const change of [{ form: 3 }, { virtcost: '99.0.0' }]) {
      const record = { ...prepared.record, rows: { steady: rows.length }, ...change };
      writeFileSync(join(place, 'run.json'), JSON.stringify(record));
      expect(String(await outcome(place))).toMatch(/Read it with the virtcost that wrote it/);
    }
  });
});

describe('results of earlier versions, without a seal', () => {
  /** The files as they were written before results were sealed. */
  function earlier(record: unknown): string {
    const place = join(folder, 'earlier');
    mkdirSync(place, { recursive: true });
    const json = `${JSON.stringify(record, null, 2)}\n`;
    const columnData = columns.map(({ name, type }) => ({
      ...{ name, type },
      data: rows.map((row) => row[name]),
    }));
    const kvMetadata = [{ key: 'run', value: json }];
    const buffer = parquetWriteBuffer({ columnData: columnData as never, kvMetadata });
    writeFileSync(join(place, 'steady.parquet'), Buffer.from(buffer));
    writeFileSync(join(place, 'run.json'), json);
    return place;
  }

  it('are read, with a warning that damage to them would not be noticed', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const place = earlier({
      ...prepared.record,
      form: undefined,
      rows: { steady: rows.length },
    });
    const run = await readRun(place);
    expect(run.rows.steady).toEqual(rows);
    expect(said.mock.calls.join()).toContain('without a seal');
    said.mockRestore();
  });

  it('with a record that is not well-formed are refused by the field that is not', async () => {
    const { scenario: whole } = prepared.record;
    const damaged: [unknown, RegExp][] = [
      [{ scenario: { ...whole, vms: [{ name: 'x' }] } }, /another scenario\.vms\.0/],
      [{ scenario: { ...whole, vms: [] } }, /another scenario\.vms/],
      [{ scenario: { ...whole, hosts: 'srv' } }, /another scenario\.hosts/],
      [{ scenario: { ...whole, studies: ['none'] } }, /another scenario\.studies\.0/],
      [{ traces: null }, /another traces/],
      [{ rows: { steady: -1 } }, /another rows\.steady/],
      [{ profiles: [{}] }, /expected host\.id/],
    ];
    for (const [change, message] of damaged) {
      const record = { ...prepared.record, form: undefined, ...(change as object) };
      expect(String(await outcome(earlier(record)))).toMatch(message);
    }
  });

  it('a record that fits no rows ends in one message, not in a stack', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const place = earlier({ ...prepared.record, form: undefined });
    const use = withRun(place, () => {
      throw new TypeError('undefined is not a host');
    });
    await expect(use).rejects.toThrow(/fits its rows, found another or a damaged one/);
    said.mockRestore();
  });
});

describe('a part', () => {
  it('is taken only as the job it names, with its case ids and all its rows', async () => {
    const results = new RunFolder(join(folder, 'parts'));
    await results.open();
    const [one, other] = prepared.jobs.map(partOf);
    const { hash, cases } = one!;
    const mine = rows.filter((row) => row.workload === 'a' && row.guest_page === '4K');
    const path = join(folder, 'parts/.parts', `${hash}.parquet`);
    await results.store(one!, mine);
    expect(await results.load(one!)).toEqual(mine);
    // Another job's part under this job's name.
    copyFileSync(path, join(folder, 'parts/.parts', `${other!.hash}.parquet`));
    expect(await results.load(other!)).toBeUndefined();
    const metadata = { study: 'steady', job: hash, cases: String(cases) };
    const attempts: [readonly Row[], Record<string, string>][] = [
      [mine.slice(1), metadata],
      [[...mine, mine[0]!], metadata],
      [[mine[0]!, mine[0]!, mine[2]!], metadata],
      [mine, { ...metadata, cases: '2' }],
      [mine, { ...metadata, study: 'disks' }],
    ];
    for (const [part, named] of attempts) {
      writeFileSync(path, encodeRows(columns, part, named));
      expect(await readRows(path, columns, true)).toHaveProperty('sealed', true);
      expect(await results.load(one!)).toBeUndefined();
    }
    results.close();
  });
});
