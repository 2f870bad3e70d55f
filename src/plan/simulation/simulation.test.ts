import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bundledData } from '../../evidence/bundled.ts';
import { readMachineLoad } from '../../formats/machine-trace/read-load.ts';
import { hostModels } from '../cloudsim/setup.ts';
import { EventQueue } from './events.ts';
import type { MachineLoad } from './load.ts';
import { consolidate } from './policies/consolidate.ts';
import { distributedPower } from './policies/dpm.ts';
import { evacuateForMaintenance } from './policies/evacuate.ts';
import { relieveOverload } from './policies/relieve.ts';
import { restartElsewhere } from './policies/restart.ts';
import { defaultPolicies } from './presets.ts';
import { simulateCluster } from './run.ts';
import {
  defaultSimSettings,
  type HostEvent,
  type SimHost,
  type SimScenario,
  type SimulationPolicy,
} from './scenario.ts';
import { shareFairly } from './shares.ts';

const watts = [100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 200];
const host = (name: string, over: Partial<SimHost> = {}): SimHost => ({
  name,
  cores: 4,
  mhzPerCore: 1000,
  memoryMib: 8192,
  watts,
  ...over,
});
const restart = () => restartElsewhere({ detectS: 30, restartS: 90, restartsPerHost: 2 });

/** `rows[machine][step]`, MHz; machines of 2 vCPUs and `memory` MiB. */
function loadOf(rows: readonly number[][], memory: readonly number[] = []): MachineLoad {
  const steps = rows[0]!.length;
  const demandMhz = new Float64Array(steps * rows.length);
  rows.forEach((row, m) => {
    row.forEach((mhz, step) => {
      demandMhz[step * rows.length + m] = mhz;
    });
  });
  return {
    name: 'test',
    stepS: 300,
    steps,
    demandMhz,
    machines: rows.map((_, m) => ({
      name: `m${m}`,
      vcpus: 2,
      capacityMhz: 2000,
      memoryMib: memory[m] ?? 1024,
      firstStep: 0,
      endStep: steps,
    })),
  };
}

const scenario = (over: Partial<SimScenario> & Pick<SimScenario, 'load'>): SimScenario => ({
  hosts: [host('a'), host('b')],
  settings: defaultSimSettings,
  policies: [],
  events: [],
  ...over,
});

const hostSizes = fc.record({
  cores: fc.integer({ min: 1, max: 8 }),
  memoryMib: fc.integer({ min: 1024, max: 16_384 }),
});
const machine = fc.record({
  vcpus: fc.integer({ min: 1, max: 4 }),
  memoryMib: fc.integer({ min: 64, max: 8192 }),
  from: fc.integer({ min: 0, max: 10 }),
  lasts: fc.integer({ min: 1, max: 24 }),
  demand: fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 8 }),
});
const event = fc.record({
  failure: fc.boolean(),
  atS: fc.integer({ min: 0, max: 24 * 300 }),
  host: fc.nat(),
  lastsS: fc.integer({ min: 1, max: 3000 }),
});
const anyScenario = fc
  .record({
    hosts: fc.array(hostSizes, { minLength: 1, maxLength: 6 }),
    machines: fc.array(machine, { minLength: 1, maxLength: 20 }),
    steps: fc.integer({ min: 1, max: 24 }),
    events: fc.array(event, { maxLength: 5 }),
    ratio: fc.constantFrom(0.5, 1, 1.5),
    moveModel: fc.constantFrom('pre-copy' as const, 'ram-over-bandwidth' as const),
    placement: fc.constantFrom('least-power' as const, 'first-fit' as const, 'best-fit' as const),
    dpm: fc.boolean(),
  })
  .map(({ hosts, machines, steps, events, ratio, moveModel, placement, dpm }) => {
    const width = machines.length;
    const demandMhz = new Float64Array(steps * width);
    const list = machines.map(({ vcpus, memoryMib, from, lasts, demand }, m) => {
      const firstStep = Math.min(from, steps - 1);
      const endStep = Math.min(steps, firstStep + lasts);
      for (let step = firstStep; step < endStep; step++)
        demandMhz[step * width + m] = demand[step % demand.length]!;
      return { name: `m${m}`, vcpus, capacityMhz: vcpus * 1000, memoryMib, firstStep, endStep };
    });
    return (): SimScenario => ({
      hosts: hosts.map((sizes, i) => host(`h${i}`, sizes)),
      load: { name: 'any', stepS: 300, steps, machines: list, demandMhz },
      settings: { ...defaultSimSettings, memoryRatio: ratio, moveModel, placement },
      policies: [
        relieveOverload(0.8),
        dpm ? distributedPower({ keepOn: 1, tolerateHosts: 0 }) : consolidate(),
        restart(),
        evacuateForMaintenance(),
      ],
      events: events.map(({ failure, atS, host: which, lastsS }): HostEvent => {
        const at = { atS, host: which % hosts.length };
        return failure
          ? { kind: 'failure', ...at, repairS: lastsS }
          : { kind: 'maintenance', ...at, workS: lastsS };
      }),
    });
  });

