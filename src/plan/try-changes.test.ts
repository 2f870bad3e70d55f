import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nth } from '../elements.ts';
import type { InventoryHost, InventoryVm } from '../inventory/inventory.ts';
import { answerPlan, type ClusterAnswer } from './answer.ts';
import { applyWhatIf } from './apply-what-if.ts';
import { placementSchema } from './placement/schema.ts';
import type { Plan } from './plan.ts';
import { planSettings } from './settings.ts';
import { tryChanges } from './try-changes.ts';
import { type WhatIf, whatIfSchema } from './what-if.ts';

const pick = <T>(...of: readonly T[]) => fc.constantFrom(...of);

/** Fleets of a few clusters, some full, with hosts away, machines off, rules, pools and storage that not every host tells. */
const plans = fc
  .record({
    hosts: fc.array(
      fc.record({
        cluster: pick('a', 'b', 'c'),
        cores: pick(4, 8),
        gib: pick(16, 32, 48),
        state: pick<InventoryHost['state']>('up', 'up', 'up', 'maintenance', 'down'),
        storageMib: pick(undefined, undefined, 40),
      }),
      { minLength: 1, maxLength: 9 },
    ),
    vms: fc.array(
      fc.record({
        cluster: pick('a', 'b', 'c', 'd'),
        vcpus: pick(0, 1, 1.5, 2, 4),
        gib: pick(0, 2, 4, 12),
        power: pick<InventoryVm['power']>('on', 'on', 'on', 'off', 'suspended'),
        rules: pick<InventoryVm['rules']>(undefined, undefined, [{ rule: 'apart', name: 'own' }]),
      }),
      { maxLength: 24 },
    ),
    tolerateHosts: pick(0, 1, 2),
    placement: pick(
      undefined,
      undefined,
      { maintenance: ['h1', 'h4'] },
      { rules: [{ rule: 'apart', name: 'r', vms: ['v1*'] }] },
      { rules: [{ rule: 'on', name: 'r', vms: ['v3'], hosts: ['h0', 'h2'] }] },
      { pools: [{ name: 'p', vms: ['v1'], reserve: { vcpus: 9 } }] },
      { numa: 'within' },
      { hosts: { storageGiB: 1 } },
    ),
  })
  .map(
    ({ hosts, vms, tolerateHosts, placement }): Plan => ({
      name: 'today',
      settings: planSettings.parse({ cpuRatio: 1, overhead: false, tolerateHosts }),
      placement: placement && placementSchema.parse(placement),
      inventory: {
        source: 'test',
        findings: [],
        hosts: hosts.map(({ gib, ...host }, i) => ({
          ...{ name: `h${i}`, sockets: 2, mhzPerCore: 2000, memoryMib: gib * 1024 },
          ...host,
        })),
        vms: vms.map(({ gib, ...vm }, i) => ({
          ...{ name: `v${i}`, host: '', template: false, memoryMib: gib * 1024, os: '' },
          ...{ provisionedMib: 9, inUseMib: 0, cpuReservationMhz: 0, memoryReservationMib: 0 },
          ...vm,
        })),
      },
    }),
  );

const oneMore = (cluster: string) => ({
  cluster,
  patch: whatIfSchema.parse({
    name: 'host',
    add: { hosts: [{ cluster, count: 1, sockets: 2, cores: 8, mhzPerCore: 2000, memoryGiB: 32 }] },
  }),
});
const trials: readonly { patch: WhatIf; cluster?: string }[] = [
  ...[
    { scale: { hostMemory: 1.25 } },
    { set: { memoryRatio: 1.25 } },
    { set: { cpuRatio: 1.5 } },
    { scale: { memory: 0.9 } },
    { scale: { hostStorage: 1.25 } },
    { set: { tolerateHosts: 0 } },
    { remove: { maintenance: ['h1', 'h4', 'h0'] } },
    { remove: { rules: ['r'] } },
    { remove: { pools: ['p'] } },
    { placement: { numa: 'spread' } },
  ].map((patch) => ({ patch: whatIfSchema.parse({ name: 'x', ...patch }) })),
  oneMore('a'),
];

it('changes tried cluster by cluster bring what whole answers say', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const now = answerPlan(plan);
      const sum = (
        clusters: readonly ClusterAnswer[],
        key: 'roomForAverage' | 'placedAfterFailure',
      ) => clusters.reduce((all, cluster) => all + cluster[key], 0);
      const mine = trials.filter(
        ({ cluster }) => !cluster || now.clusters.some((one) => one.cluster === cluster),
      );
      const whole = mine.map(({ patch, cluster }) => {
        const then = answerPlan(applyWhatIf(plan, patch)).clusters.map((after, i) =>
          cluster === undefined || after.cluster === cluster ? after : nth(now.clusters, i),
        );
        const more = (key: 'roomForAverage' | 'placedAfterFailure') =>
          sum(then, key) - sum(now.clusters, key);
        return {
          fits: then.every(({ fits }) => fits),
          survives: then.every(({ survives }) => survives),
          moreRoom: more('roomForAverage'),
          morePlaced: more('placedAfterFailure'),
        };
      });
      expect(tryChanges(plan, now, mine)).toEqual(whole);
    }),
    { numRuns: 60 },
  );
});

it('what survives a failure fits, and a patch that changes no machine leaves their list', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      for (const { survives, fits, placed, vms, unplaced } of answerPlan(plan).clusters) {
        if (survives)
          expect({ fits, placed, unplaced }).toEqual({ fits: true, placed: vms, unplaced: [] });
      }
      const { vms } = plan.inventory;
      const after = applyWhatIf(plan, { name: 'x', scale: { hostMemory: 2 } }).inventory.vms;
      const copied = vms.map((vm) => ({
        ...vm,
        vcpus: vm.vcpus > 0 ? Math.max(1, Math.round(vm.vcpus)) : 0,
      }));
      expect(after).toEqual(copied);
      expect(after === vms).toBe(vms.every(({ vcpus }) => Number.isInteger(vcpus)));
    }),
    { numRuns: 100 },
  );
});
