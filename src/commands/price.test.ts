import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../errors.ts';
import type { PricedTechnique } from '../model/event-bill/priced.ts';
import { techniques } from '../techniques/compositions.ts';
import { price } from './price.ts';

afterEach(() => vi.restoreAllMocks());

type Bill = PricedTechnique;

const fixture = 'src/formats/guest-stats/fixtures/perf-kvm-stat.vmx.txt';

async function run(...args: string[]): Promise<Record<string, unknown>> {
  let printed = '';
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const program = new Command().exitOverride();
  price(program);
  await program.parseAsync(['price', ...args, '--json'], { from: 'user' });
  return JSON.parse(printed) as Record<string, unknown>;
}

describe('virtcost price', () => {
  it('bills the exits of a file under every technique and says what it could not attribute', async () => {
    const { bills, attribution } = await run('--from', 'perf-kvm-stat', fixture, '--host', 'srv');
    const ids = (bills as { technique: string }[]).map(({ technique }) => technique);
    expect(ids).toEqual(techniques.map(({ id }) => id));
    const { unattributedShare } = attribution as { unattributedShare: number };
    expect(unattributedShare).toBeGreaterThanOrEqual(0);
    expect(unattributedShare).toBeLessThan(1);
  });

  it('prices given counts: a hundred CPUID exits are a hundred times one', async () => {
    const added = async (count: number) => {
      const { bills } = await run('--rates', `cpuid=${count}`, '--technique', 'hardware');
      return (bills as { total: { value: number } }[])[0]!.total.value;
    };
    expect(await added(100)).toBeCloseTo(100 * (await added(1)), 6);
  });

  it('says how much of a CPU, of which file, where the time is known', async () => {
    const from = ['--from', 'perf-kvm-stat', fixture];
    const { sentence } = await run(...from);
    expect(sentence).toContain(fixture);
    expect(sentence).toContain('give --seconds');
    const timed = await run(...from, '--seconds', '10', '--host', 'srv');
    expect(timed.sentence).toMatch(/%\) of one CPU; .* a second over 10 s/);
    const [bill] = (timed.bills as Bill[]).filter(({ technique }) => technique === 'hardware');
    expect(bill!.cyclesPerS!.value).toBeCloseTo(bill!.total!.value / 10, 6);
    expect(bill!.cpuShare!.value).toBeCloseTo(bill!.cyclesPerS!.value / 3.4e9, 4);
  });

  it('emulation has no bill beside others where user code is not in the counts, and one where it is', async () => {
    const bills = async (...args: string[]) =>
      new Map(((await run(...args)).bills as Bill[]).map((bill) => [bill.technique, bill]));
    const exits = await bills('--from', 'perf-kvm-stat', fixture);
    expect(exits.get('emulation')).toMatchObject({ total: null, cpuShare: null });
    expect(exits.get('emulation')!.notComparable).toContain('user code');
    expect(exits.get('hardware')!.notComparable).toBeNull();
    const mix = await bills('--workload', 'server');
    expect(mix.get('emulation')!.notComparable).toBeNull();
    expect(mix.get('emulation')!.total!.value).toBeGreaterThan(mix.get('full')!.total!.value);
  });

  it.each([
    ['--workload', 'legacy-io'],
    ['--rates', 'pio-kernel=1000,alu=0,branch=0'],
  ])('no bill is below nothing: %s %s', async (...args) => {
    for (const { total } of (await run(...args)).bills as Bill[]) {
      expect(total?.value ?? 0).toBeGreaterThanOrEqual(0);
      expect(total?.low ?? 0).toBeGreaterThanOrEqual(0);
    }
  });

  it('says why POPF defeats trap and emulate', async () => {
    const { sensitive } = await run('--why', 'popf');
    expect((sensitive as { trapAndEmulate: string }[])[0]?.trapAndEmulate).toBe('silently wrong');
  });

  it.each([
    [[], 'expected one of --from'],
    [['--rates', 'cpuid=1', '--workload', 'server'], 'expected one of --from'],
    [['--rates', 'cpuid=-1'], 'EVENT=COUNT'],
    [['--rates', 'cpuid=1,cpuid=2'], 'each event once'],
    [['--workload', 'nothing'], 'expected a workload'],
    [['--from', 'perf-kvm-stat'], 'FORMAT and FILE'],
    [['--from', 'nothing', fixture], 'expected a format'],
    [['--rates', 'cpuid=1', '--technique', 'magic'], 'expected a technique'],
    [['--why', 'nonsense'], 'instruction or an event'],
  ])('refuses %j with one clear message', async (args, message) => {
    const failure = run(...args);
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(message);
  });
});
