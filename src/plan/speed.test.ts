import { expect, it } from 'vitest';
import { Rng } from '../rng.ts';
import { answerPlan } from './answer.ts';
import type { Inventory } from './inventory.ts';
import { placeOnHosts } from './placement/place.ts';
import { applyWhatIf, planSettings, whatIfSchema } from './what-if.ts';

const full = Boolean(process.env.VIRTCOST_FULL);

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

it(`${full ? 100_000 : 5_000} machines of mixed sizes find places in under 10 s`, () => {
  const machines = full ? 100_000 : 5_000;
  const hosts = machines / 10;
  const rng = new Rng(7);
  const cores = Float64Array.from({ length: machines }, () => 2 ** rng.nextBelow(4));
  const memory = Float64Array.from(cores, (vcpus) => vcpus * 2048 * (1 + rng.nextBelow(3)));
  const capacity = [
    Float64Array.from({ length: hosts }, (_, h) => (h % 2 ? 64 : 48)),
    Float64Array.from({ length: hosts }, (_, h) => (h % 2 ? 393_216 : 262_144)),
  ];
  let placed = 0;
  const seconds = cpuSeconds(() => {
    placed = placeOnHosts([cores, memory], capacity).placed;
  });
  expect(placed).toBe(machines);
  expect(seconds).toBeLessThan(10);
});

it(`${full ? 1000 : 20} what-ifs of a cluster of 1,000 machines answer at 1,000 in a minute of two cores`, () => {
  const count = full ? 1000 : 20;
  const rng = new Rng(11);
  const inventory: Inventory = {
    source: 'generated',
    findings: [],
    hosts: Array.from({ length: 40 }, (_, i) => ({
      name: `h${i}`,
      cluster: 'c',
      sockets: 2,
      cores: 32,
      mhzPerCore: 2600,
      memoryMib: 524_288,
      inMaintenance: false,
    })),
    vms: Array.from({ length: 1000 }, (_, i) => ({
      name: `v${i}`,
      cluster: 'c',
      host: '',
      poweredOn: true,
      template: false,
      vcpus: 2 ** rng.nextBelow(4),
      memoryMib: 4096 * (1 + rng.nextBelow(6)),
      provisionedMib: 0,
      inUseMib: 0,
      cpuReservationMhz: 0,
      memoryReservationMib: 0,
      os: '',
    })),
  };
  const base = { name: 'base', inventory, settings: planSettings.parse({}) };
  let fitting = 0;
  const seconds = cpuSeconds(() => {
    for (let i = 0; i < count; i++) {
      const patch = whatIfSchema.parse({ name: `${i}`, scale: { memory: 0.5 + (2 * i) / count } });
      if (answerPlan(applyWhatIf(base, patch)).fits) fitting++;
    }
  });
  expect(fitting).toBeGreaterThan(0);
  expect(fitting).toBeLessThan(count);
  expect(seconds).toBeLessThan((120 * count) / 1000);
});
