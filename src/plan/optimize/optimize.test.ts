import { describe, expect, it } from 'vitest';
import { hostOf, vmOf } from '../../inventory/inventory.fixture.ts';
import type { Inventory, InventoryVm } from '../../inventory/inventory.ts';
import type { Plan } from '../plan.ts';
import { planSettings } from '../settings.ts';
import { optimize } from './optimize.ts';
import { optimizeSchema } from './schema.ts';
import { optimizeSentence } from './sentence.ts';
import { SeriesBuilder } from './series.ts';

const GIB = 1024;
const DAY_MS = 86_400_000;

const vm = (name: string, more: Partial<InventoryVm> = {}): InventoryVm =>
  vmOf({
    name,
    host: 'h1',
    vcpus: 4,
    memoryMib: 16 * GIB,
    provisionedMib: 100 * GIB,
    inUseMib: 50 * GIB,
    ...more,
  });

const host = (name: string) => hostOf({ name, sockets: 2, cores: 8, memoryMib: 64 * GIB });

const plan = (vms: InventoryVm[], more: Partial<Inventory> = {}): Plan => ({
  name: 'today',
  inventory: { source: 'x', hosts: ['h1', 'h2', 'h3', 'h4'].map(host), vms, findings: [], ...more },
  settings: planSettings.parse({ overhead: false }),
});

/** A day of samples every five minutes. */
function load(machines: Record<string, [cpuPercent: number, memoryGib: number]>) {
  const into = new SeriesBuilder();
  for (let i = 1; i <= 288; i++)
    for (const [name, [cpu, gib]] of Object.entries(machines))
      into.add(name, { timeS: 300 * i, cpu, memory: gib * GIB });
  return into.finish('load', 'csv');
}

const oneDay = (more = {}) => optimizeSchema.parse({ windowDays: 1, ...more });

describe('what comes back', () => {
  it('each machine counts once: off before idle before snapshots before wide disks', () => {
    const wide = [{ name: '/', capacityMib: 100 * GIB, consumedMib: 10 * GIB }];
    const old = [{ name: 's', takenMs: 0, sizeMib: 2 * GIB }];
    const answer = optimize(
      plan(
        [
          vm('off', { power: 'off', snapshots: old, partitions: wide }),
          vm('idle', { snapshots: old, partitions: wide }),
          vm('snap', { snapshots: old, partitions: wide }),
          vm('wide', { partitions: wide }),
          vm('template', { power: 'off', template: true }),
        ],
        {
          exportedMs: 10 * DAY_MS,
          orphanedFiles: [{ path: '[ds] x/x.vmdk', datastore: 'ds', sizeMib: undefined }],
        },
      ),
      // 1 % of 4 x 2,000 MHz is 80 MHz: idle below 100.
      load({ idle: [1, 2], snap: [80, 13], wide: [80, 13] }),
      oneDay(),
    );
    const found = answer.actions.map(({ action, name, diskGib, basis }) => [
      action,
      name,
      diskGib,
      basis,
    ]);
    expect(found).toEqual([
      ['idle', 'idle', 0, 'measured'],
      ['powered off', 'off', 50, 'inventory'],
      ['old snapshot', 'snap', 2, 'inventory'],
      ['orphaned disk', '[ds] x/x.vmdk', null, 'inventory'],
      // 100 GiB less 12: more than the 40 its files take beyond what is consumed, so those come back.
      ['over-provisioned disk', 'wide', 40, 'candidate'],
    ]);
  });

  it('hosts come back by packing: 8 machines of 16 GiB need 2 + 1 hosts, of 4 GiB 1 + 1', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const machines = Object.fromEntries(names.map((name) => [name, [60, 3] as [number, number]]));
    const answer = optimize(
      plan(names.map((name) => vm(name))),
      load(machines),
      oneDay({ prices: { currency: 'EUR', hostMonth: 100 } }),
    );
    expect(answer.hosts).toEqual([
      expect.objectContaining({ needed: 3, after: 2, comeBack: 1, bySums: false }),
    ]);
    // ceil(4 x 0.6 x 1.2) = 3 vCPU, ceil(3 x 1.2) = 4 GiB; 12 of a host's 64 GiB come back, 18.75 EUR.
    expect(answer.actions[0]).toMatchObject({
      vcpus: 1,
      memoryGib: 12,
      hostShare: 0.1875,
      money: 18.75,
    });
    expect(String(optimizeSentence(answer))).toBe(
      'To give back: 8 vCPU, 96 GiB of memory, 1 host, 150 EUR a month, by 8 actions, 8 of them smaller machines.',
    );
  });

  it('without load nothing is sized, and the answer says so', () => {
    const answer = optimize(plan([vm('a')]), undefined, oneDay());
    expect(answer.sizes).toEqual([]);
    expect(answer.load).toBeNull();
    expect(String(optimizeSentence(answer))).toMatch(/No load is given, so sizes are not judged/);
  });

  it('machines of one name, and of none in the inventory, are counted, not guessed', () => {
    const { load: match, sizes } = optimize(
      plan([vm('a'), vm('twin'), vm('twin')]),
      load({ a: [50, 4], twin: [50, 4], stranger: [50, 4] }),
      oneDay(),
    );
    expect(sizes.map(({ machine }) => machine)).toEqual(['a']);
    expect(match).toMatchObject({ matched: 1, withoutLoad: 2, unknown: 2 });
  });

  it('a snapshot of unknown age is a candidate, a young one nothing', () => {
    const young = { name: 'young', takenMs: 9 * DAY_MS, sizeMib: GIB };
    const undated = { name: 'undated', takenMs: undefined, sizeMib: GIB };
    const { actions, asOf } = optimize(
      plan([vm('a', { snapshots: [young, undated] })]),
      undefined,
      oneDay({ asOf: '1970-01-11' }),
    );
    expect(asOf).toEqual({ ms: 10 * DAY_MS, from: 'given' });
    expect(actions.map(({ why, basis }) => [why, basis])).toEqual([
      ['"undated", age unknown', 'candidate'],
    ]);
  });
});
