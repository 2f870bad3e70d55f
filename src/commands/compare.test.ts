import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { runInProcess } from '../../test/in-process.ts';
import { root } from '../../test/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-compare-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

const before = `${root}examples/guests/perf-kvm-stat.txt`;
const after = join(folder, 'after.txt');
writeFileSync(
  after,
  readFileSync(before, 'utf8')
    .replace('3000    30.00%', '6000    46.15%')
    .replace('Samples:10000', 'Samples:13000'),
);
const exits = ['compare', '--from', 'perf-kvm-stat', before];

describe('compare --from', () => {
  it('tells which exits of a guest became more, from the counts of both files', async () => {
    const { code, document } = await runInProcess(...exits, after, '--seconds', '10');
    expect(code).toBe(0);
    expect(document.sentence).toMatch(
      /^2 of 13 figures differ; most of all exits\/s of MSR_WRITE: 300 became 600/,
    );
  });

  it('says of a profile beside itself that nothing differs', async () => {
    const { document } = await runInProcess(...exits, before);
    expect(document.sentence).toMatch(/^No figure of \d+ differs/);
  });

  it('says what its verdicts are counted over: exit reasons, no bounds of a scenario, nothing in one run alone', async () => {
    const { document } = await runInProcess(...exits, after);
    const [verdicts] = document.figures as { id: string; description: string }[];
    expect(verdicts).toMatchObject({
      id: 'compare-verdicts',
      description: expect.stringMatching(/^How many exit reasons have which verdict/),
    });
    expect(document.summary.keyFigures.map(({ name }: { name: string }) => name)).toEqual([
      ...['Differ', 'Not sure', 'Within the noise floor', 'The same'],
    ]);
  });

  it('refuses a time without profiles, and a format nobody knows', async () => {
    await expect(runInProcess('compare', folder, folder, '--seconds', '5')).rejects.toThrow(
      '--seconds: expected --from FORMAT with it',
    );
    await expect(runInProcess('compare', '--from', 'nonsense', before, after)).rejects.toThrow(
      'expected a format',
    );
  });
});
