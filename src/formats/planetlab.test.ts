import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { bundledData } from '../evidence/bundled.ts';
import { planetLabDays, readPlanetLabDay } from './planetlab.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtcost-planetlab-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const day = (name: string, files: Record<string, string>) => {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
};
const lines = (value: number | string, count = 288) => `${Array(count).fill(value).join('\n')}\n`;

it('machines come in upper-case order, underscores after letters', async () => {
  const { percent } = await readPlanetLabDay(
    day('20200101', { a_z: lines(1), aB: lines(2), az: lines(3), B: lines(4) }),
  );
  expect(percent.map((samples) => samples[0])).toEqual([2, 3, 1, 4]);
});

async function complaint(path: string): Promise<string> {
  try {
    await readPlanetLabDay(path);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('accepted');
}

it('a short file, a word, a negative and a percentage above 100 are named with file and line', async () => {
  expect(await complaint(day('20200102', { a: lines(1, 287) }))).toMatch(
    /20200102\/a: expected 288 lines.*287/,
  );
  expect(await complaint(day('20200103', { a: lines('x') }))).toMatch(
    /a:1: expected a whole percentage/,
  );
  expect(await complaint(day('20200104', { a: `${lines(5, 287)}101\n` }))).toMatch(/a:288:/);
  expect(await complaint(day('20200105', { a: lines(-1) }))).toMatch(/a:1:/);
  expect(await complaint(day('20200107', { a: lines('0x10') }))).toMatch(/a:1:/);
  expect(await complaint(day('20200106', {}))).toContain('one file per machine');
});

it('a truncated archive and a file that is none give one message', async () => {
  const whole = readFileSync(bundledData('planetlab/20110303.tar.gz'));
  writeFileSync(join(folder, 'cut.tar.gz'), whole.subarray(0, 100_000));
  writeFileSync(join(folder, 'text.tar.gz'), 'hello');
  expect(await complaint(join(folder, 'cut.tar.gz'))).toContain('a whole tar.gz archive');
  expect(await complaint(join(folder, 'text.tar.gz'))).toContain('a whole tar.gz archive');
  expect(await complaint(join(folder, 'none.tar.gz'))).toContain('no such file');
});

it('a folder without days is refused', async () => {
  await expect(planetLabDays(day('empty', {}))).rejects.toThrow(/PlanetLab days/);
});

it('one dated folder alone is a day, and so is a link to one', async () => {
  const path = day('20200109', { machine: lines(7) });
  expect(await planetLabDays(path)).toEqual([path]);
  const linked = day('linked', {});
  symlinkSync(path, join(linked, '20200110'));
  const [found] = await planetLabDays(linked);
  expect(await readPlanetLabDay(found!)).toMatchObject({ day: '20200110' });
});

it('one archive alone is a day', async () => {
  const path = bundledData('planetlab/20110303.tar.gz');
  expect(await planetLabDays(path)).toEqual([path]);
});

it('an archive that ends anywhere within a whole gzip is one message or a whole day', async () => {
  const whole = gunzipSync(readFileSync(bundledData('planetlab/20110303.tar.gz')));
  const path = join(folder, 'cut.tar.gz');
  let refused = 0;
  for (const end of [1, 511, 512, 513, 1000, 1024, 1536, 2000, 2048, 2049, 20_000, 100_001]) {
    writeFileSync(path, gzipSync(whole.subarray(0, end)));
    const said = await readPlanetLabDay(path).catch((error: unknown) => error);
    if (said instanceof Error) expect(said, said.stack).toBeInstanceOf(UserError);
    if (said instanceof Error) refused++;
  }
  expect(refused).toBeGreaterThan(8);
});
