import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** What a fault did to results: cells that should be there and are not, and cells that are there twice. */
interface Tally {
  tried: number;
  lost: number;
  doubled: number;
}

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

/** Prints each fault, how often it was tried, what was lost and what was doubled. */
export function printTally(): void {
  const width = Math.max(...[...tallies.keys()].map((fault) => fault.length), 5);
  const line = (cells: readonly (string | number)[]) =>
    `${String(cells[0]).padEnd(width)}  ${cells
      .slice(1)
      .map((cell) => String(cell).padStart(7))
      .join('  ')}`;
  const rows = [...tallies].map(([fault, { tried, lost, doubled }]) =>
    line([fault, tried, lost, doubled]),
  );
  process.stdout.write(
    `\n${[line(['fault', 'tried', 'lost', 'doubled']), ...rows].join('\n')}\n\n`,
  );
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
