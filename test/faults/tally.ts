import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Tally, tallyTable } from './tally-table.ts';

const tallies = new Map<string, Tally>();

/** Counts tries of a fault; `found` are the case ids after them, `expected` those of an undisturbed run. */
export function tried(
  fault: string,
  expected: readonly string[],
  found: readonly string[],
  times = 1,
): void {
  const tally = tallies.get(fault) ?? { tried: 0, lost: 0, doubled: 0 };
  const there = new Set(found);
  tally.tried += times;
  tally.lost += expected.filter((id) => !there.has(id)).length;
  tally.doubled += found.length - there.size;
  tallies.set(fault, tally);
  expect(tally, fault).toMatchObject({ lost: 0, doubled: 0 });
}

/** Prints each fault, how often it was tried, what was lost and what was doubled; or hands it to who prints them all. */
export function printTally(): void {
  const file = process.env.VIRTCOST_TALLY;
  if (file === undefined) process.stdout.write(tallyTable(tallies));
  else for (const tally of tallies) appendFileSync(file, `${JSON.stringify(tally)}\n`);
}

/** Names of the parts a run has stored so far: they come and go while it runs. */
export function partsOf(folder: string): string[] {
  const parts = join(folder, '.parts');
  return existsSync(parts) ? readdirSync(parts).filter((name) => name.endsWith('.parquet')) : [];
}

/** Every file below a folder by its name, contents as text. */
export function filesOf(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(folder.length + 1), readFileSync(path, 'base64')];
      }),
  );
}
