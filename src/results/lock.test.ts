import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFolder, lockName } from './lock.ts';

let folder: string;
let others: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtcost-lock-'));
});
afterEach(() => {
  for (const child of others) child.kill();
  others = [];
  rmSync(folder, { recursive: true, force: true });
});

const sign = (holder: unknown) => writeFileSync(join(folder, lockName), JSON.stringify(holder));
const left = () => readdirSync(folder);

/** A process that is there and has nothing to do with locks. */
function idle(): ChildProcess {
  const child = spawn('sleep', ['60']);
  others.push(child);
  return child;
}

it('names host and process, and is gone when it is released', async () => {
  const lock = await lockFolder(folder);
  const holder = JSON.parse(readFileSync(join(folder, lockName), 'utf8'));
  expect(holder).toMatchObject({ host: hostname(), pid: process.pid });
  expect(left()).toEqual([lockName]);
  await expect(lockFolder(folder)).rejects.toThrow(
    `expected a results folder no other virtcost is writing to, found process ${process.pid} on host ${hostname()}`,
  );
  lock.release();
  expect(left()).toEqual([]);
});

it('of a process that ended is taken over, also when its number was given again', async () => {
  const gone = idle();
  const ended = new Promise((resolve) => gone.once('exit', resolve));
  gone.kill('SIGKILL');
  await ended;
  sign({ host: hostname(), pid: gone.pid, started: null });
  (await lockFolder(folder)).release();
  sign({ host: hostname(), pid: idle().pid, started: '1' });
  (await lockFolder(folder)).release();
  expect(left()).toEqual([]);
});

it.each([
  ['a living process', () => ({ host: hostname(), pid: idle().pid, started: null }), /Wait for it/],
  [
    'a process of another host',
    () => ({ host: 'elsewhere', pid: 1, started: null }),
    /on host elsewhere.*if that process is gone, remove .*\.lock/,
  ],
  ['nobody', () => 'x', /a lock nobody signed/],
])('of %s is left where it is', async (_, holder, message) => {
  sign(holder());
  const before = readFileSync(join(folder, lockName), 'utf8');
  await expect(lockFolder(folder)).rejects.toThrow(message);
  expect(readFileSync(join(folder, lockName), 'utf8')).toBe(before);
  expect(left()).toEqual([lockName]);
});

it('that is stale goes to one of many who want it', async () => {
  for (let round = 0; round < (process.env.VIRTCOST_FULL ? 2000 : 60); round++) {
    sign({ host: hostname(), pid: 2 ** 22 + 1, started: null });
    const tried = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
    const got = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(got).toHaveLength(1);
    got[0]!.release();
    expect(existsSync(join(folder, lockName))).toBe(false);
  }
  expect(left()).toEqual([]);
});
