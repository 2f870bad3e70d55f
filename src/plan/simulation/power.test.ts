import { expect, it } from 'vitest';
import { hostOf, vmOf } from '../../inventory/inventory.fixture.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { hostings } from '../operations/hosting.ts';
import type { PlacementSettings } from '../placement/schema.ts';
import { planSettings } from '../settings.ts';
import { inventoryLoad } from './inventory-load.ts';
import { powerSentence } from './power-sentence.ts';
import type { PowerPolicy } from './presets.ts';
import { simulatePlan } from './simulate-plan.ts';

interface Case {
  uses: readonly number[];
  /** Host of each machine, and its GiB. */
  on: readonly number[];
  gib?: number | undefined;
  failures?: number | undefined;
  placement?: PlacementSettings | undefined;
  steps?: number | undefined;
}

/** Hosts of 10 cores of 1 GHz and 64 GiB; machines of one vCPU share what their host uses. */
function plan({ uses, on, gib = 4, failures = 0, placement }: Case) {
  const inventory: Inventory = {
    source: 'test',
    findings: [],
    hosts: uses.map((cpuUse, i) =>
      hostOf({ name: `h${i}`, cores: 10, mhzPerCore: 1000, memoryMib: 65_536, cpuUse }),
    ),
    vms: on.map((host, i) =>
      vmOf({ name: `v${i}`, host: `h${host}`, vcpus: 1, memoryMib: gib * 1024 }),
    ),
  };
  const settings = planSettings.parse({ tolerateHosts: failures, overhead: false });
  return { name: 'x', inventory, settings, placement };
}

function run(given: Case, power: PowerPolicy = 'dpm', shape = Array<number>(288).fill(1)) {
  const found = simulatePlan(plan(given), shape, power)[0]!;
  const { outcome } = found;
  return { found, outcome, stays: outcome.stays };
}

/** Twelve machines on the first host, three on each of the others. */
const many = Array.from({ length: 18 }, (_, i) => Math.max(0, Math.floor((i - 9) / 3)));
const eight = [0, 0, 0, 0, 1, 1, 2, 2];

it('balances first: one busy host among idle ones no longer keeps all of them on', () => {
  // 60 + 12 + 12 % of three hosts are 28 % each, 42 % on two, and 84 % on one: past the band.
  const { outcome, found, stays } = run({ uses: [0.6, 0.12, 0.12], on: many, gib: 1 });
  expect(outcome.migrations).toBeGreaterThan(0);
  expect(outcome.powerOffs).toBe(1);
  expect(outcome.meanHostsOn).toBeLessThan(2.2);
  const stayed = stays.filter(({ onHours }) => onHours === 24);
  expect(stayed.map(({ reason, kept }) => [reason, kept])).toEqual([
    ['evacuate', 'CPU'],
    ['evacuate', 'CPU'],
  ]);
  expect(outcome.energyKwh).toBeLessThan(found.allOnKwh!);
  expect(outcome.unservedShare).toBeLessThan(0.01);
});

it('memory is counted before machines are tried: two hosts of 64 GiB stay for 72 GiB of machines', () => {
  const { outcome, stays } = run({ uses: [0.6, 0.12, 0.12], on: many, gib: 4 });
  expect(outcome.powerOffs).toBe(1);
  const stayed = stays.filter(({ onHours }) => onHours === 24);
  // No failure is to be borne: it is memory, not HA.
  expect(stayed.map(({ reason, kept }) => [reason, kept])).toEqual([
    ['evacuate', 'memory'],
    ['evacuate', 'memory'],
  ]);
});

it('CPU keeps a host on: the machine that would take the other past 81 % is named', () => {
  // 44 % each of ten machines of 8.8 %: the other takes four (79.2 %) and the fifth would make it 88 %.
  const { outcome, stays } = run({ uses: [0.44, 0.44], on: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1] });
  const kept = { onHours: 24, reason: 'evacuate', kept: 'CPU' };
  expect(stays).toMatchObject([
    { ...kept, host: 'h0', machine: 'v4' },
    { ...kept, host: 'h1', machine: 'v9' },
  ]);
  // Looked at from the 40th minute on: 281 of the 288 steps.
  for (const { share } of stays) expect(share).toBeCloseTo(281 / 288, 9);
  expect([outcome.powerOffs, outcome.migrations]).toEqual([0, 0]);
});