it('work is conserved, idle power is a floor, memory is never exceeded, and a run repeats to the last bit', () => {
  fc.assert(
    fc.property(anyScenario, (make) => {
      const watched = make();
      let worst = 0;
      const watch: SimulationPolicy = {
        id: 'watch',
        tick(cluster) {
          for (let h = 0; h < cluster.hosts; h++) {
            const used = cluster.machinesOn(h).reduce((sum, vm) => sum + cluster.memoryMib[vm]!, 0);
            const room = watched.hosts[h]!.memoryMib * watched.settings.memoryRatio;
            worst = Math.max(worst, used / room);
          }
        },
      };
      const outcome = simulateCluster({ ...watched, policies: [...watched.policies, watch] });
      const { load } = watched;
      const asked = load.demandMhz.reduce((sum, mhz) => sum + mhz * load.stepS, 0);
      expect(Math.abs(outcome.askedMhzS - asked)).toBeLessThanOrEqual(1e-9 * Math.max(1, asked));
      expect(outcome.servedMhzS).toBeLessThanOrEqual(asked * (1 + 1e-9));
      expect(outcome.energyKwh).toBeGreaterThanOrEqual(outcome.idleKwh * (1 - 1e-12));
      expect(worst).toBeLessThanOrEqual(1);
      expect(outcome.mostMemoryShare).toBeLessThanOrEqual(1);
      expect(Math.max(...outcome.series.hostsOn)).toBeLessThanOrEqual(watched.hosts.length + 1e-9);
      expect(simulateCluster(make())).toEqual(simulateCluster(make()));
    }),
    { numRuns: process.env.VIRTCOST_FULL ? 2000 : 150 },
  );
});

it('shares are max-min fair by vCPU: nobody gets more than asked, and nothing is left while somebody wants', () => {
  const wants = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 8 })),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(wants, fc.integer({ min: 1, max: 20_000 }), (list, capacity) => {
      const wanted = Float64Array.from(list, ([mhz]) => mhz);
      const vcpus = Float64Array.from(list, ([, count]) => count);
      const given = new Float64Array(list.length);
      const total = shareFairly(capacity, wanted, vcpus, list.length, given);
      const asked = wanted.reduce((sum, mhz) => sum + mhz, 0);
      expect(total).toBeCloseTo(Math.min(asked, capacity), 6);
      expect(given.reduce((sum, mhz) => sum + mhz, 0)).toBeCloseTo(total, 6);
      const short = list.map((_, i) => i).filter((i) => given[i]! < wanted[i]! - 1e-6);
      for (const i of short)
        for (let j = 0; j < list.length; j++)
          expect(given[j]! / vcpus[j]!).toBeLessThanOrEqual(given[i]! / vcpus[i]! + 1e-6);
    }),
  );
});

it('events come in the order of their time, equal times in the order they were added', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 }), (times) => {
      const queue = new EventQueue<number>();
      times.forEach((at, i) => {
        queue.add(at, i);
      });
      const taken: number[] = [];
      for (let next = queue.take(); next; next = queue.take()) taken.push(next.event);
      const expected = times.map((_, i) => i).sort((a, b) => times[a]! - times[b]! || a - b);
      expect(taken).toEqual(expected);
    }),
  );
});

it('a full host gives each vCPU the same, and what it does not give is steal', () => {
  const { unservedShare, coreSeconds, shortTimeShare, energyKwh } = simulateCluster(
    scenario({ hosts: [host('a')], load: loadOf([[2000], [2000], [2000]]) }),
  );
  expect(unservedShare).toBeCloseTo(1 / 3, 12);
  expect(coreSeconds).toEqual({ active: 1200, idle: 0, steal: expect.closeTo(600, 9) });
  expect(shortTimeShare).toBe(1);
  expect(energyKwh).toBeCloseTo((200 * 300) / 3.6e6, 12);
});

