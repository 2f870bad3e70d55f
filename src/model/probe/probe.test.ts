import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeMachine, server, type Truth } from '../../../test/fake-machine.ts';
import { WasmSource } from '../../commands/host/wasm-source.ts';
import { hostDocument, parseHost } from '../../hosts/load.ts';
import { ringBytes } from '../../kernels/probe/index.ts';
import { grid, measureCurves, probePlan } from './curves.ts';
import { kneeBetween, nonDecreasing, plateaus } from './knees.ts';
import type { MachineFacts } from './machine.ts';
import { profileOf } from './profile.ts';
import type { LatencySource } from './source.ts';

const facts: MachineFacts = { model: 'AMD EPYC of a test', cores: 8, caches: [], numaNodes: 2 };
const probed = async (truth: Truth, maxBytes = 2 ** 28, noise = 0.04, seed = 1) =>
  profileOf('fake', await measureCurves(new FakeMachine(truth, maxBytes, noise, seed)), facts);
const within = (value: number, truth: number, share: number) =>
  Math.abs(value / truth - 1) <= share;

describe('a probe of a machine whose geometry is known', () => {
  it('finds every size to one step of the grid and every latency to a twelfth, through the noise', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const { host, unmeasured } = await probed(server, 2 ** 28, 0.04, seed);
      const { l1d, l2, l3 } = host.memory.caches;
      [l1d, l2, l3].forEach((level, i) => {
        const [kib, cycles] = server.caches[i]!;
        expect([seed, level.kib, within(level.kib, kib, 0.26)]).toEqual([seed, level.kib, true]);
        expect(within(level.latencyCycles.value, cycles, 1 / 12)).toBe(true);
        expect(level.status).toBe('measured');
      });
      expect(within(host.memory.l1Dtlb['4K'].entries, server.l1Tlb, 0.26)).toBe(true);
      expect(within(host.memory.l2Tlb.entries, server.l2Tlb, 0.26)).toBe(true);
      expect(Math.abs(host.memory.l2Tlb.hitCycles.value - server.l2TlbCycles)).toBeLessThan(1.5);
      expect(within(host.memory.dramCycles.value, server.memory, 1 / 12)).toBe(true);
      expect(within(host.clockGhz.value, server.ghz, 0.03)).toBe(true);
      expect(unmeasured.join()).not.toMatch(/memory latency|L\d|last-level/);
    }
  });

  it('finds the sizes exactly where nothing disturbs it', async () => {
    const { host } = await probed(server, 2 ** 28, 0);
    const { l1d, l2, l3 } = host.memory.caches;
    expect([l1d.kib, l2.kib, l3.kib]).toEqual([48, 1280, 24_576]);
    expect([host.memory.l1Dtlb['4K'].entries, host.memory.l2Tlb.entries]).toEqual([64, 1536]);
  });

  it('names a last level that it did not leave, and does not take it for memory', async () => {
    const large: Truth = { ...server, caches: [...server.caches.slice(0, 2), [2 ** 20, 230]] };
    const reported = { ...facts, caches: [{ level: 3, kib: 2 ** 20, ways: 16 }] };
    const curves = await measureCurves(new FakeMachine(large, 2 ** 26, 0.02));
    const { host, unmeasured } = profileOf('fake', curves, reported);
    expect(unmeasured.join('\n')).toMatch(
      /size of the last-level cache: no end of it up to 65536 KiB/,
    );
    expect(unmeasured.join('\n')).toMatch(/memory latency: the system reports a cache larger/);
    expect(host.memory.caches.l3.kib).toBe(2 ** 20);
    expect(host.memory.dramCycles.unverified).toBe(true);
    expect(host.memory.dramCycles.value).toBeGreaterThan(230);
  });

  it('measures no TLB for 4 KiB pages where huge pages back the memory of WebAssembly', async () => {
    const curves = await measureCurves(new FakeMachine(server, 2 ** 26, 0));
    const wasm = { ...curves, title: 'WebAssembly' };
    const { host, unmeasured } = profileOf('fake', wasm, { ...facts, hugePages: 'always' });
    expect(unmeasured.join()).toMatch(/first-level TLB: huge pages/);
    expect(host.memory.l1Dtlb['4K'].unverified).toBe(true);
    expect(host.memory.l2Tlb.unverified).toBe(true);
  });

  it('writes a document that is read back as the same profile', async () => {
    const { host, unmeasured } = await probed(server, 2 ** 24);
    const text = JSON.stringify(hostDocument(host, unmeasured));
    expect(parseHost(JSON.parse(text), 'me.json')).toEqual(JSON.parse(JSON.stringify(host)));
  });
});

describe('knees of any curve', () => {
  const noise = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 80 });

  it('come from a curve that never falls, keeps its mean, and whose plateaus do not overlap', () => {
    fc.assert(
      fc.property(noise, (heights) => {
        const points = heights.map((y, i) => ({ x: i + 1, y }));
        const smooth = nonDecreasing(points);
        const mean = (list: readonly { y: number }[]) => list.reduce((sum, { y }) => sum + y, 0);
        expect(mean(smooth)).toBeCloseTo(mean(points), 0);
        smooth.slice(1).forEach(({ y }, i) => {
          expect(y).toBeGreaterThanOrEqual(smooth[i]!.y);
        });
        const found = plateaus(points, { relative: 0.1, absolute: 1, points: 4 });
        found.slice(1).forEach((plateau, i) => {
          const before = found[i]!;
          expect(plateau.from).toBeGreaterThan(before.to);
          const knee = kneeBetween(points, before, plateau);
          expect(knee.low).toBeLessThanOrEqual(knee.size);
          expect(knee.size).toBeLessThanOrEqual(knee.high);
        });
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it('any times at all make a profile that can be read back, or the parts are named', async () => {
    const steps = probePlan(2 ** 20).length;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0.05, max: 500, noNaN: true }), {
          minLength: steps,
          maxLength: steps,
        }),
        async (times) => {
          let at = 0;
          const source: LatencySource = {
            title: 'native',
            maxBytes: 2 ** 20,
            hopNs: async (_ring, _hops, repeats) => new Array(repeats).fill(times[at++ % steps]),
            spinNs: async (_operations, repeats) => new Array(repeats).fill(0.3),
          };
          const { host, unmeasured } = profileOf('odd', await measureCurves(source), facts);
          const read = parseHost(JSON.parse(JSON.stringify(hostDocument(host, unmeasured))), 'f');
          expect(read.id).toBe('odd');
          expect(unmeasured.length).toBeGreaterThanOrEqual(5);
        },
      ),
      { numRuns: 100, seed: 5 },
    );
  });
});

describe('the plan', () => {
  it('has four sizes to the octave, whole numbers within the memory', () => {
    expect(grid(8, 32)).toEqual([8, 10, 12, 14, 16, 20, 24, 28, 32]);
    for (const ring of probePlan(2 ** 22)) expect(ringBytes(ring)).toBeLessThanOrEqual(2 ** 22);
  });

  it('is followed in WebAssembly with the clock it is given', async () => {
    let now = 0;
    const source = new WasmSource(2 ** 20, () => now++);
    // Each timed piece takes one tick of a millisecond.
    expect(await source.hopNs({ kind: 'pages', count: 20 }, 1 << 15, 3)).toEqual(
      new Array(3).fill(1e6 / (1 << 15)),
    );
    expect(await source.spinNs(1 << 20, 2)).toEqual(new Array(2).fill(1e6 / (1 << 20)));
  });
});
