import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { runInProcess } from '../../test/in-process.ts';
import { UserError } from '../errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-check-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

const counters = 'src/formats/guest-stats/fixtures/perf-kvm-stat.vmx.txt';
const text = readFileSync(counters, 'utf8');
const FORMAT = 'perf-kvm-stat';

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The counters with one row changed, and their total with it. */
function changed(row: string, from: number, to: number, name = row): string {
  const pattern = new RegExp(`${row}( +)${from} `);
  expect(text).toMatch(pattern);
  const total = 10_000 + to - from;
  const rows = text.replace(pattern, `${name}$1${to} `);
  return file(`${name}-${to}.txt`, rows.replace('Samples:10000', `Samples:${total}`));
}

let stored: string;
beforeAll(async () => {
  const priced = await runInProcess('price', '--from', FORMAT, counters, '--seconds', '10');
  stored = file('stored.json', priced.out);
});

const check = (fresh: string, ...words: string[]) =>
  runInProcess('check', stored, '--from', FORMAT, fresh, '--seconds', '10', ...words);

describe('check against a document of price', () => {
  it('holds for the same counters', async () => {
    const { code, document } = await check(counters);
    expect([code, document.exitCode, document.moved]).toEqual([0, 0, []]);
    expect(document.sentence).toContain('The prediction holds');
  });

  it.each([
    ['EXTERNAL_INTERRUPT', 1500, 'external-irq'],
    ['MSR_WRITE', 3000, 'msr-write'],
    ['HLT', 4000, 'hlt-wake'],
  ])('%s doubled: exit 3 and its term alone', async (reason, count, event) => {
    const { code, document } = await check(changed(reason, count, 2 * count));
    expect(code).toBe(3);
    expect(document.moved).toEqual([event]);
    expect(document.sentence).toContain(`${event} moved`);
    expect(document.figures[0].rows[0]).toMatchObject({ event, 'left its interval': true });
  });

  it('a twentieth more of one event is no movement', async () => {
    const { code } = await check(changed('EXTERNAL_INTERRUPT', 1500, 1575));
    expect(code).toBe(0);
  });

  it('the same counts in half the time have all moved', async () => {
    const { code, document } = await check(counters, '--seconds', '5');
    expect(code).toBe(3);
    expect(document.moved.length).toBeGreaterThan(2);
  });

  it('exits nobody knows are not enough to say that it holds', async () => {
    const row =
      '     NEVER_HEARD_OF      10000    50.00%     0.01%      0.50us     1.00us      0.60us';
    const more = text
      .replace('Samples:10000', 'Samples:20000')
      .replace(/( +HLT .*\n)/, `$1${row} ( +-   1.50% )\n`);
    const { code, document } = await check(file('more.txt', more));
    expect(code).toBe(4);
    expect(document.sentence).toContain('50.5 % of the fresh exits');
  });

  it('asks for the time where one side alone says it', async () => {
    const untimed = file(
      'untimed.json',
      (await runInProcess('price', '--from', FORMAT, counters)).out,
    );
    const same = ['check', untimed, '--from', FORMAT, counters];
    expect((await runInProcess(...same)).document.per).toBe('recording');
    await expect(runInProcess(...same, '--seconds', '10')).rejects.toThrow('--stored-seconds');
    expect((await runInProcess(...same, '--seconds', '10', '--stored-seconds', '10')).code).toBe(0);
    await expect(runInProcess('check', stored, '--from', FORMAT, counters)).rejects.toThrow(
      '--seconds',
    );
  });

  it.each([
    ['{}', 'price --json'],
    ['[', 'a JSON document'],
    ['{"bills": []}', 'price --json'],
  ])('refuses %s', async (content, message) => {
    const failure = runInProcess('check', file('bad.json', content), '--from', FORMAT, counters);
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(message);
  });

  it.each([
    [{ host: 'nowhere' }, 'a host'],
    [
      { bills: [{ technique: 'hardware', lines: [{ event: 'cpuid', count: -1 }] }] },
      'bills.0.lines',
    ],
    [{ bills: [{ technique: 'hardware', lines: [{ event: '__proto__', count: 1 }] }] }, 'bills.0'],
    [{ seconds: 0 }, 'seconds'],
  ])('refuses a document with %j', async (wrong, message) => {
    const document = { ...JSON.parse(readFileSync(stored, 'utf8')), ...wrong };
    const path = file('wrong.json', JSON.stringify(document));
    const failure = runInProcess('check', path, '--from', FORMAT, counters, '--seconds', '10');
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(message);
  });

  it('refuses a technique that was not stored and a file that is not there', async () => {
    await expect(check(counters, '--technique', 'magic')).rejects.toThrow('a bill of magic');
    const missing = runInProcess('check', join(folder, 'none.json'), '--from', FORMAT, counters);
    await expect(missing).rejects.toThrow('there is no such file');
  });
});

describe('check against the results of a run', () => {
  const scenario = (events: string) => `name: tiny
hosts: [srv]
techniques: [bare-metal, hardware]
studies: [steady]
vms:
  - name: small
    memory: 256MiB
    workload: {pattern: {kind: gups, footprint: 16MiB, accesses: 2000}, events: ${events}}
`;

  it('holds for the counters its events were imported from, and not for another rate', async () => {
    const imported = await runInProcess('import', counters, '--seconds', '10');
    const events = JSON.stringify(imported.document.scenarioEvents);
    const results = join(folder, 'results');
    await runInProcess('run', file('tiny.yaml', scenario(events)), '-e', 'inline', '-o', results);
    const same = ['check', results, '--seconds', '10', '--from', FORMAT];
    const holds = await runInProcess(...same, counters);
    expect([holds.code, holds.document.moved]).toEqual([0, []]);
    const doubled = await runInProcess(...same, changed('PREEMPTION_TIMER', 1000, 2000));
    expect(doubled.code).toBe(3);
    expect(doubled.document.moved).toContain('timer-arm');
    await expect(runInProcess('check', results, '--from', FORMAT, counters)).rejects.toThrow(
      '--seconds',
    );
    await expect(runInProcess(...same, counters, '--cell', 'nothing')).rejects.toThrow(
      'a case such as',
    );
  });
});
