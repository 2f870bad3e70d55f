import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hostOf, vmOf } from '../../inventory/inventory.fixture.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { withHosts } from '../given-hosts.ts';
import type { PlacementRule, PlacementSettings } from '../placement/schema.ts';
import { planSettings } from '../settings.ts';
import { balance } from './balance.ts';
import { replayFailure, worstHost } from './failure.ts';
import { haVerdicts } from './ha.ts';
import { type Hosting, hostings } from './hosting.ts';
import { rollMaintenance } from './maintenance.ts';
import { moveCost } from './move-cost.ts';
import { perMinute, replayPower } from './power-replay.ts';

const moves = { linkGbit: 10, dirtyMibPerS: 20, workingSetShare: 0.1, zeroShare: 0 };
const timing = { detectS: 30, restartS: 90, restartsPerHost: 2 };
const settings = planSettings.parse({ overhead: false });

/** Hosts of 8 cores and 64 GiB; machines of one vCPU, `gib` each, by the host index given. */
function cluster(hosts: number, gib: number, on: readonly number[], uses?: number[]): Hosting {
  const inventory: Inventory = {
    source: 'test',
    findings: [],
    hosts: Array.from({ length: hosts }, (_, i) =>
      hostOf({ name: `host${i}`, cores: 8, memoryMib: 65_536, cpuUse: uses?.[i] }),
    ),
    vms: on.map((host, i) =>
      vmOf({ name: `v${i}`, host: `host${host}`, vcpus: 1, memoryMib: gib * 1024 }),
    ),
  };
  return hostings(inventory)[0]!;
}

it('a machine on a host the list does not have is on none', () => {
  expect(cluster(2, 1, [0, 1, 7]).hostOf).toEqual([0, 1, -1]);
});

it('without reservations slots and percentage admit what dedicated hosts refuse', () => {
  const full = cluster(2, 16, [0, 0, 0, 0, 1]);
  expect(haVerdicts(full, { settings }).map((verdict) => [verdict.policy, verdict.admits])).toEqual(
    [
      ['slots', true],
      ['percentage', true],
      ['dedicated hosts', false],
    ],
  );
});

it('slots take the largest reservation: five machines that reserve 32 GiB do not survive a host of 64 GiB', () => {
  const hosting = cluster(3, 32, [0, 0, 1, 1, 2]);
  const reserved = {
    ...hosting,
    vms: hosting.vms.map((vm) => ({ ...vm, memoryReservationMib: 32_000 })),
  };
  expect(haVerdicts(reserved, { settings })[0]).toMatchObject({ policy: 'slots', admits: false });
  expect(haVerdicts(reserved, { settings })[1]).toMatchObject({
    policy: 'percentage',
    admits: false,
  });
});

it('balancing moves from the busy host, costs every move, and overfills no memory', () => {
  const result = balance(cluster(2, 8, [0, 0, 0, 0, 1], [0.8, 0.1]), moves, { settings })!;
  expect(result.after).toBeLessThan(result.before);
  expect(result.moves.every((move) => move.from === 'host0' && move.totalS > 6)).toBe(true);
  expect(result.totalS).toBeCloseTo(result.moves.reduce((sum, move) => sum + move.totalS, 0));
  const tight = balance(cluster(2, 16, [0, 0, 0, 1, 1, 1, 1], [0.8, 0.1]), moves, { settings })!;
  expect(tight.moves).toHaveLength(0);
  expect(balance(cluster(2, 8, [0, 1]), moves, { settings })).toBeUndefined();
});

it('a move takes at least its memory over the link, and a guest that writes faster than it never ends', () => {
  fc.assert(
    fc.property(fc.integer({ min: 256, max: 200_000 }), (mib) => {
      const cost = moveCost(mib, moves);
      expect(cost.totalS).toBeGreaterThan((mib * 2 ** 20) / 1.25e9);
    }),
    { numRuns: 50 },
  );
  const fast = { ...moves, linkGbit: 1, dirtyMibPerS: 2000, workingSetShare: 1 };
  expect(moveCost(65_536, fast).verdict).toBe('never');
});

const dpm = { hosts: 4, keepOn: 1, bootMinutes: 5, server: 'Dell R740 2017' as const };

it('DPM powers hosts off one by one at night and on again when the load comes back', () => {
  const day = [...Array<number>(360).fill(0.4), ...Array<number>(360).fill(2.4)];
  const replay = replayPower(day, dpm);
  expect(Math.min(...replay.hostsOn)).toBe(1);
  expect(replay.hostsOn.at(-1)).toBe(3);
  expect([replay.powerOffs, replay.powerOns]).toEqual([3, 2]);
  expect(replay.shortMinutes).toBeGreaterThan(0);
  expect(replay.kwh).toBeLessThan(replay.kwhAlwaysOn);
});

it('inside 45-81 % nothing is switched, and energy is that of always on', () => {
  const replay = replayPower(Array<number>(600).fill(2.4), dpm);
  expect([replay.powerOffs, replay.powerOns]).toEqual([0, 0]);
  expect(replay.kwh).toBeCloseTo(replay.kwhAlwaysOn, 9);
});

