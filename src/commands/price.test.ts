import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../errors.ts';
import { techniques } from '../techniques/compositions.ts';
import { price } from './price.ts';

afterEach(() => vi.restoreAllMocks());

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
