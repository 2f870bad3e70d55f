import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, unlinkSync } from 'node:fs';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { badInput } from '../errors.ts';
import { writeFailure } from '../files/write-whole.ts';

/** Who writes in a results folder. */
interface Holder {
  host: string;
  pid: number;
  /** When the process started, in clock ticks after the boot, where the system tells: a pid is given again. */
  started: string | null;
}

export const lockName = '.lock';

/** Field 22 of /proc/PID/stat; the name in field 2 may hold spaces and brackets. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

const isHolder = (value: unknown): value is Holder => {
  const { host, pid, started } = (value ?? {}) as Partial<Holder>;
  const known = started === null || typeof started === 'string';
  return typeof host === 'string' && Number.isSafeInteger(pid) && Number(pid) > 0 && known;
};

function holderIn(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the holder of a lock is certainly gone; on another host nobody can say. */
async function isGone({ host, pid, started }: Holder): Promise<boolean> {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  const now = await startOf(pid);
  return started !== null && now !== null && now !== started;
}

/** Puts the lock in its place, complete from its first moment; false where there is one. */
async function place(path: string, text: string): Promise<boolean> {
  const own = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(own, text);
    await link(own, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    // A file system without links: the lock is there at once and filled a moment later.
    return await writeFile(path, text, { flag: 'wx' }).then(
      () => true,
      (failure: NodeJS.ErrnoException) => {
        if (failure.code === 'EEXIST') return false;
        throw failure;
      },
    );
  } finally {
    await rm(own, { force: true }).catch(() => {});
  }
}

/**
 * Removes a lock whose holder is gone. Only who has made the mark of that very lock may, and looks again before: a lock
 * that others have placed meanwhile is never touched. False where somebody else is at it.
 */
async function takeAway(path: string, stale: string, text: string): Promise<boolean> {
  const mark = `${path}.${createHash('sha256').update(stale).digest('hex').slice(0, 12)}.tmp`;
  if (!(await place(mark, text))) {
    const other = holderIn(await readFile(mark, 'utf8').catch(() => ''));
    // Ended between making the mark and removing it.
    if (other && (await isGone(other))) await rm(mark, { force: true });
    return false;
  }
  try {
    const found = await readFile(path, 'utf8').catch(() => undefined);
    if (found === stale) await rm(path, { force: true });
    return true;
  } finally {
    await rm(mark, { force: true });
  }
}

const ATTEMPTS = 100;
const PAUSE_MS = 20;

/**
 * Locks a results folder for this process until it ends or `release` is called. The lock of a process of this host that
 * has ended is taken over; any other is one clear message.
 */
export async function lockFolder(folder: string): Promise<{ release: () => void }> {
  const path = join(folder, lockName);
  const holder: Holder = {
    ...{ host: hostname(), pid: process.pid },
    started: await startOf(process.pid),
  };
  const text = `${JSON.stringify(holder)}\n`;
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await place(path, text)) return released(path, text);
      const found = await readFile(path, 'utf8').catch(() => undefined);
      if (found === undefined) continue;
      const other = holderIn(found);
      if (!other || !(await isGone(other))) throw taken(folder, path, other);
      if (!(await takeAway(path, found, text))) await setTimeout(PAUSE_MS);
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === undefined ? error : writeFailure(path, error);
  }
  throw taken(folder, path, undefined);
}

function released(path: string, text: string) {
  const release = () => {
    process.off('exit', release);
    try {
      if (readFileSync(path, 'utf8') === text) unlinkSync(path);
    } catch {
      // The folder is gone, and the lock with it.
    }
  };
  process.once('exit', release);
  return { release };
}

function taken(folder: string, path: string, other: Holder | undefined) {
  const here = other?.host === hostname();
  return badInput({
    file: folder,
    expected: 'a results folder no other virtcost is writing to',
    found: other ? `process ${other.pid} on host ${other.host} at it` : 'a lock nobody signed',
    hint: here
      ? 'Wait for it, or give another folder with --out.'
      : `Give another folder with --out; if that process is gone, remove ${path}.`,
  });
}
