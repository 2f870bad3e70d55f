import { expect, it } from 'vitest';
import { hostOf, vmOf } from '../inventory/inventory.fixture.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { answerPlan } from './answer.ts';
import { applyWhatIf } from './apply-what-if.ts';
import { rankChanges } from './changes.ts';
import { dpmAdvice } from './policies/dpm.ts';
import { drsMoves, imbalance } from './policies/drs.ts';
import { memoryState } from './policies/esxi-memory.ts';
import { serverWatts } from './policies/power.ts';
import { planSettings } from './settings.ts';
import { whatIfSchema } from './what-if.ts';
import { unknownNames } from './what-if-names.ts';

function inventory(hosts: number, vms: number, vmGib: number): Inventory {
  return {
    source: 'test',
    findings: [],
    hosts: Array.from({ length: hosts }, (_, i) =>
      hostOf({ name: `h${i}`, sockets: 2, cores: 16, mhzPerCore: 2700, memoryMib: 6 * 1024 }),
    ),
    vms: Array.from({ length: vms }, (_, i) =>
      vmOf({ name: `v${i}`, host: 'h0', vcpus: 1, memoryMib: vmGib * 1024 }),
    ),
  };
}
const rules = (more: object) => planSettings.parse({ overhead: false, tolerateHosts: 0, ...more });

it('a 6 GB host at 150 % holds three machines of 3 GB, at 100 % three of 2 GB', () => {
  const fits = (vmGib: number, memoryRatio: number) =>
    answerPlan({ name: 'x', inventory: inventory(1, 3, vmGib), settings: rules({ memoryRatio }) })
      .fits;
  expect(fits(3, 1.5)).toBe(true);
  expect(fits(3, 1)).toBe(false);
  expect(fits(2, 1)).toBe(true);
  expect(fits(2.1, 1)).toBe(false);
});

it('a cluster that fits with all hosts up may not survive the loss of one', () => {
  const plan = { name: 'x', inventory: inventory(2, 5, 2), settings: rules({ tolerateHosts: 1 }) };
  expect(answerPlan(plan).clusters[0]).toMatchObject({
    fits: true,
    survives: false,
    placedAfterFailure: 3,
    binding: 'memory',
  });
  const best = rankChanges(plan)[0]!;
  expect(best.morePlaced).toBe(2);
  expect(answerPlan(applyWhatIf(plan, best.patch)).survives).toBe(true);
});

it('a what-if leaves its base alone, and growth is spread over clusters', () => {
  const base = { name: 'base', inventory: inventory(2, 4, 1), settings: rules({}) };
  const patch = whatIfSchema.parse({
    name: 'grow',
    scale: { vms: 1.5 },
    remove: { hosts: ['h1'] },
    set: { cpuRatio: 8 },
  });
  const grown = applyWhatIf(base, patch);
  expect(grown.inventory.vms.map((vm) => vm.name)).toEqual([
    'v0',
    'v0#2',
    'v1',
    'v2',
    'v2#2',
    'v3',
  ]);
  expect(grown.inventory.hosts).toHaveLength(1);
  expect(grown.settings.cpuRatio).toBe(8);
  expect(base.inventory.hosts).toHaveLength(2);
  expect(
    unknownNames(base.inventory, whatIfSchema.parse({ name: 'x', remove: { hosts: ['h9'] } })),
  ).toEqual(['h9']);
});

it('hosts or machines added to a cluster nobody has are a name to correct; a whole new cluster is not', () => {
  const base = inventory(1, 1, 1);
  const host = { cluster: 'new', cores: 4, mhzPerCore: 2000, memoryGiB: 8 };
  const vm = { cluster: 'new', vcpus: 1, memoryGiB: 1 };
  const unknown = (add: object) => unknownNames(base, whatIfSchema.parse({ name: 'x', add }));
  expect(unknown({ hosts: [host] })).toEqual(['new']);
  expect(unknown({ vms: [vm] })).toEqual(['new']);
  expect(unknown({ hosts: [host], vms: [vm] })).toEqual([]);
});

it('DPM switches one host off below the band for 40 minutes and one on above it for 5', () => {
  const steady = (share: number, minutes: number) =>
    Array.from({ length: 4 }, () => Array(minutes).fill(share) as number[]);
  expect(dpmAdvice(steady(0.44, 40))).toMatchObject({ powerOff: 1, powerOn: 0 });
  expect(dpmAdvice(steady(0.44, 39))).toMatchObject({ powerOff: 0 });
  expect(dpmAdvice(steady(0.82, 5))).toMatchObject({ powerOn: 1, powerOff: 0 });
  expect(dpmAdvice(steady(0.81, 40))).toMatchObject({ powerOn: 0, powerOff: 0 });
  expect(dpmAdvice(steady(0.44, 40), 4)).toMatchObject({ powerOff: 0 });
});

it('balancing moves lower the imbalance each time and end', () => {
  const moves = drsMoves([5, 4, 3, 2, 1], [20, 20, 20], [0, 0, 0, 0, 0]);
  expect(moves.length).toBeGreaterThan(1);
  for (const move of moves) expect(move.after).toBeLessThan(move.before);
  expect(moves.at(-1)!.after).toBeLessThan(imbalance([0.75, 0, 0]) / 3);
});

it('memory states follow minFree, and power follows the measured curve', () => {
  expect(memoryState(1923 * 5, 128)).toBe('high');
  expect(memoryState(1923 * 0.5, 128)).toBe('soft');
  expect(memoryState(100, 128)).toBe('low');
  expect(serverWatts('HP ML110 G4 Xeon 3040', 0.35)).toBeCloseTo(97.75, 10);
});

it('a patch that sets one rule leaves the others as the base has them', () => {
  const base = {
    name: 'x',
    inventory: inventory(2, 1, 1),
    settings: rules({ tolerateHosts: 2, memoryRatio: 1.5 }),
  };
  const { settings } = applyWhatIf(base, whatIfSchema.parse({ name: 'y', set: { cpuRatio: 8 } }));
  expect(settings).toEqual({ ...base.settings, cpuRatio: 8 });
});
