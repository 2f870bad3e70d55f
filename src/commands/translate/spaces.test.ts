import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { translate as register } from '../translate.ts';
import { mixFrom, regionFrom, regions } from './spaces-options.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-spaces-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

/** What `virtcost translate` prints with these options. */
async function translate(...options: string[]): Promise<string> {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const program = new Command().exitOverride();
  register(program);
  await program.parseAsync(['translate', ...options], { from: 'user' });
  return out;
}
const json = async (...options: string[]) =>
  JSON.parse(await translate(...options, '--json')) as {
    policy: string;
    result: Record<string, number> & {
      splits: Record<string, number>;
      violations: Record<string, number>;
      cyclesPerAccess: Record<string, number>;
    };
    withoutEvents?: { cyclesPerAccess: Record<string, number> };
    tags: { policy: string; walks: number; saved: number }[];
  };
const small = ['--size', '1M', '--accesses', '20000'];

describe('translate with address spaces', () => {
  test('prints what each kind of tags saves beside the run that was asked for', async () => {
    const turns = ['--processes', '4', '--switch-every', '500', '--tags', 'none', ...small];
    const { tags, policy, result } = await json(...turns);
    expect(tags.map((row) => row.policy)).toEqual(['none', 'pcid']);
    expect(policy).toBe('none');
    expect(result.switches).toBe(39);
    expect(tags[0]!.walks).toBe(result.walks);
    expect(tags[1]!.walks).toBe(4 * 256);
    expect(tags[1]!.saved).toBeGreaterThan(0.05);
    expect(await translate(...turns)).toMatch(/no tags: every switch flushes/);
  });

  test('processes of a trace are address spaces when asked for', async () => {
    const file = join(folder, 'two.csv');
    const lines = Array.from({ length: 400 }, (_, i) => `${i % 2 ? 7 : 5},R,${(i % 10) * 4096}`);
    writeFileSync(file, `pid,kind,address\n${lines.join('\n')}\n`);
    const together = await json('--trace', file, '--global-share', '0');
    expect(together.result.firstTouches).toBe(10);
    const apart = await json('--trace', file, '--by-process');
    expect(apart.result.firstTouches).toBe(10);
    expect(apart.result.switches).toBe(399);
    expect(apart.tags.map((row) => row.walks)).toEqual([400, 10]);
  });

  test('pages are of the sizes a trace states for its references', async () => {
    const file = join(folder, 'sizes.csv');
    const lines = Array.from({ length: 600 }, (_, i) => {
      const page = (i * 7) % 200;
      return i % 2 ? `${page * 4096},4K` : `${2 ** 40 + page * 2 ** 15},2M`;
    });
    writeFileSync(file, `address,page_size\n${lines.join('\n')}\n`);
    const { result } = await json('--trace', file, '--stated-pages', '--host-page', '2M');
    const small = await json('--trace', file, '--guest-mix', '4K=1', '--host-page', '2M');
    expect(result.walks).toBeLessThan(small.result.walks!);
    expect(result.walks).toBe(100 + 4);
    await expect(translate('--stated-pages')).rejects.toThrow(/expected --trace/);
    const both = translate('--trace', file, '--stated-pages', '--guest-mix', '4K=1');
    await expect(both).rejects.toThrow(/found both/);
  });

  test('splits by logging and by sharing are counted and cost walk cycles too', async () => {
    const large = ['--size', '256M', '--accesses', '50000', '--host-page', '2M'];
    const { result, withoutEvents } = await json(...large, '--merged', '0.01');
    expect(result.splits.sharing).toBeGreaterThan(100);
    expect(result.cyclesPerAccess.walk!).toBeGreaterThan(withoutEvents!.cyclesPerAccess.walk!);
    const logged = await json(...large, '--split-by-logging', '--round-every', '20000');
    expect(logged.result.splits.logging).toBeGreaterThan(100);
    expect(logged.result.rounds).toBe(2);
    expect(logged.result.violations.logging).toBeGreaterThan(30_000);
  });

  test.each([4, 5])('NPT, invalidations and mixed pages run with %i levels', async (levels) => {
    const { result } = await json(
      ...['--levels', String(levels), '--nested-tables', 'npt', '--tags', 'asid', '--vms', '2'],
      ...['--guest-mix', '2M=0.5', '--host-region', '1G@0+1GiB', '--invalidate', 'invlpg'],
      ...['--invalidate-every', '100', '--exit-every', '999', '--cold-host', ...small],
    );
    expect(result.invalidations).toBe(199);
    expect(result.exits).toBe(20);
    expect(result.tableWrites).toBeGreaterThanOrEqual(result.guestRefs!);
    expect(result.violations.firstTouch).toBeGreaterThan(0);
  });

  test('the page shows the policies, the events and the turns', async () => {
    const file = join(folder, 'page.html');
    await translate('--processes', '2', '--cold-host', '--html', file, ...small);
    const page = readFileSync(file, 'utf8');
    expect(page).toMatch(/What tags save/);
    expect(page).toMatch(/violation, first touch of a host page/);
    expect(page).toMatch(/tags-turns/);
  });

  test.each([
    [['--processes', '2', '--mmu', 'shadow'], /--mmu native or nested/],
    [['--processes', '2', '--sweep'], /--closed-form and --sample without/],
    [['--guest-page', '2M', '--guest-mix', '2M=1'], /found both/],
    [['--switch-every', '5'], /several --processes or --vms/],
    [['--by-process'], /--trace beside --by-process/],
    [['--cold-host', '--mmu', 'native'], /--mmu nested beside/],
    [['--round-every', '5'], /--split-by-logging beside/],
    [['--invalidate-every', '5'], /--invalidate beside/],
    [['--tags', 'some'], /--tags of \(none, pcid/],
    [['--processes', '70'], /1 to 64 address spaces/],
    [['--guest-mix', '4K=2'], /shares such as/],
    [['--guest-mix', '4K=0.2,2M=0.2'], /add up to 1/],
    [['--guest-region', '3M@0+1M'], /region such as/],
    [['--guest-region', '2M@4096+2M'], /multiples of 2M/],
    [['--size', '300G', '--cold-host'], /at most 256 GiB/],
  ])('%j is refused with a message', async (options, message) => {
    await expect(translate(...options)).rejects.toThrow(message);
  });
});

test('a mix states shares, what is missing is 4K; a region its size, start and length', () => {
  expect(mixFrom('2M=0.25,1g=0.5')).toEqual({ '4K': 0, '2M': 0.25, '1G': 0.5 });
  expect(regionFrom('2M@0x40000000+1GiB')).toEqual({ leaf: 2, start: 2 ** 30, bytes: 2 ** 30 });
});

test('an address is in one region: neighbours are taken, an overlap is refused', () => {
  const one = regions('2M@0+4MiB');
  expect(regions('4K@4MiB+4MiB', one)).toHaveLength(2);
  expect(() => regions('1G@2MiB+4MiB', one)).toThrow(/do not overlap.*"1G@2MiB\+4MiB"/);
});