it('a move takes the time and the pause of the migration model, and its cost is charged to the machine', () => {
  const rows = [
    [100, 1900, 1900],
    [100, 1900, 1900],
    [100, 1900, 1900],
  ];
  const still = scenario({ load: loadOf(rows) });
  const { migrations, migrationS, outageS, powerOns } = simulateCluster({
    ...still,
    policies: [relieveOverload(0.8)],
  });
  expect(migrations).toBe(1);
  expect(powerOns).toBe(1);
  expect(migrationS).toBeGreaterThan(0.8);
  expect(outageS).toBeGreaterThan(0);
  expect(outageS).toBeLessThan(0.35);
  const cloudsim = simulateCluster({
    ...still,
    settings: { ...defaultSimSettings, moveModel: 'ram-over-bandwidth', allOn: true },
    policies: [relieveOverload(0.8)],
  });
  expect(cloudsim.migrationS).toBeCloseTo(1024 / 625, 12);
  expect(cloudsim.outageS).toBe(0);
});

it('machines of a failed host run again after detection and restart; without room they stay stopped', () => {
  const load = loadOf([Array(10).fill(500), Array(10).fill(500), Array(10).fill(500)]);
  const failure: HostEvent = { kind: 'failure', atS: 600, host: 0, repairS: 1e6 };
  const base = scenario({ load, events: [failure], policies: [restart()] });
  const two = simulateCluster({ ...base, settings: { ...defaultSimSettings, allOn: true } });
  expect([two.failures, two.restarts, two.unplaced]).toEqual([1, 3, 0]);
  // Two at once: 30 + 90 s for two machines, 30 + 180 s for the third.
  expect(two.outageS).toBeCloseTo(120 + 120 + 210, 9);
  const one = simulateCluster({ ...base, hosts: [host('a')] });
  expect([one.restarts, one.unplaced]).toEqual([0, 3]);
  expect(one.outageS).toBeCloseTo(3 * 2400, 9);
});

it('machines of the only host in use come back on one that is booted for them', () => {
  const load = loadOf([Array(12).fill(500), Array(12).fill(500)]);
  const outcome = simulateCluster(
    scenario({
      load,
      events: [{ kind: 'failure', atS: 700, host: 0, repairS: 1e6 }],
      policies: defaultPolicies('consolidate', 0.8, { keepOn: 1, tolerateHosts: 0 }),
    }),
  );
  expect([outcome.restarts, outcome.unplaced, outcome.powerOns]).toEqual([2, 0, 1]);
  // Boot until the step at 1200 s, then a restart.
  expect(outcome.outageS).toBeCloseTo(2 * (1200 - 700 + 90), 9);
});

it('a host wanted for maintenance is emptied, worked on and taken back', () => {
  const load = loadOf([Array(20).fill(500), Array(20).fill(500)]);
  const outcome = simulateCluster(
    scenario({
      load,
      events: [{ kind: 'maintenance', atS: 300, host: 0, workS: 600 }],
      policies: [evacuateForMaintenance()],
      settings: { ...defaultSimSettings, allOn: true },
    }),
  );
  expect([outcome.maintained, outcome.migrations, outcome.unplaced]).toEqual([1, 2, 0]);
  expect(outcome.unservedShare).toBeLessThan(1e-3);
});

it('DPM powers a host off after 40 quiet minutes and on again under load, after its boot', () => {
  const quiet = [...Array(12).fill(300), ...Array(8).fill(1950)] as number[];
  const outcome = simulateCluster(
    scenario({
      load: loadOf([quiet, quiet]),
      policies: [relieveOverload(0.81), distributedPower({ keepOn: 1, tolerateHosts: 0 })],
      settings: { ...defaultSimSettings, allOn: true, placement: 'best-fit', ceiling: 0.81 },
    }),
  );
  expect(outcome.powerOffs).toBeGreaterThanOrEqual(1);
  expect(outcome.powerOns).toBeGreaterThanOrEqual(1);
  expect(outcome.series.hostsOn[5]).toBe(2);
  expect(outcome.series.hostsOn[10]).toBeLessThan(2);
});

it('a PlanetLab day needs at least the 319 hosts its memory needs, in under 2 s of one core', async () => {
  const load = await readMachineLoad(bundledData('planetlab/20110303.tar.gz'));
  const hosts = Array.from({ length: 800 }, (_, i) => {
    const model = hostModels[i % 2]!;
    return host(`h${i}`, {
      cores: model.cores,
      mhzPerCore: model.mipsPerCore,
      memoryMib: model.ramMb,
      watts: model.watts,
    });
  });
  const before = process.cpuUsage();
  const outcome = simulateCluster(
    scenario({ hosts, load, policies: [relieveOverload(0.8), consolidate(), restart()] }),
  );
  const { user, system } = process.cpuUsage(before);
  expect(Math.min(...outcome.series.hostsOn)).toBeGreaterThanOrEqual(319);
  expect(outcome.unplaced).toBe(0);
  if (process.env.VIRTCOST_FULL) expect((user + system) / 1e6).toBeLessThan(2);
});
