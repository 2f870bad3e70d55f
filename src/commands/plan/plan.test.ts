import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { plan } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-plan-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  process.exitCode = 0;
  vi.restoreAllMocks();
});

const list = join(folder, 'vms.csv');
writeFileSync(list, 'name,vcpus,memory_gib,power\na,4,8,running\nb,4,8,running\nc,4,8,bereit\n');

/** What one call prints on standard output, and its exit code. */
async function run(...words: string[]): Promise<{ out: string; code: unknown }> {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const program = new Command().enablePositionalOptions().exitOverride();
  plan(program);
  await program.parseAsync(['plan', list, ...words], { from: 'user' });
  const code = process.exitCode;
  vi.restoreAllMocks();
  return { out, code };
}

it.each([
  ['fits', '2:16:2600:128', 0],
  ['does not fit', '1:16:2600:8', 3],
  ['unknown', '1:16:2600:20', 4],
])(
  '%s: the same verdict, sentence and exit code in text and in --json',
  async (verdict, hosts, code) => {
    const text = await run('--hosts', hosts);
    const json = await run('--hosts', hosts, '--json');
    const document = JSON.parse(json.out) as Record<string, unknown>;
    expect([text.code, json.code, document.exitCode]).toEqual([code, code, code]);
    expect(document.verdict).toBe(verdict);
    expect(text.out.startsWith(`${document.sentence}\n`)).toBe(true);
    for (const advice of document.advice as string[]) expect(text.out).toContain(advice);
    expect(text.out + json.out).not.toMatch(/Infinity|NaN|1\.797/);
  },
);
