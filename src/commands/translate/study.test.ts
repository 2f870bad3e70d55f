import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { patternWords } from '../../model/translation/pattern-words.ts';
import { translate as register } from '../translate.ts';
import { sweepGrid } from './sweep.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-study-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

const zipf = ['--pattern', 'zipf', '--size', '64M'];

/** What `virtcost translate` prints on standard output and standard error. */
async function translate(...options: string[]): Promise<{ out: string; told: string }> {
  const printed = { out: '', told: '' };
  const keep = (name: 'out' | 'told') => (text: string | Uint8Array) => {
    printed[name] += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(keep('told'));
  const program = new Command().exitOverride();
  register(program);
  await program.parseAsync(['translate', ...options], { from: 'user' });
  return printed;
}

async function json<Document>(...options: string[]): Promise<Document> {
  return JSON.parse((await translate(...options, '--json')).out) as Document;
}

/** A trace whose accesses are those of the zipf pattern. */
function traceFile(accesses: number): string {
  const file = join(folder, `zipf-${accesses}.bin`);
  const spec = { pattern: 'zipf', bytes: 2 ** 26 };
  const chunks = [...patternWords(spec, accesses)].map((words) => Buffer.from(words.buffer));
  writeFileSync(file, Buffer.concat(chunks));
  return file;
}

describe('translate --sweep', () => {
  test('prints the misses of 200 TLBs of 4K and of 2M pages, the same of a pattern and of its trace', async () => {
    type Rows = { rows: { page: string; misses: number }[] };
    const { rows } = await json<Rows>('--sweep', ...zipf, '--accesses', '30000');
    expect(rows).toHaveLength(400);
    expect(rows[0]!.page).toBe('4K');
    expect(rows[399]!.page).toBe('2M');
    const trace = await json<Rows>('--sweep', '--trace', traceFile(30_000));
    expect(trace.rows).toEqual(rows);
  });

  test('writes a page with a chart for each page size and the table of every geometry', async () => {
    const file = join(folder, 'sweep.html');
    const { out } = await translate(
      ...['--sweep', '16,64x1-8', ...zipf, '--accesses', '9000', '--html', file],
    );
    expect(out).toMatch(/4K +16 +0\.\d/);
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('id="tlb-sweep-4k"');
    expect(page).toContain('id="tlb-sweep-2m"');
  });

  test('reads grids of numbers and ranges and refuses everything else', () => {
    expect(sweepGrid('16,64-66x1,4-6')).toEqual({ sets: [16, 64, 65, 66], ways: [1, 4, 5, 6] });
    for (const text of ['', '16', 'x', '16x', '0x1', '4-2x1', '1x1x1', '16x1.5', '99999x1']) {
      expect(() => sweepGrid(text)).toThrow(/SETSxWAYS/);
    }
    expect(() => sweepGrid('1-3000x1-20')).toThrow(/at most 20000 geometries, found 60000/);
  });
});

describe('translate --curve', () => {
  test('prints points with intervals and draws them', async () => {
    const file = join(folder, 'curve.html');
    const { out } = await translate('--curve', ...zipf, '--accesses', '60000', '--html', file);
    expect(out).toMatch(/8,192 +0\.\d+ +0\.\d+ to 0\.\d+/);
    expect(readFileSync(file, 'utf8')).toContain('id="miss-curve-chart"');
    type Points = { points: { entries: number }[] };
    const { points } = await json<Points>('--curve', '0.02', '--trace', traceFile(30_000));
    expect(points.map(({ entries }) => entries)).toEqual(
      Array.from({ length: 8 }, (_, i) => 2 ** (13 + i)),
    );
    await expect(translate('--curve', '0.2')).rejects.toThrow(/up to 0.0625/);
  });
});

describe('translate --closed-form', () => {
  test('prints formula and simulation side by side and refuses a trace and a loop', async () => {
    const { out, told } = await translate('--closed-form', ...zipf, '--accesses', '50000');
    expect(out).toMatch(/walks +per access +0\.3\d* +0\.3\d*/);
    expect(told).toMatch(/the simulation is the judge/);
    const trace = translate('--closed-form', '--trace', traceFile(100));
    await expect(trace).rejects.toThrow(/no closed form holds for a trace/);
    await expect(translate('--closed-form', '--pattern', 'chase')).rejects.toThrow(/a loop/);
  });
});

describe('translate --sample', () => {
  type Document = {
    result: {
      accesses: number;
      windows: number;
      speedUp: number;
      quantities: Record<string, { low: number; high: number }>;
    };
  };
  const sampled = ['--sample', '50%', '--sample-window', '4000'];

  test('estimates a trace and a pattern with intervals that hold what the whole run finds', async () => {
    const file = traceFile(200_000);
    type Whole = { result: { walks: number } };
    const whole = await json<Whole>('--trace', file);
    const ofTrace = await json<Document>('--trace', file, ...sampled);
    const ofPattern = await json<Document>(...zipf, '--accesses', '200000', ...sampled);
    for (const { result } of [ofTrace, ofPattern]) {
      expect(result.accesses).toBe(200_000);
      expect(result.windows).toBe(25);
      expect(result.speedUp).toBeGreaterThan(0);
      const { low, high } = result.quantities.walks!;
      expect(low).toBeLessThan(whole.result.walks / 200_000);
      expect(high).toBeGreaterThan(whole.result.walks / 200_000);
    }
  });

  test('says in words and on a page what the interval is made of', async () => {
    const file = join(folder, 'sample.html');
    const { out, told } = await translate(
      ...[...zipf, '--accesses', '200000', ...sampled, '--html', file],
    );
    expect(out).toMatch(/50\.0 % of 200,000 accesses simulated in 25 windows of 4000, \d/);
    expect(told).toMatch(/a larger --sample-window narrows it/);
    const page = readFileSync(file, 'utf8');
    expect(page).toContain('references of which the warm-up cannot say');
    expect(page).toContain('id="sample-windows"');
  });

  test('refuses shares that are none, several studies at once and modes with monitor work', async () => {
    for (const share of ['0', '0.7', '60%', '-1', 'x']) {
      await expect(translate('--sample', share)).rejects.toThrow(/expected a share above 0/);
    }
    await expect(translate('--sample', '0.1', '--sweep')).rejects.toThrow(/found several/);
    await expect(translate('--sample-window', '5000')).rejects.toThrow(/--sample beside/);
    await expect(translate('--sample', '0.1', '--mmu', 'shadow')).rejects.toThrow(/found shadow/);
  });
});
