import { describe, expect, it } from 'vitest';
import { FakeMachine, server } from '../../../test/fake-machine.ts';
import { type ProbeInputs, probe } from '../../commands/host/probe.ts';
import { copySentence, noiseSentence } from '../../commands/host.ts';
import type { MachineFacts } from './machine.ts';
import { asFarAsSane, saneChecks } from './sane.ts';

/** What a system says that knows its machine. */
const told: MachineFacts = {
  ...{ model: 'AMD EPYC of a test', cores: 8, numaNodes: 1, load: 0.02 },
  caches: server.caches.map(([kib], i) => ({ level: i + 1, kib, ways: 8 })),
  clock: { lowGhz: 1.5, highGhz: 3.6, by: 'cpufreq' },
};

/** A probe of the machine of known geometry, with what its system says of it. */
const probed = (changed: Partial<MachineFacts> = {}, noise = 0.04, truth = server) => {
  const inputs: ProbeInputs = {
    facts: async () => ({ ...told, ...changed }),
    native: async () => 'there is no gcc',
    wasm: (maxBytes) => new FakeMachine(truth, maxBytes, noise),
  };
  return probe({ id: 'fake', maxBytes: 2 ** 28, rounds: 3, native: true }, inputs);
};
const failed = ({ checks }: Awaited<ReturnType<typeof probed>>) =>
  checks.filter(({ holds }) => !holds).map(({ what }) => what);

describe('a probe against what the system reports', () => {
  it('holds where the system tells the truth, and all is called measured', async () => {
    const found = await probed();
    expect(found.checks.map(({ what }) => what)).toEqual([
      ...['clock', 'L1 data cache size', 'L2 cache size', 'L3 cache size'],
      ...['L1 data cache latency', 'L2 cache latency', 'L3 cache latency', 'memory latency'],
    ]);
    expect(failed(found)).toEqual([]);
    expect(found.host.memory.caches.l3).toMatchObject({
      status: 'measured',
      latencyCycles: { status: 'measured' },
    });
  });

  it.each([
    ['a clock no core can have', { clock: { lowGhz: 0.8, highGhz: 2, by: 'cpufreq' } }, 'clock'],
    ['another L1', { caches: [{ level: 1, kib: 32, ways: 8 }] }, 'L1 data cache size'],
    ['another L2', { caches: [{ level: 2, kib: 2048, ways: 8 }] }, 'L2 cache size'],
    [
      'an L3 of which others have most',
      { caches: [{ level: 3, kib: 65_536, ways: 8 }] },
      'L3 cache size',
    ],
  ])('%s: that figure is not called measured, and says why', async (_, changed, what) => {
    const found = await probed(changed);
    expect(failed(found)).toEqual([what]);
    const { clockGhz, memory } = found.host;
    const { l1d, l2, l3 } = memory.caches;
    const of = {
      clock: clockGhz,
      'L1 data cache size': l1d,
      'L2 cache size': l2,
      'L3 cache size': l3,
    };
    const doubted = of[what as keyof typeof of];
    expect(doubted).toMatchObject({
      status: 'estimated',
      source: expect.stringMatching(
        /not called measured: .*, expected .* to .* \((the system|cpufreq) reports/,
      ),
    });
    // Latencies are in cycles of the clock: they fall with it, sizes of one level alone do not.
    expect(l1d.latencyCycles.status).toBe(what === 'clock' ? 'estimated' : 'measured');
  });

  it('half of an L3 may be of others; latencies no machine has are doubted alone', async () => {
    const shared = await probed({ caches: [{ level: 3, kib: 45_000, ways: 8 }] });
    expect(failed(shared)).toEqual([]);
    const slow = await probed({}, 0.04, { ...server, memory: 4000 });
    expect(failed(slow)).toEqual(['memory latency']);
    expect(slow.host.memory.dramCycles.status).toBe('estimated');
    expect(slow.host.memory.caches.l3.latencyCycles.status).toBe('measured');
  });

  it('what is not called measured is not checked, and a profile that holds stays as it is', async () => {
    const { host, checks } = await probed({ load: 0.9 });
    expect(saneChecks(host, told)).toEqual([]);
    expect(checks).toHaveLength(8);
    expect(asFarAsSane(host, checks)).toEqual(host);
  });

  it('a loaded machine measures nothing: by its load before, or by the noise of its operations', async () => {
    for (const found of [await probed({ load: 0.9 }), await probed({}, 0.6)]) {
      expect(JSON.stringify(found.host)).not.toContain('"measured","source"');
      expect(String(noiseSentence(found.noise, found.load))).toContain(
        'Probe it again while it is idle',
      );
    }
    const quiet = await probed();
    expect(String(noiseSentence(quiet.noise, quiet.load))).toMatch(
      /^Noise .* for 2 % of the processors\.$/,
    );
  });
});

it('a copy rate is offered for migrate as it is on a quiet machine alone', () => {
  const rate = { bytesPerS: 2 ** 30, low: 2 ** 29, high: 1.2 * 2 ** 30 };
  expect(String(copySentence(rate, true))).toMatch(
    /: migrate --copy-speed 1024MiB --copy-spread 1\.5\.$/,
  );
  expect(String(copySentence(rate, false))).toContain(
    'not called measured, as the machine was loaded',
  );
  expect(String(copySentence({ ...rate, low: 2 ** 26 }, true))).toContain('not called measured');
  expect(String(copySentence({ ...rate, bytesPerS: 1e6 }, true))).toContain('as machines copy');
});
