// Tries every fault and prints them as one table: how often each was tried, what was lost and what was doubled.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Tally, tallyTable } from '../test/faults/tally-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-tally-'));
const file = join(folder, 'tally');
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', 'test/faults', 'src/results/sealed-results.test.ts', ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, VIRTCOST_TALLY: file } },
);
const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
rmSync(folder, { recursive: true });
process.stdout.write(tallyTable(lines.map((line) => JSON.parse(line) as [string, Tally])));
process.exitCode = status ?? 1;