it('samples become minutes by straight lines', () => {
  expect(perMinute([0, 5], 5)).toEqual([0, 1, 2, 3, 4, 5, 5, 5, 5, 5]);
});

it('a failed host restarts its machines in waves where there is room, and names those without', () => {
  const hosting = cluster(2, 16, [0, 0, 0, 1, 1]);
  const replay = replayFailure(hosting, 'host0', [0], { settings }, timing);
  expect(replay).toMatchObject({ stopped: 3, restarted: 2, lost: ['v2'], recoveredS: 120 });
  expect(worstHost(hosting, { settings }, timing)).toMatchObject({ what: 'host0' });
  const rack = replayFailure(hosting, 'rack', [0, 1], { settings }, timing);
  expect(rack).toMatchObject({ stopped: 5, restarted: 0, recoveredS: 0 });
});

it('a rolling maintenance empties every host in turn, or names the host that cannot be emptied', () => {
  const work = { minutesPerHost: 60, parallelMoves: 2 };
  const fine = rollMaintenance(cluster(3, 16, [0, 1, 2]), { settings }, work, moves);
  expect(fine).toMatchObject({ blockedAt: null, hosts: 3 });
  expect(fine.hours).toBeCloseTo(3 + fine.evacuationHours, 9);
  const full = rollMaintenance(cluster(2, 16, [0, 0, 0, 1, 1]), { settings }, work, moves);
  expect(full).toMatchObject({ blockedAt: 'host0', blockedMachines: 1 });
});

it('machines without hosts get the hosts given, and an inventory with hosts takes no others', () => {
  const { vms } = cluster(1, 1, [0]);
  const machines: Inventory = { source: 'x', hosts: [], vms, findings: [] };
  const full = withHosts(machines, '2:16:2600:256');
  expect(full.hosts.map((host) => host.memoryMib)).toEqual([262_144, 262_144]);
  expect(full.vms[0]!.cluster).toBe(full.hosts[0]!.cluster);
  expect(() => withHosts(machines, undefined)).toThrow(/no host/);
  expect(() => withHosts(machines, '2x16')).toThrow(/COUNT:CORES:MHZ:GIB/);
  expect(() => withHosts(full, '1:1:1000:1')).toThrow(/no --hosts/);
});

const placed = (rules: PlacementSettings['rules']) => ({ settings, placement: { rules } });

it('DRS mends broken rules first and moves nothing against one', () => {
  const busy = cluster(3, 4, [0, 0, 0, 0, 1], [0.8, 0.1, 0.1]);
  const apart = placed([{ rule: 'apart', name: 'a', vms: ['v0', 'v1'] }]);
  const found = balance(busy, moves, apart)!;
  expect(found.moves[0]).toMatchObject({ vm: 'v0', from: 'host0', why: 'rule' });
  expect(found.after).toBeLessThan(found.before);
  const bound = placed([{ rule: 'on', name: 'b', vms: ['v*'], hosts: ['host0'], must: true }]);
  // All are bound to host0: the one elsewhere comes back, and nothing is balanced.
  expect(balance(busy, moves, bound)!.moves).toMatchObject([
    { vm: 'v4', to: 'host0', why: 'rule' },
  ]);
  const together = placed([{ rule: 'together', name: 'c', vms: ['v0', 'v4'] }]);
  const joined = balance(busy, moves, together)!.moves;
  expect(joined[0]).toMatchObject({ vm: 'v4', from: 'host1', to: 'host0', why: 'rule' });
  const last = (name: string) => joined.filter(({ vm }) => vm === name).at(-1)?.to ?? 'host0';
  expect(last('v0')).toBe(last('v4'));
});

it('a rule no host can keep is named, and memory stays a limit for DRS', () => {
  const full = cluster(2, 30, [0, 0, 1, 1], [0.8, 0.1]);
  const apart = placed([{ rule: 'apart', name: 'a', vms: ['v0', 'v1'] }]);
  expect(balance(full, moves, apart)).toMatchObject({ moves: [], stillBroken: ['v0', 'v1'] });
});

it('HA admits nothing a rule keeps from restarting', () => {
  const small = cluster(3, 1, [0, 1, 2]);
  const verdicts = (rules: PlacementSettings['rules']) =>
    haVerdicts(small, placed(rules)).map(({ admits }) => admits);
  expect(verdicts([])).toEqual([true, true, true]);
  const bound: PlacementRule = {
    ...{ rule: 'on', name: 'licence', vms: ['v1'], hosts: ['host0'], must: true },
  };
  expect(verdicts([bound])).toEqual([false, false, false]);
  expect(haVerdicts(small, placed([bound]))[0]!.reason).toMatch(
    /rule "licence" leaves v1 1 of 3 hosts, 1 may fail/,
  );
  expect(verdicts([{ ...bound, must: false }])).toEqual([true, true, true]);
  expect(verdicts([{ rule: 'apart', name: 'a', vms: ['v*'] }])).toEqual([false, false, false]);
  expect(verdicts([{ rule: 'apart', name: 'a', vms: ['v0', 'v1'] }])).toEqual([true, true, true]);
});
