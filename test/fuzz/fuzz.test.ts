import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalog } from '../../src/formats/catalog.ts';
import { type ChildLine, childLines } from './child-lines.ts';
import { seedsByTarget } from './seeds.ts';
import { targets } from './targets.ts';

const full = Boolean(process.env.VIRTCOST_FULL);
/** Inputs in all, by that many processes, one for each processor at a time: each starts with an empty heap. */
const [INPUTS, PROCESSES] = full ? [1_000_000, 50] : [700, 1];
/** Nothing heard for so long: it hangs. The time a processor spent, which decides, is measured within. */
const SILENCE_MS = 600_000;

interface Line extends ChildLine {
  readable?: number;
  spentOn?: Readonly<Record<string, { files: number; cpuMs: number }>>;
}

/** What a process says that reads `count` damaged files; ended where it goes silent. */
async function fuzzed(first: number, count: number): Promise<Line[]> {
  // A file is made for every input: in memory, where there is such a place, and removed by who outlives the child.
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const room = mkdtempSync(join(memory, 'virtcost-fuzz-room-'));
  try {
    const env = { ...process.env, TMPDIR: room };
    const limits = { heapMib: 1024, silenceMs: SILENCE_MS, env };
    return await childLines<Line>('child.ts', [first, count], limits);
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}

describe('readers of files from outside', () => {
  it('are all fuzzed, each from a valid file of its own', () => {
    const seeds = seedsByTarget();
    const ids = targets.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(catalog.map(({ kind, id }) => `${kind} ${id}`)));
    expect(ids.filter((id) => !seeds.has(id))).toEqual([]);
    expect([...seeds.keys()].filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('answer a damaged file or say one thing, in the time and memory of a small file', {
    timeout: 24 * 3_600_000,
  }, async () => {
    const each = INPUTS / PROCESSES;
    // A run of every kind damages other files than the one before; its numbers say which again.
    const from = full ? Math.floor(Date.now() / 1000) % 2 ** 30 : 0;
    let done = 0;
    let readable = 0;
    let begun = 0;
    const filesOf: Record<string, number> = {};
    const lane = async () => {
      while (begun < PROCESSES) {
        const lines = await fuzzed(from + begun++ * each, each);
        expect(lines.filter(({ fault }) => fault !== undefined)).toEqual([]);
        const last = lines.at(-1);
        done += last?.done ?? 0;
        readable += last?.readable ?? 0;
        for (const [id, { files }] of Object.entries(last?.spentOn ?? {}))
          filesOf[id] = (filesOf[id] ?? 0) + files;
      }
    };
    await Promise.all(Array.from({ length: Math.min(PROCESSES, availableParallelism()) }, lane));
    if (full) console.table(filesOf);
    expect(targets.filter(({ id }) => !filesOf[id])).toEqual([]);
    // Files damaged past recognition alone would prove nothing.
    expect(done).toBeGreaterThan(INPUTS * 0.8);
    expect(readable).toBeGreaterThan(done * 0.1);
  });
});
