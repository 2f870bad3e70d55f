import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hostOf, vmOf } from '../inventory/inventory.fixture.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { answerPlan } from './answer.ts';
import { applyWhatIf } from './apply-what-if.ts';
import type { Plan } from './plan.ts';
import { planSettings } from './settings.ts';
import { compareTechniques } from './technique/compare.ts';
import { machineMemory } from './technique/memory.ts';
import { techniquePrices } from './technique/price.ts';
import { planTechnique, techniqueSchema } from './technique/schema.ts';
import { whatIfSchema } from './what-if.ts';
import { answerZones } from './zones/answer.ts';
import { zonesSchema } from './zones/schema.ts';

function inventory(hosts: number, vms: number, gib = 4): Inventory {
  return {
    source: 'test',
    findings: [],
    hosts: Array.from({ length: hosts }, (_, i) =>
      hostOf({ name: `h${i}`, sockets: 2, cores: 16, memoryMib: 64 * 1024, cpuUse: 0.4 }),
    ),
    vms: Array.from({ length: vms }, (_, i) =>
      vmOf({ name: `v${i}`, host: `h${i % hosts}`, vcpus: 4, memoryMib: gib * 1024 }),
    ),
  };
}
const planOf = (of: Inventory, more: object = {}): Plan => ({
  name: 'today',
  inventory: of,
  settings: planSettings.parse({ overhead: false, tolerateHosts: 0, cpuRatio: 1, ...more }),
});

it('a container costs what bare metal costs, losing EPT costs more than having it, SR-IOV less', () => {
  const how = techniqueSchema.parse({ to: 'container' });
  const ids = ['bare-metal', 'container', 'hardware', 'hardware-no-ept', 'hardware-sriov'];
  const [bare, container, hardware, noEpt, sriov] = techniquePrices(ids.map(planTechnique), how);
  expect(bare!.overheadRatio).toBe(0);
  expect(container!.overheadRatio).toBeCloseTo(0, 6);
  expect(noEpt!.overheadRatio).toBeGreaterThan(hardware!.overheadRatio);
  expect(sriov!.overheadRatio).toBeLessThan(hardware!.overheadRatio);
  expect(noEpt!.parts['page-tables']).toBeGreaterThan(0);
  expect(sriov!.ioCycles).toBeLessThan(hardware!.ioCycles);
  const parts = Object.values(hardware!.parts).reduce((sum, part) => sum + part, 0);
  expect(parts).toBeCloseTo(hardware!.overheadRatio, 9);
});

it('a switch of technique scales the machines CPU need and the hosts use by the same priced factor', () => {
  const base = planOf(inventory(4, 16));
  const after = applyWhatIf(
    base,
    whatIfSchema.parse({ name: 'x', technique: { to: 'hardware-gen1' } }),
  );
  const factor = after.technique!.cpuFactor;
  expect(factor).toBeGreaterThan(1.1);
  expect(after.inventory.hosts[0]!.cpuUse).toBeCloseTo(0.4 * factor, 12);
  const [before, then] = [answerPlan(base), answerPlan(after)];
  expect(then.clusters[0]!.load.cpu).toBeCloseTo(before.clusters[0]!.load.cpu * factor, 12);
  expect(before.fits).toBe(true);
  expect(then.fits).toBe(false);
});

it('shadow paging takes its tables beside the machine, a container no monitor', () => {
  const memory = (id: string) => machineMemory(planTechnique(id)).mib(4096, 2);
  expect(memory('hardware-no-ept') - memory('hardware')).toBeCloseTo(8, 9);
  expect(memory('container')).toBeCloseTo(4.09, 9);
  expect(memory('bare-metal')).toBe(0);
});

it('every technique is compared on the whole inventory, today unchanged', () => {
  const rows = compareTechniques(
    planOf(inventory(4, 8), { overhead: true }),
    techniqueSchema.parse({ to: 'hardware' }),
  );
  const today = rows.find(({ id }) => id === 'hardware')!;
  expect(today.cpuFactor).toBe(1);
  expect(today.cpuGhz).toBeCloseTo(4 * 0.4 * 32, 9);
  expect(rows.every(({ machines }) => machines === 8)).toBe(true);
});

