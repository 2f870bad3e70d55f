import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, expect, it } from 'vitest';
import { planSimulate } from './simulate.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-simulate-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('an event after the end of the trace is refused, not ignored', async () => {
  const day = join(folder, 'day');
  mkdirSync(day);
  writeFileSync(join(day, 'vm'), '5\n'.repeat(288));
  const plan = new Command();
  planSimulate(plan);
  const words = ['simulate', day, '--hosts', '2:8:2000:64', '--fail', 'host-1@24'];
  await expect(plan.parseAsync(words, { from: 'user' })).rejects.toThrow(
    /before the end of the trace, 24 h, found "host-1@24"/,
  );
});
