import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canRecord, recordTraces } from '../scripts/record-traces.ts';
import { memory } from '../src/evidence/memory/index.ts';
import { exampleTraces } from '../src/evidence/translation/index.ts';

// Records real programs with valgrind (about two minutes): npm run test:full.
const wanted = process.env.VIRTCOST_FULL !== undefined && canRecord();
const isTraceRow = (id: string) =>
  /^mem\.oracle\.((tlb|dirty)\.)?(gups|bst|cc1)\./.test(id.replace('mem.oracle.drmem.', ''));

describe.runIf(wanted)('traces recorded here', () => {
  let folder = '';
  let recordings: Awaited<ReturnType<typeof recordTraces>> = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'virtcost-traces-'));
    recordings = await recordTraces(folder, ['gups', 'bst', 'cc1']);
    copyFileSync(join(exampleTraces, 'chase.bin.gz'), join(folder, 'chase.bin.gz'));
  }, 600_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('recording a program again gives the same references, but for a few on the stack', async () => {
    await recordTraces(join(folder, 'again'), ['gups']);
    const words = (path: string) =>
      new BigUint64Array(new Uint8Array(readFileSync(join(folder, path))).buffer);
    const [first, second] = [words('gups.bin'), words('again/gups.bin')];
    expect(second.length).toBe(first.length);
    const differing = first.filter((word, i) => word !== second[i]);
    expect(differing.length).toBeLessThan(10);
    expect(differing.every((word) => word >> 2n > 0x1ffe000000n)).toBe(true);
  }, 120_000);

  test('every row over them is exact where the tools are those of the recording, and within 3 % elsewhere', async () => {
    const { cases, summary } = await memory.validate({ traces: folder });
    const rows = cases.filter(({ id }) => isTraceRow(id));
    expect(rows.length).toBeGreaterThan(50);
    const exact = recordings.every(({ asRecorded }) => asRecorded);
    const missed = rows.filter(({ pass }) => !pass);
    process.stderr.write(`${rows.length - missed.length} of ${rows.length} rows exact\n`);
    if (exact) expect(missed).toEqual([]);
    for (const { id, expected, predicted } of missed) {
      const found = predicted as Record<string, number>;
      for (const [key, value] of Object.entries(expected as Record<string, number>)) {
        expect(Math.abs(found[key]! - value), `${id} ${key}`).toBeLessThanOrEqual(0.03 * value);
      }
    }
    const withoutTrace = summary.withoutTrace as string[];
    expect(withoutTrace.every((id) => id.includes('.drmem.'))).toBe(true);
  }, 120_000);
});