const refresh = (more: object) =>
  whatIfSchema.parse({
    name: 'new hosts',
    refresh: {
      cores: 16,
      mhzPerCore: 4000,
      memoryGiB: 256,
      pricePerHost: 5000,
      currency: 'EUR',
      ...more,
    },
  });

it('hosts twice as fast with four times the memory replace four by one, and the work is conserved', () => {
  const plan = applyWhatIf(planOf(inventory(4, 8)), refresh({}));
  const [answer] = plan.refresh!;
  expect(answer).toMatchObject({ hostsBefore: 4, hostsAfter: 1, bound: 1, speed: 2, price: 5000 });
  expect(answer!.useAfter).toBeCloseTo((4 * 0.4) / 2, 12);
  expect(answer!.energyAfter!.kwh).toBeLessThan(answer!.energyBefore!.kwh);
  expect(answer!.paybackYears).toBeGreaterThan(0);
  expect(answerPlan(plan)).toMatchObject({ fits: true });
});

it('as many new hosts as counted hold everything with the failures tolerated, and one fewer does not', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 0, max: 2 }),
      (vms, gib, tolerateHosts) => {
        const base = planOf(inventory(3, vms, gib), { tolerateHosts });
        const after = applyWhatIf(base, refresh({ memoryGiB: 48, cores: 10 }));
        expect(answerPlan(after).survives).toBe(true);
        const { hostsAfter, bound } = after.refresh![0]!;
        expect(bound).toBeLessThanOrEqual(hostsAfter);
        if (bound === hostsAfter && hostsAfter > 1 + tolerateHosts) {
          const fewer = applyWhatIf(base, refresh({ memoryGiB: 48, cores: 10, count: bound - 1 }));
          expect(answerPlan(fewer).survives).toBe(false);
        }
      },
    ),
    { numRuns: 40 },
  );
});

const zones = zonesSchema.parse({
  currency: 'EUR',
  zones: [
    { name: 'a', hosts: ['h0', 'h1'], latencyMs: 1, perVcpuHour: 0.1 },
    { name: 'b', hosts: ['h2', 'h3'], latencyMs: 3, perVcpuHour: 0.05 },
  ],
  spread: [{ name: 'web', vms: ['v0', 'v1', 'v2', 'v3', 'v4'] }],
});

it('spread machines lie evenly on the zones and the loss of either leaves at least half running', () => {
  const answer = answerZones({ ...planOf(inventory(4, 8)), zones })!;
  expect(answer.spread[0]).toMatchObject({ group: 'web', machines: 5, skew: 1, holds: true });
  expect(answer.spread[0]!.leftAfterLoss).toBe(2);
  // 6 of the 10 pairs are in different zones.
  expect(answer.spread[0]!.betweenMs).toBeCloseTo(0.6, 12);
  expect(answer.survivesLoss).toBe(true);
  const { pricePerMonth, machines } = answer.zones[0]!;
  expect(pricePerMonth).toBeCloseTo(machines * 4 * 0.1 * 730, 9);
});

it('zones too full to take over for each other are said not to survive', () => {
  const answer = answerZones({ ...planOf(inventory(4, 12)), zones })!;
  expect(answer.unplaced).toBe(0);
  expect(answer.survivesLoss).toBe(false);
  for (const row of answer.zones) expect(row.restarted).toBeLessThan(row.stopped);
});

it('whatever the load, no zone takes more than it holds and no machine is counted twice', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 30 }), (vms, gib) => {
      const answer = answerZones({ ...planOf(inventory(4, vms, gib)), zones })!;
      const placed = answer.zones.reduce((sum, row) => sum + row.machines, 0);
      expect(placed + answer.unplaced).toBe(vms);
      for (const { load, restarted, stopped } of answer.zones) {
        expect(Math.max(load.cpu, load.memory)).toBeLessThanOrEqual(1 + 1e-9);
        expect(restarted).toBeLessThanOrEqual(stopped);
      }
    }),
  );
});
