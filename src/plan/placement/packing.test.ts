import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hostOf, vmOf } from '../../inventory/inventory.fixture.ts';
import type { InventoryHost, InventoryVm } from '../../inventory/inventory.ts';
import { answerPlan, loadsAfterFailure } from '../answer.ts';
import { planSettings } from '../settings.ts';
import { placeableUnits } from './bounds.ts';
import { clusterProblem, problemOnSome } from './cluster.ts';
import { fillHosts } from './fill.ts';
import { orderOf, sizesOf, totalsOf } from './order.ts';
import {
  plainBestFit,
  plainFill,
  plainOrder,
  plainPlaceable,
  plainSizes,
} from './packing.fixture.ts';
import { placeBy } from './place.ts';
import type { Problem } from './problem.ts';
import { mostRoom } from './room.ts';
import type { PlacementSettings } from './schema.ts';

const runs = { numRuns: process.env.VIRTCOST_FULL ? 3000 : 200 };

/**
 * Few sizes, so that many units are alike; fractions, so that sums round. None is below the tolerance: a full host takes
 * such a unit, and which of the full ones is nothing a rule says.
 */
const value = fc.oneof(
  fc.constantFrom(0, 1, 2, 4, 8, 0.1, 0.3, 1 / 3),
  fc.double({ min: 1e-6, max: 12, noNaN: true }),
);
const row = (length: number, of: fc.Arbitrary<number>) =>
  fc.array(of, { minLength: length, maxLength: length }).map((list) => Float64Array.from(list));
const problems: fc.Arbitrary<Problem> = fc
  .record({
    units: fc.integer({ min: 0, max: 30 }),
    hosts: fc.integer({ min: 0, max: 6 }),
    resources: fc.integer({ min: 1, max: 3 }),
    ruled: fc.boolean(),
  })
  .chain(({ units, hosts, resources, ruled }) => {
    const unit = fc.integer({ min: 0, max: Math.max(0, units - 1) });
    return fc.record({
      needs: fc.tuple(...Array.from({ length: resources }, () => row(units, value))),
      capacity: fc.tuple(
        ...Array.from({ length: resources }, () => row(hosts, fc.constantFrom(0, 8, 16, 16.5, 32))),
      ),
      apart:
        ruled && units > 1
          ? fc.array(fc.uniqueArray(unit, { maxLength: 4 }), { maxLength: 2 })
          : fc.constant([]),
      allowed:
        ruled && units > 0
          ? fc
              .array(
                fc.tuple(
                  unit,
                  fc.array(fc.constantFrom(0, 1), { minLength: hosts, maxLength: hosts }),
                ),
                {
                  maxLength: 3,
                },
              )
              .map((list) => new Map(list.map(([u, may]) => [u, Uint8Array.from(may)])))
          : fc.constant(new Map<number, Uint8Array>()),
    });
  });

it('orders, sizes and what fits at all are those of every unit by itself', () => {
  fc.assert(
    fc.property(problems, (problem) => {
      const { needs, capacity } = problem;
      const totals = totalsOf(capacity);
      expect(sizesOf(needs, totals)).toEqual(plainSizes(needs, totals));
      for (const turn of ['given', 'largest', 'smallest'] as const)
        expect(orderOf(needs, totals, turn)).toEqual(plainOrder(needs, totals, turn));
      expect(placeableUnits(problem)).toEqual(plainPlaceable(problem));
    }),
    runs,
  );
});

it('hosts are filled with the same units, under rules too', () => {
  fc.assert(
    fc.property(problems, (problem) => {
      expect(fillHosts(problem)).toEqual(plainFill(problem));
    }),
    runs,
  );
});

it('best fit puts units alike where one at a time would', () => {
  fc.assert(
    fc.property(
      problems,
      fc.constantFrom('largest' as const, 'smallest' as const),
      (some, turn) => {
        const problem = { needs: some.needs, capacity: some.capacity };
        expect(placeBy(problem, 'best', turn).hostOf).toEqual(plainBestFit(problem, turn));
      },
    ),
    runs,
  );
});

