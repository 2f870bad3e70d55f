import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hostOf, vmOf } from '../../inventory/inventory.fixture.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { answerPlan } from '../answer.ts';
import { planSettings } from '../settings.ts';
import type { PlacementSettings } from './schema.ts';

interface Size {
  cores: number;
  gib: number;
}

const size = (cores: number, gib: number) =>
  fc.record({
    cores: fc.integer({ min: 1, max: cores }),
    gib: fc.integer({ min: 1, max: gib }),
  });

function inventory(hosts: readonly Size[], vms: readonly Size[]): Inventory {
  return {
    source: 'test',
    findings: [],
    hosts: hosts.map(({ cores, gib }, i) =>
      hostOf({ name: `h${i}`, cores, memoryMib: gib * 1024 }),
    ),
    vms: vms.map(({ cores, gib }, i) =>
      vmOf({ name: `v${i}`, vcpus: cores, memoryMib: gib * 1024 }),
    ),
  };
}

const settings = (tolerateHosts: number) =>
  planSettings.parse({ cpuRatio: 4, overhead: false, tolerateHosts });

const answer = (
  hosts: readonly Size[],
  vms: readonly Size[],
  failures: number,
  placement?: PlacementSettings,
) =>
  answerPlan({
    name: 'x',
    inventory: inventory(hosts, vms),
    settings: settings(failures),
    placement,
  }).clusters[0]!;

const runs = { numRuns: process.env.VIRTCOST_FULL ? 5000 : 150 };
const machines = fc.array(size(8, 12), { minLength: 1, maxLength: 18 });
const rules = fc.constantFrom<PlacementSettings | undefined>(
  undefined,
  { rules: [{ rule: 'apart', name: 'a', vms: ['v0', 'v1', 'v2'] }] },
  { rules: [{ rule: 'on', name: 'b', vms: ['v*1'], hosts: ['h0', 'h1'], must: true }] },
  { rules: [{ rule: 'together', name: 'c', vms: ['v0', 'v3'] }] },
  { rules: [{ rule: 'not-on', name: 'd', vms: ['v*2'], hosts: ['h0'], must: true }] },
  {
    rules: [
      { rule: 'together', name: 'e', vms: ['v0', 'v1'] },
      { rule: 'apart', name: 'f', vms: ['v1', 'v2'] },
    ],
  },
);

it('one more host of any size never leaves less room, and what fits still fits', () => {
  fc.assert(
    fc.property(
      fc.array(size(8, 32), { minLength: 1, maxLength: 5 }),
      size(8, 32),
      machines,
      fc.integer({ min: 0, max: 2 }),
      rules,
      (hosts, one, vms, failures, placement) => {
        const [before, after] = [
          answer(hosts, vms, failures, placement),
          answer([...hosts, one], vms, failures, placement),
        ];
        expect(after.roomForAverage).toBeGreaterThanOrEqual(before.roomForAverage);
        if (before.fits) expect(after.fits).toBe(true);
        if (before.survives) expect(after.survives).toBe(true);
      },
    ),
    runs,
  );
});

it('hosts of one kind, one by one: room grows by at least what an empty host takes', () => {
  fc.assert(
    fc.property(size(8, 32), machines, fc.integer({ min: 0, max: 1 }), (kind, vms, failures) => {
      let before = -1;
      for (let count = 1; count <= 12; count++) {
        const { roomForAverage } = answer(Array<Size>(count).fill(kind), vms, failures);
        expect(roomForAverage).toBeGreaterThanOrEqual(before);
        before = roomForAverage;
      }
    }),
    { numRuns: Math.ceil(runs.numRuns / 4) },
  );
});

it('fewer failures to bear never leave less room', () => {
  fc.assert(
    fc.property(
      fc.array(size(8, 32), { minLength: 2, maxLength: 5 }),
      machines,
      fc.integer({ min: 1, max: 2 }),
      (hosts, vms, failures) => {
        const [strict, relaxed] = [answer(hosts, vms, failures), answer(hosts, vms, failures - 1)];
        expect(relaxed.roomForAverage).toBeGreaterThanOrEqual(strict.roomForAverage);
      },
    ),
    runs,
  );
});

it('room by hand: 4 hosts of 16 GiB, 6 machines of 5 GiB, one host may fail', () => {
  const hosts = Array<Size>(4).fill({ cores: 8, gib: 16 });
  const vms = Array<Size>(6).fill({ cores: 1, gib: 5 });
  // Three a host: two hosts are full, the third of those left is empty.
  expect(answer(hosts, vms, 1).roomForAverage).toBe(3);
  expect(answer(hosts.slice(1), vms, 1).roomForAverage).toBe(0);
  // With a machine that has no place there is no room for others.
  expect(answer(hosts.slice(2), vms, 1)).toMatchObject({ roomForAverage: 0, survives: false });
});
