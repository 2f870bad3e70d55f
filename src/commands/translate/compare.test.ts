import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { translate as register } from '../translate.ts';

const chase = fileURLToPath(new URL('../../../examples/traces/chase.bin.gz', import.meta.url));
afterEach(() => vi.restoreAllMocks());

interface Compared {
  results: { mode: string; accesses: number; counts: Record<string, number>; walks?: object }[];
  interactions?: { interaction: string; mode: string; cycles: number }[];
}

async function compared(...options: string[]): Promise<{ document: Compared; notes: string }> {
  let out = '';
  let notes = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    notes += String(text);
    return true;
  });
  const program = new Command().exitOverride();
  register(program);
  await program.parseAsync(['translate', ...options, '--json'], { from: 'user' });
  return { document: JSON.parse(out) as Compared, notes };
}

describe('translate --mmu', () => {
  test('all: the table work happens on the pages of the trace, and interactions come with it', async () => {
    const { document, notes } = await compared('--mmu', 'all', '--trace', chase);
    const { results, interactions } = document;
    // 4188 pages of the trace, but for those beyond the visits followed; every one of them is a fault.
    const faults = new Set(results.map(({ counts }) => counts.guestFaults));
    expect(faults.size).toBe(1);
    const [first] = faults;
    expect(first).toBeGreaterThan(4000);
    expect(first).toBeLessThan(4300);
    expect(notes).toMatch(/runs beside the first 136,765 accesses of the trace/);
    expect(results.find(({ mode }) => mode === 'agile')!.walks).toBeDefined();
    expect(new Set(interactions!.map(({ interaction }) => interaction)).size).toBe(4);
  });

  test('one mode alone has no interactions', async () => {
    const { document } = await compared('--mmu', 'shadow', '--accesses', '1000');
    expect(document.results.map(({ mode }) => mode)).toEqual(['shadow']);
    expect(document.interactions).toBeUndefined();
  });
});
