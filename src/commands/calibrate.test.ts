import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { runInProcess } from '../../test/in-process.ts';
import { UserError } from '../errors.ts';
import { bundledRecords } from '../evidence/cpu-events/records.ts';
import { hostFrom } from '../formats/host-profile.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-calibrate-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

/** The log of a machine of the reference data, with rows changed. */
async function logOf(machine: string, changed: Record<string, number> = {}): Promise<string> {
  const prefix = `kvmperf.vmexit.${machine}.`;
  const rows = (await bundledRecords())
    .filter(({ id, value }) => id.startsWith(prefix) && typeof value === 'number')
    .map(({ id, value }) => [id.slice(prefix.length), value] as const);
  expect(rows.length).toBeGreaterThan(3);
  // Rounded as the tool prints them. The model is built from the server's rows: what judges it is the Arm board.
  const lines = rows.map(
    ([name, value]) => `${name} ${Math.round(changed[name] ?? Number(value))}`,
  );
  const path = join(folder, `${machine}-${JSON.stringify(changed).length}.log`);
  writeFileSync(path, `enabling apic\n${lines.join('\n')}\n`);
  return path;
}

const x86 = ['--anchors', 'vmcall,portio_no_eventfd,ipi_halt', '--kernel', '3.10'];

describe('virtcost calibrate', () => {
  it.each([
    ['server', x86],
    ['arm_vgic', ['--anchors', 'hvc,mmio_read_user,ipi']],
  ])(
    '%s from three anchors: the rest of its log is within the bound of the suite',
    async (machine, words) => {
      const log = await logOf(machine);
      const { code, document } = await runInProcess('calibrate', 'srv', '--log', log, ...words);
      expect(code).toBe(0);
      expect(document.heldOut.length).toBeGreaterThan(1);
      for (const { error } of document.heldOut) expect(Math.abs(error)).toBeLessThan(0.15);
      expect(document.worstError).toBe(Math.abs(document.heldOut[0].error));
    },
  );

  it('writes a profile that --host reads, with the anchors inside its intervals', async () => {
    const out = join(folder, 'box.json');
    await runInProcess('calibrate', 'srv', '--log', await logOf('server'), ...x86, '--out', out);
    const { id, anchors, measured } = await hostFrom(out);
    const rows = new Map(
      readFileSync(await logOf('server'), 'utf8')
        .split('\n')
        .map((line): [string, number] => [line.split(' ')[0] ?? '', Number(line.split(' ')[1])]),
    );
    expect([id, measured]).toEqual(['calibrated', {}]);
    expect(anchors.smallestExitCycles.value).toBeCloseTo(rows.get('vmcall') ?? 0, 6);
    expect(anchors.userExitCycles.value).toBeCloseTo(rows.get('portio_no_eventfd') ?? 0, 6);
    expect(anchors.ipiWakeCycles.value).toBeCloseTo(rows.get('ipi_halt') ?? 0, 6);
    expect(anchors.userExitCycles.low).toBeLessThan(anchors.userExitCycles.value);
  });

  it('names a held-out row that is far from the fit, and exits 3', async () => {
    const log = await logOf('server', { cpuid: 9000 });
    const { code, document } = await runInProcess('calibrate', 'srv', '--log', log, ...x86);
    expect(code).toBe(3);
    expect(document.heldOut[0].row).toBe('cpuid');
    expect(document.sentence).toContain('misses cpuid');
  });

  it('chooses anchors itself, never poor ones where better are there', async () => {
    const log = await logOf('server');
    const { document } = await runInProcess('calibrate', 'srv', '--log', log, '--kernel', '3.10');
    expect(document.anchors).toHaveLength(3);
    expect(document.notes).toEqual([]);
  });

  it('leaves out rows that depend on the release where nobody names it', async () => {
    const log = await logOf('server');
    const { document } = await runInProcess('calibrate', 'srv', '--log', log, ...x86.slice(0, 2));
    expect(document.left).toEqual(expect.arrayContaining(['inl_from_qemu', 'inl_from_kernel']));
  });

  it('cannot be judged by three rows alone: exit 4', async () => {
    const log = join(folder, 'three.log');
    writeFileSync(log, 'vmcall 1000\nportio_no_eventfd 5000\nipi+halt 10000\n');
    expect((await runInProcess('calibrate', 'srv', '--log', log)).code).toBe(4);
  });

  it.each([
    [['--anchors', 'vmcall,cpuid'], 'three different rows'],
    [['--anchors', 'vmcall,cpuid,nothing'], 'rows of the log'],
    [['--anchors', 'vmcall,cpuid,eoi'], 'three rows that fix a machine'],
    [['--id', 'srv'], 'no built-in host has'],
  ])('refuses %j', async (words, message) => {
    const log = await logOf('server');
    const failure = runInProcess('calibrate', 'srv', '--log', log, ...words);
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(message);
  });

  it('refuses a release that is none as an option is refused', async () => {
    const log = await logOf('server');
    const failure = runInProcess('calibrate', 'srv', '--log', log, '--kernel', 'new');
    await expect(failure).rejects.toThrow(
      /--kernel.*expected a release such as 6\.1, found "new"/s,
    );
  });

  it('lmbench of a shared cache: the sizes held out say no, and the profile is still one', async () => {
    const out = join(folder, 'latency.json');
    const log = 'examples/hosts/lat-mem-rd.txt';
    const { code, document } = await runInProcess(
      'calibrate',
      'zen4',
      '--lmbench',
      log,
      '--out',
      out,
    );
    expect(code).toBe(3);
    expect(document.sentence).toContain('(L3)');
    const { memory, title, measured } = await hostFrom(out);
    expect(memory.caches.l1d.latencyCycles).toMatchObject({ status: 'measured' });
    expect(memory.caches.l1d.latencyCycles.source).toContain('lat-mem-rd.txt');
    expect([title, measured]).toEqual([expect.stringMatching(/latencies of another machine$/), {}]);
  });

  it('perf kvm stat of two intervals: one fits, one judges; each kind of recording adds to the last', async () => {
    const report = readFileSync(
      'src/formats/guest-stats/fixtures/perf-kvm-stat.unknown.txt',
      'utf8',
    );
    const ten = report
      .replaceAll(/(\s)(\d+)( +\d+\.\d\d%)/g, '$1$20$3')
      .replace('Samples:100', 'Samples:1000');
    const [one, two] = [join(folder, 'one.txt'), join(folder, 'two.txt')];
    writeFileSync(one, ten);
    writeFileSync(two, ten.replace('3.00us      2.00us', '3.00us      2.10us'));
    const log = await logOf('server');
    const { code, document } = await runInProcess(
      ...['calibrate', 'srv', '--log', log, ...x86, '--perf', one, '--perf', two],
    );
    const cpuid = document.heldOut.find(({ row }: { row: string }) => row.startsWith('CPUID'));
    expect(cpuid.error).toBeCloseTo(2 / 2.1 - 1, 6);
    expect([code, document.left.includes('UNKNOWN')]).toEqual([0, true]);
    const { anchors, measured } = document.profile.host;
    const perf = 2000 * document.profile.host.clockGhz.value;
    expect(measured['cpuid/hardware'].value).toBeCloseTo(
      perf + anchors.smallestExitCycles.value / 2,
      3,
    );
  });

  it.each([
    [[], 'expected a recording: --log FILE'],
    [['--lmbench', 'src/formats/guest-stats/fixtures/intel-mlc.txt'], 'found intel-mlc'],
    [['--perf', 'examples/hosts/lat-mem-rd.txt'], 'expected output of perf-kvm-stat'],
    [['--perf', 'examples/hosts/none.txt'], 'no such file'],
  ])('says what it lacks: %j', async (words, message) => {
    await expect(runInProcess('calibrate', 'srv', ...words)).rejects.toThrow(message);
  });
});
