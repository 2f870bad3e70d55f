import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { ensureFolder, writeFailure, writeWhole } from './write-whole.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtcost-write-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('replaces a file whole and leaves no temporary beside it', async () => {
  await writeWhole(join(folder, 'a/b.txt'), 'one');
  await writeWhole(join(folder, 'a/b.txt'), 'two');
  expect(readFileSync(join(folder, 'a/b.txt'), 'utf8')).toBe('two');
  expect(readdirSync(join(folder, 'a'))).toEqual(['b.txt']);
});

it('a failed write keeps the old content and says why', async () => {
  writeFileSync(join(folder, 'file'), 'old');
  await expect(writeWhole(join(folder, 'file/x'), 'new')).rejects.toThrow(UserError);
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
});

it('a folder in the place of the file is named and left alone', async () => {
  await ensureFolder(join(folder, 'pages'));
  await expect(writeWhole(join(folder, 'pages'), 'new')).rejects.toThrow(
    /expected a file to write, found a directory/,
  );
  expect(readdirSync(folder)).toEqual(['pages']);
});

it('a full disk and a missing permission are named', () => {
  const said = (code: string, hasWritten = false) =>
    writeFailure('out', Object.assign(new Error(code), { code }), hasWritten).message;
  expect(said('ENOSPC')).toBe('out: the disk is full. Nothing was changed.');
  expect(said('ENOSPC', true)).toBe(
    'out: the disk is full. What was written before stays as it is.',
  );
  expect(said('EROFS')).toContain('no permission');
});

it('a folder under /proc is refused at once', async () => {
  await expect(ensureFolder('/proc/virtcost/results')).rejects.toThrow(/ENOENT/);
  expect(existsSync('/proc/virtcost')).toBe(false);
});
