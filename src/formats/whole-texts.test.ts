import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { positiveNumber } from '../commands/options.ts';
import { oneLine } from '../errors.ts';
import { parseQuantityOf } from '../units.ts';
import { guestStatsFormats } from './guest-stats/index.ts';
import { inventoryReaders, readInventory } from './inventory/index.ts';
import { readNumber } from './inventory/numbers.ts';
import { migrationReaders } from './migration/index.ts';

/** White space, comments and brackets of which a pattern may try every way to share them out. */
const runs = [
  ' ',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '> ',
  '<!---->',
  '<!-- -->\n',
  '{ ',
  '( ',
  '---\n',
  '1 ',
];
const bytes = 1_000_000;

const ownTimes = '/proc/thread-self/stat';
const MS_PER_TICK = 10;

/**
 * Milliseconds of processor time of this thread (proc_pid_stat(5): user and system time are fields 14 and 15), since that of
 * the process holds the tests that run beside; of the process where there is no /proc.
 */
function spentMs(): number {
  if (!existsSync(ownTimes)) {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
  const behindName = readFileSync(ownTimes, 'latin1').split(') ').at(-1) ?? '';
  const [user = 0, system = 0] = behindName.split(' ').slice(11, 13).map(Number);
  return MS_PER_TICK * (user + system);
}

function cpuMs(work: () => unknown): number {
  const before = spentMs();
  work();
  return spentMs() - before;
}

const readAs = (read: () => unknown) => {
  try {
    read();
  } catch {
    // Most of these texts are nothing a reader knows: what counts is how soon it says so.
  }
};

it.each(runs)('a megabyte of %j is known for no format of ours within seconds', (run) => {
  const text = run.repeat(bytes / run.length);
  const looks: [string, () => unknown][] = [
    ...guestStatsFormats.map(({ id, sniff }): [string, () => unknown] => [id, () => sniff(text)]),
    ...migrationReaders.flatMap(({ id, looksLike, read }): [string, () => unknown][] => [
      [`${id} looks`, () => looksLike(text)],
      [id, () => readAs(() => read(text, 'x'))],
    ]),
    // What is looked at of an inventory is its first 64 KiB, behind the name of its file.
    ...inventoryReaders.map(({ id, sniff }): [string, () => unknown] => [
      id,
      () => sniff('x', text.slice(0, 65_536)),
    ]),
    ['quantity', () => parseQuantityOf('size', `1${text}x`)],
    ['message', () => oneLine(`a${text}b`)],
  ];
  for (const [id, look] of looks) expect(cpuMs(look), id).toBeLessThan(5000);
});

it.each(['1', '1.', '1,', '.1', '1e', '0', '-1', '1 '])(
  'a megabyte of %j before a letter is no number, which is known after one look at its digits',
  (run) => {
    const text = `${run.repeat(bytes / run.length)}x`;
    expect(readNumber(text).value).toBe(Number.NaN);
    expect(() => positiveNumber(0, 1e6)(text)).toThrow('expected a number');
  },
);

it('numbers are those of before: digits with one mark, behind or before them, and an exponent', () => {
  const values = ['1', '1.', '1.5', '.5', '1e3', '1.e3', '+.5e-1', '-2.5'].map(
    (text) => readNumber(text).value,
  );
  expect(values).toEqual([1, 1, 1.5, 0.5, 1000, 1000, 0.05, -2.5]);
  for (const text of ['.', 'e1', '1e', '1.5.5', ''])
    expect(readNumber(text).value, text).toBe(Number.NaN);
  expect(['7', '1.5', '.5', '2e1'].map(positiveNumber(0, 100))).toEqual([7, 1.5, 0.5, 20]);
  for (const text of ['1.', '-1', '.', '1e']) expect(() => positiveNumber(-9, 9)(text)).toThrow();
});

it.each(['_', 'a', 'a_1'])('labels of a megabyte of %j are looked at once', async (run) => {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-label-'));
  const path = join(folder, 'metrics.prom');
  const labels = `${run.repeat(bytes / run.length)}!,domain="a"`;
  const info = `libvirt_domain_info_vstate{domain="a"} 1\nlibvirt_domain_info_virtual_cpus{${labels}} 2\nlibvirt_domain_info_maximum_memory_bytes{${labels}} 4194304\n`;
  writeFileSync(path, info);
  const { vms } = await readInventory(path).finally(() => rmSync(folder, { recursive: true }));
  expect(vms).toMatchObject([{ name: 'a', vcpus: 2, memoryMib: 4 }]);
});

it('a word of a megabyte is looked for a value once, not from each of its letters', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-word-'));
  const path = join(folder, 'stats.txt');
  writeFileSync(path, `Domain: 'a'\n  ${'state'.repeat(bytes / 5)}\n`);
  const before = spentMs();
  await readInventory(path).catch(() => {});
  const spent = spentMs() - before;
  rmSync(folder, { recursive: true });
  expect(spent).toBeLessThan(5000);
});

it('a message of several lines is one line', () => {
  expect(oneLine('a \n \r\n b')).toBe('a b');
  expect(oneLine(' a\nb ')).toBe(' a b ');
  expect(oneLine('\na')).toBe(' a');
  expect(oneLine('a\n')).toBe('a ');
  expect(oneLine('a  b')).toBe('a  b');
});