it('a host goes only when all are below 45 % for 40 minutes', () => {
  expect(run({ uses: [0.45, 0.45], on: [0, 1] }).outcome.powerOffs).toBe(0);
  const { outcome, stays } = run({ uses: [0.4, 0.4], on: [0, 0, 1, 1] });
  expect(outcome.powerOffs).toBe(1);
  // 40 minutes looked at, then the moves.
  const off = stays.find(({ onHours }) => onHours < 24)!;
  expect(off.onHours).toBeGreaterThanOrEqual(40 / 60 - 1e-9);
  expect(off.onHours).toBeLessThan(1);
  // The one that is left carries 80 %.
  expect(stays.find(({ onHours }) => onHours === 24)).toMatchObject({
    reason: 'load',
    load: expect.closeTo(0.8, 9),
  });
});

it('says why hosts stay: the load, HA, machines without a place, a rule', () => {
  const reasons = (given: Case) => run(given).stays.map(({ reason, kept }) => [reason, kept]);
  expect(reasons({ uses: [0.6, 0.6], on: [0, 0, 1, 1] })).toEqual([
    ['load', undefined],
    ['load', undefined],
  ]);
  // 48 of 64 GiB on each of three: two hosts hold all, one of them could not fail.
  const full = { uses: [0.1, 0.1, 0.1], on: [0, 0, 0, 1, 1, 1, 2, 2], gib: 16 };
  expect(reasons({ ...full, failures: 1 })[0]).toEqual(['failover', undefined]);
  const wide = { uses: [0.1, 0.1, 0.1], on: [0, 1, 2], gib: 36 };
  expect(reasons(wide)).toEqual([
    ['evacuate', 'memory'],
    ['evacuate', 'memory'],
    ['evacuate', 'memory'],
  ]);
  const apart: PlacementSettings = { rules: [{ rule: 'apart', name: 'a', vms: ['v*'] }] };
  expect(reasons({ ...wide, gib: 1, placement: apart })[0]).toEqual(['evacuate', 'apart']);
  const names = run(wide).stays[0]!;
  expect(names.machine).toBe('v0');
});

it('hosts come back when every host is above 81 %, and the day is served', () => {
  const shape = [...Array<number>(144).fill(0.4), ...Array<number>(144).fill(1.6)];
  const { outcome } = run(
    { uses: [0.5, 0.5, 0.5], on: Array.from({ length: 30 }, (_, i) => i % 3), gib: 1 },
    'dpm',
    shape,
  );
  expect(outcome.powerOffs).toBeGreaterThan(0);
  expect(outcome.powerOns).toBeGreaterThan(0);
  expect(outcome.unservedShare).toBeLessThan(0.02);
});

it('rules hold all day: machines apart never share a host, machines together never part', () => {
  const placement: PlacementSettings = {
    rules: [
      { rule: 'apart', name: 'a', vms: ['v0', 'v4'] },
      { rule: 'together', name: 't', vms: ['v1', 'v2'] },
      { rule: 'not-on', name: 'n', vms: ['v3'], hosts: ['h1'], must: true },
    ],
  };
  const given = { uses: [0.6, 0.1, 0.1], on: eight, placement };
  const hosting = hostings(plan(given).inventory)[0]!;
  const { load, rules, placed } = inventoryLoad(hosting, [1, 1], placement);
  expect(load.machines.map(({ name }) => name)).toContain('v1 + v2');
  expect(placed).toHaveLength(7);
  expect(rules.apart).toHaveLength(1);
  // Two hosts stay: one could carry the load, but not two machines that are kept apart.
  const { outcome, stays } = run({ ...given, uses: [0.2, 0.1, 0.1] });
  expect(outcome.powerOffs).toBe(1);
  expect(stays.filter(({ onHours }) => onHours === 24)).toHaveLength(2);
  expect(stays.some(({ reason, kept }) => reason === 'evacuate' && kept === 'apart')).toBe(true);
});

it('the sentence tells what is saved and why hosts stayed, and nothing where no policy powers off', () => {
  const { found } = run({ uses: [0.4, 0.4], on: [0, 0, 1, 1] });
  const text = String(powerSentence([found]));
  expect(text).toMatch(/^DPM powers 1 of 2 hosts off for a part of 24 hours and saves .* kWh \(/);
  expect(text).toMatch(/1 stayed on: 1 because the load is not low enough \(c\)\.$/);
  const busy = run({ uses: [0.6, 0.6], on: [0, 0, 1, 1] }).found;
  expect(String(powerSentence([busy]))).toBe(
    'DPM powers none of 2 hosts off in 24 hours. 2 stayed on: 2 because the load is not low enough (c).',
  );
  expect(powerSentence([run({ uses: [0.4, 0.4], on: [0, 1] }, 'none').found])).toBeUndefined();
});
