import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hostOf, vmOf } from '../../inventory/inventory.fixture.ts';
import type { Inventory, InventoryVm } from '../../inventory/inventory.ts';
import { textIn } from '../../message.ts';
import { answerPlan } from '../answer.ts';
import { applyWhatIf } from '../apply-what-if.ts';
import { rankChanges } from '../changes.ts';
import type { Plan } from '../plan.ts';
import { planSettings } from '../settings.ts';
import { whatIfSchema } from '../what-if.ts';
import { unknownNames } from '../what-if-names.ts';
import { mergePlacement } from './after-patch.ts';
import { clusterProblem } from './cluster.ts';
import { matcher, unmatchedNames } from './names.ts';
import { placeProblem } from './place.ts';
import { packingReports } from './report.ts';
import { placementSchema } from './schema.ts';

const vm = (name: string, vcpus = 1, gib = 4): InventoryVm =>
  vmOf({ name, vcpus, memoryMib: gib * 1024 });

function inventory(hosts: number, vms: InventoryVm[]): Inventory {
  return {
    source: 'test',
    findings: [],
    hosts: Array.from({ length: hosts }, (_, i) =>
      hostOf({ name: `h${i}`, sockets: 2, cores: 8, memoryMib: 16 * 1024 }),
    ),
    vms,
  };
}

const settings = planSettings.parse({ overhead: false, tolerateHosts: 0, cpuRatio: 1 });

function placed(base: Inventory, placement: object) {
  const cluster = clusterProblem(base.hosts, base.vms, settings, placementSchema.parse(placement));
  const { hostOf } = placeProblem(cluster.problem);
  const of = new Map<string, number>();
  cluster.units.members.forEach((list, unit) => {
    for (const i of list) of.set(base.vms[i]!.name, hostOf[unit]!);
  });
  return { of, cluster };
}

it('machines kept together share a host, machines kept apart do not, and copies count as their original', () => {
  const base = inventory(
    3,
    ['a', 'b', 'web-1', 'web-2', 'web-2#2'].map((name) => vm(name)),
  );
  const { of } = placed(base, {
    rules: [
      { rule: 'together', name: 'pair', vms: ['a', 'b'] },
      { rule: 'apart', name: 'web', vms: ['web-*'] },
    ],
  });
  expect(of.get('a')).toBe(of.get('b'));
  expect(new Set([of.get('web-1'), of.get('web-2'), of.get('web-2#2')]).size).toBe(3);
});

it('a must rule keeps machines on its hosts or without a place; a should rule gives way', () => {
  const base = inventory(2, [vm('a', 1, 12), vm('b', 1, 12)]);
  const rule = (must: boolean) => ({
    rules: [{ rule: 'on', name: 'licence', vms: ['a', 'b'], hosts: ['h1'], must }],
  });
  expect([...placed(base, rule(true)).of.values()].sort()).toEqual([-1, 1]);
  expect([...placed(base, rule(false)).of.values()].sort()).toEqual([0, 1]);
  const away = { rules: [{ rule: 'not-on', name: 'old', vms: ['a'], hosts: ['h0'] }] };
  expect(placed(base, away).of.get('a')).toBe(1);
});

it('machines that must be together and apart at once have no place, and the reason is said', () => {
  const base = inventory(2, [vm('a'), vm('b')]);
  const { of, cluster } = placed(base, {
    rules: [
      { rule: 'together', name: 'x', vms: ['a', 'b'] },
      { rule: 'apart', name: 'y', vms: ['a', 'b'] },
    ],
  });
  expect([...of.values()]).toEqual([-1, -1]);
  expect([...cluster.units.blocked.values()][0]).toContain('"y" contradicts');
});

it('a pool starts no more than its limit, and what it reserves is lost to others', () => {
  const base = inventory(1, [vm('p1'), vm('p2'), vm('q1'), vm('q2')]);
  const limited = placed(base, { pools: [{ name: 'p', vms: ['p*'], limit: { memoryGiB: 4 } }] });
  expect([...limited.of.values()].filter((host) => host < 0)).toHaveLength(1);
  expect([...limited.cluster.units.blocked.values()]).toEqual(['limit of pool "p" (memory)']);
  const kept = placed(base, { pools: [{ name: 'p', vms: ['p*'], reserve: { memoryGiB: 12 } }] });
  // 4 of the 12 GiB are unused, so 12 of 16 GiB are left for machines.
  expect([...kept.of.values()].filter((host) => host >= 0)).toHaveLength(3);
});

it('storage and network bind where the hosts tell theirs', () => {
  const machines = ['a', 'b', 'c', 'd'].map((name) => ({
    ...vm(name, 1, 1),
    provisionedMib: 40 * 1024,
    inUseMib: 10 * 1024,
  }));
  const base: Plan = { name: 'x', inventory: inventory(1, machines), settings };
  const answer = (placement: object) =>
    answerPlan({ ...base, placement: placementSchema.parse(placement) }).clusters[0]!;
  expect(answer({})).toMatchObject({ placed: 4 });
  expect(answer({ hosts: { storageGiB: 100 } })).toMatchObject({ placed: 2, binding: 'storage' });
  expect(answer({ hosts: { storageGiB: 100 }, storage: 'in-use' })).toMatchObject({ placed: 4 });
  expect(answer({ hosts: { networkMbps: 1000 }, vmNetworkMbps: 400 })).toMatchObject({
    placed: 2,
    binding: 'network',
  });
});

