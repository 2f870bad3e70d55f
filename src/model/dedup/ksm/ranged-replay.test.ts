import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KsmKernel } from '../../../kernels/ksm/index.ts';
import { kernelVersion } from './kernel-version.ts';
import { parseOperation, roomFor } from './operations.ts';
import { type RangedSample, replayWithRanges, type Unknowns } from './ranged-replay.ts';
import { replay } from './replay.ts';

const { rules, has } = kernelVersion('6.18')!;
const population = {
  ...{ vms: 3, pages: 200, zero24: 1677722, shared24: 5872026, dup24: 0, vol24: 5033165 },
  ...{ untouched24: 0, rdzero24: 0, shared_pool: 20, dup_pool: 1, vol_pool: 3, aligned: 0 },
  ...{ vol_period: 2, vol_share: 1, diff_at: 0, thp: 0, seed: 1 },
};
const knobs = { useZeroPages: false, maxPageSharing: 8, smartScan: true, pruneAlways: true };

const parse = (ops: readonly string[]) => ops.map((text) => parseOperation(text)!);

function machine(seed: number, ops: readonly string[], { lruBatch, above }: Unknowns) {
  const room = { ...roomFor(parse(ops)), above };
  return new KsmKernel({ ...population, seed }, knobs, { ...rules, lruBatch }, undefined, room);
}

function ranged(seed: number, ops: readonly string[], cpus = 2): RangedSample[] {
  const build = (unknowns: Unknowns) => machine(seed, ops, unknowns);
  const capacity = rules.lruBatch;
  return replayWithRanges({ build, operations: parse(ops), has, capacity, cpus });
}

describe('replayWithRanges', () => {
  it('states no range where nobody writes inside a scan', () => {
    const samples = ranged(1, ['S:4', 'F:0', 'W:share:8388608:1:127', 'S:3', 'Z', 'S:3']);
    expect(samples.filter((sample) => sample.range)).toEqual([]);
  });

  it('holds what any capacity of the batch leads to, within two pages, and never shrinks to nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 20, max: 300 }),
        (seed, capacity, pages) => {
          const ops = ['S:3', `B:8:${pages}`, 'W:same:8388608:2:127', `B:4:${pages}`, 'S:2'];
          const at = { lruBatch: capacity, above: false };
          const other = replay(machine(seed, ops, at), parse(ops), has);
          const missed = ranged(seed, ops).flatMap((sample, i) => {
            const [low, high] = sample.range?.pages_sharing ?? [
              sample.pages_sharing,
              sample.pages_sharing,
            ];
            const found = other[i]!.pages_sharing;
            const outside = found < Number(low) - 2 || found > Number(high) + 2;
            return outside ? [`${i}: ${found} not in ${low} to ${high}`] : [];
          });
          expect(missed).toEqual([]);
        },
      ),
      { numRuns: 40, seed: 3 },
    );
  });

  it('names the counters that differ if no batch drains, or every page at once', () => {
    const samples = ranged(2, ['S:3', 'B:8:50', 'W:same:8388608:2:127', 'B:4:50', 'S:2']);
    const unsure = samples.filter((sample) => sample.range);
    expect(unsure.length).toBeGreaterThan(0);
    expect(unsure.some(({ held }) => held && 'pages_sharing' in held)).toBe(true);
    for (const { range, pages_sharing } of unsure) {
      const [low, high] = range!.pages_sharing as [number, number];
      expect(low).toBeLessThanOrEqual(pages_sharing);
      expect(high).toBeGreaterThanOrEqual(pages_sharing);
      expect(high - low).toBeLessThanOrEqual(64);
    }
  });

  it('has no range on one CPU, whose batch the VMs alone fill', () => {
    const samples = ranged(2, ['S:3', 'B:8:50', 'W:same:8388608:2:127', 'B:4:50', 'S:2'], 1);
    expect(samples.filter((sample) => sample.range)).toEqual([]);
  });

  it.each([1, 2])(
    'holds both places mremap may move pages to inside a scan, on %i CPUs',
    (cpus) => {
      const ops = ['S:2', 'B:1:50', 'R:0:0:60', 'B:1:150', 'S:2'];
      const samples = ranged(3, ops, cpus);
      const afterMove = samples[4]!;
      for (const above of [false, true]) {
        const at = { lruBatch: rules.lruBatch, above };
        const other = replay(machine(3, ops, at), parse(ops), has)[4]!;
        const [low, high] = afterMove.range!.pages_volatile as [number, number];
        expect(other.pages_volatile).toBeGreaterThanOrEqual(low);
        expect(other.pages_volatile).toBeLessThanOrEqual(high);
      }
    },
  );
});