const hostSize = fc.record({
  cores: fc.constantFrom(4, 8, 8, 16),
  gib: fc.constantFrom(8, 16, 32),
  storage: fc.constantFrom<number | undefined>(undefined, undefined, 100),
});
const vmSize = fc.record({
  vcpus: fc.integer({ min: 0, max: 8 }),
  gib: fc.integer({ min: 1, max: 12 }),
});
const clusters = fc.record({
  hosts: fc.array(hostSize, { minLength: 1, maxLength: 6 }),
  vms: fc.array(vmSize, { minLength: 1, maxLength: 18 }),
  storage: fc.boolean(),
  placement: fc.constantFrom<PlacementSettings | undefined>(
    undefined,
    { rules: [{ rule: 'apart', name: 'a', vms: ['v0', 'v1'] }] },
    { rules: [{ rule: 'together', name: 't', vms: ['v0', 'v2'] }] },
    { rules: [{ rule: 'on', name: 'o', vms: ['v*1'], hosts: ['h0', 'h1'], must: true }] },
    { pools: [{ name: 'p', vms: ['v1'], reserve: { vcpus: 9 }, limit: {} }] },
    { numa: 'within' },
  ),
});

type Cluster = typeof clusters extends fc.Arbitrary<infer T> ? T : never;
function inventoryOf({ hosts, vms, storage }: Cluster) {
  return {
    source: 'test',
    findings: [],
    hosts: hosts.map(
      ({ cores, gib, storage: own }, i): InventoryHost =>
        hostOf({
          name: `h${i}`,
          sockets: 2,
          cores,
          memoryMib: gib * 1024,
          storageMib: storage ? 1000 : own,
        }),
    ),
    vms: vms.map(
      ({ vcpus, gib }, i): InventoryVm =>
        vmOf({ name: `v${i}`, vcpus, memoryMib: gib * 1024, provisionedMib: 9 }),
    ),
  };
}

const settings = planSettings.parse({ cpuRatio: 2, overhead: false });

it('a problem of some hosts of a cluster is the one those hosts make', () => {
  fc.assert(
    fc.property(clusters, fc.infiniteStream(fc.boolean()), (cluster, takes) => {
      const { hosts, vms } = inventoryOf(cluster);
      const whole = clusterProblem(hosts, vms, settings, cluster.placement);
      const chosen = hosts.flatMap((_, h) => (takes.next().value ? [h] : []));
      if (chosen.length === 0) return;
      const found = problemOnSome(whole, chosen, cluster.placement);
      const own = clusterProblem(
        chosen.map((h) => hosts[h]!),
        vms,
        settings,
        cluster.placement,
      );
      if (found) expect(found).toEqual(own.problem);
    }),
    runs,
  );
});

it('whether all have a place does not hang on how much more room is sought', () => {
  fc.assert(
    fc.property(clusters, (cluster) => {
      const { hosts, vms } = inventoryOf(cluster);
      const whole = clusterProblem(hosts, vms, settings, cluster.placement);
      const average = whole.problem.needs.map(
        (need) => need.reduce((a, b) => a + b, 0) / vms.length,
      );
      const problemOn = (some: readonly number[]) =>
        clusterProblem(
          some.map((h) => hosts[h]!),
          vms,
          settings,
          cluster.placement,
        ).problem;
      const [all, few] = [
        mostRoom(whole, average, problemOn),
        mostRoom(whole, average, problemOn, 0),
      ];
      expect(few.placement.placed).toBe(all.placement.placed);
      if (all.room < 0) expect(few).toEqual(all);
    }),
    runs,
  );
});

it('loads after a failure are those of the whole answer', () => {
  fc.assert(
    fc.property(clusters, (cluster) => {
      const plan = {
        name: 'x',
        inventory: inventoryOf(cluster),
        settings,
        placement: cluster.placement,
      };
      expect(loadsAfterFailure(plan)).toEqual(
        answerPlan(plan).clusters.map(({ cluster: name, vms, loadAfterFailure, binding }) => ({
          ...{ cluster: name, vms, loadAfterFailure, binding },
        })),
      );
    }),
    { numRuns: 60 },
  );
});