it('a host in maintenance carries nothing, and a patch adds its rules to those of the base', () => {
  const base: Plan = {
    name: 'x',
    inventory: inventory(2, [vm('a', 1, 12), vm('b', 1, 12)]),
    settings,
  };
  const patch = whatIfSchema.parse({ name: 'm', placement: { maintenance: ['h1'] } });
  expect(answerPlan(applyWhatIf(base, patch)).clusters[0]).toMatchObject({ hosts: 1, placed: 1 });
  const merged = mergePlacement(
    placementSchema.parse({ maintenance: ['h0'], numa: 'within' }),
    placementSchema.parse({ maintenance: ['h1'] }),
  );
  expect(merged).toMatchObject({ maintenance: ['h0', 'h1'], numa: 'within' });
});

it('the rule that keeps machines out is the first thing to lift', () => {
  const base: Plan = {
    name: 'x',
    inventory: inventory(2, [vm('a', 1, 12), vm('b', 1, 12)]),
    settings,
    placement: placementSchema.parse({
      rules: [{ rule: 'on', name: 'licence', vms: ['a', 'b'], hosts: ['h1'] }],
      maintenance: ['h9'],
    }),
  };
  const best = rankChanges(base)[0]!;
  expect(best).toMatchObject({ morePlaced: 1, fits: true });
  expect(textIn(best.change, 'en')).toBe('without the rule "licence"');
  const [report] = packingReports(base);
  expect(report!.noPlace).toEqual([
    {
      count: 1,
      examples: ['b'],
      because: [
        { what: 'rule "licence"', hosts: 1 },
        { what: 'memory', hosts: 1 },
      ],
    },
  ]);
});

it('rules broken by the machines as they run are named', () => {
  const now = [vm('a'), vm('b'), vm('d')].map((machine) => ({ ...machine, host: 'h0' }));
  const [report] = packingReports({
    name: 'x',
    inventory: inventory(2, now),
    settings,
    placement: placementSchema.parse({
      rules: [
        { rule: 'apart', name: 'pair', vms: ['a', 'b'] },
        { rule: 'on', name: 'licence', vms: ['d'], hosts: ['h1'] },
      ],
    }),
  });
  expect(report).toMatchObject({ basis: 'now', hosts: 2, proved: true });
  expect(report!.broken).toEqual([
    '"pair": 1 too many on one host',
    '"licence": 1 machines on other hosts',
  ]);
  expect(report!.perHost[0]).toMatchObject({ host: 'h0', machines: 3, binding: 'memory', room: 1 });
});

it('removing a rule nobody gave is told, one that was given is not', () => {
  const placement = placementSchema.parse({
    rules: [{ rule: 'apart', name: 'r', vms: ['a'] }],
    maintenance: ['h*'],
  });
  const patch = whatIfSchema.parse({
    name: 'x',
    remove: { rules: ['r', 's'], pools: ['p'], maintenance: ['h*', 'h5'] },
  });
  expect(unknownNames(inventory(1, [vm('a')]), patch, placement)).toEqual(['s', 'p', 'h5']);
});

it('a patch removes by wildcards what it removes by names, and tells those that fit nothing', () => {
  const base: Plan = {
    name: 'today',
    inventory: inventory(3, [vm('web1'), vm('web2'), vm('db1')]),
    settings: planSettings.parse({}),
    placement: placementSchema.parse({
      rules: [{ rule: 'apart', name: 'web-apart', vms: ['web*'] }],
      maintenance: ['h0', 'h1'],
    }),
  };
  const patch = whatIfSchema.parse({
    name: 'x',
    remove: { hosts: ['*2'], vms: ['web*', 'none*'], rules: ['*-apart'], maintenance: ['h*'] },
  });
  expect(unknownNames(base.inventory, patch, base.placement)).toEqual(['none*']);
  const after = applyWhatIf(base, patch);
  expect(after.inventory.hosts.map(({ name }) => name)).toEqual(['h0', 'h1']);
  expect(after.inventory.vms.map(({ name }) => name)).toEqual(['db1']);
  expect(after.placement).toMatchObject({ rules: [], maintenance: [] });
});

it('a name that matches nothing is told', () => {
  const settingsOf = placementSchema.parse({
    maintenance: ['h7'],
    rules: [{ rule: 'on', name: 'r', vms: ['zz*', 'a'], hosts: ['h0'] }],
  });
  expect(unmatchedNames(inventory(1, [vm('a')]), settingsOf)).toEqual(['h7', 'zz*']);
});

it('a pattern matches as its pieces do, in order and without overlap', () => {
  const wild = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 8 });
  const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 10 });
  fc.assert(
    fc.property(wild, text, (pattern, letters) => {
      const [glob, name] = [pattern.join(''), letters.join('')];
      const expected = new RegExp(`^${glob.replaceAll('*', '.*')}$`).test(name);
      expect(matcher([glob])(name)).toBe(expected);
    }),
  );
});
