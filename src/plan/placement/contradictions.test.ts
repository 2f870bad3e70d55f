import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { InventoryHost, InventoryVm } from '../../inventory/inventory.ts';
import { contradiction } from './contradictions.ts';
import { matcher } from './names.ts';
import type { PlacementRule } from './schema.ts';

const HOSTS = ['h0', 'h1', 'h2'];
const VMS = ['a', 'b', 'c', 'd'];
const hosts = HOSTS.map((name) => ({ name, cluster: 'C' }) as InventoryHost);
const vms = VMS.map((name) => ({ name, cluster: 'C', power: 'on', vcpus: 1 }) as InventoryVm);

const holds = (rule: PlacementRule, on: readonly number[]): boolean => {
  const mine = VMS.flatMap((name, vm) => (matcher(rule.vms)(name) ? [on[vm]!] : []));
  const distinct = new Set(mine).size;
  if (rule.rule === 'together') return distinct <= 1;
  if (rule.rule === 'apart') return distinct === mine.length;
  const named = matcher(rule.hosts);
  return !rule.must || mine.every((host) => named(HOSTS[host]!) === (rule.rule === 'on'));
};

/** Whether any placement obeys the rules, hosts without end. */
const possible = (rules: readonly PlacementRule[]): boolean =>
  Array.from({ length: HOSTS.length ** VMS.length }, (_, code) =>
    VMS.map((_, vm) => Math.floor(code / HOSTS.length ** vm) % HOSTS.length),
  ).some((on) => rules.every((rule) => holds(rule, on)));

const some = (names: string[]) => fc.subarray(names, { minLength: 1 });
const ruleOf = (kinds: ('together' | 'apart' | 'on' | 'not-on')[]) =>
  fc
    .record({
      rule: fc.constantFrom(...kinds),
      name: fc.constantFrom('r', 's', 't', 'u'),
      vms: fc.oneof(some(VMS), fc.constant(['*'])),
      // One rule alone may not forbid all hosts: that is an answer, no contradiction.
      hosts: fc.subarray(HOSTS, { minLength: 1, maxLength: 2 }),
      must: fc.boolean(),
    })
    .map(
      ({ rule, hosts: on, must, ...rest }) =>
        (rule === 'on' || rule === 'not-on'
          ? { ...rest, rule, hosts: on, must }
          : { ...rest, rule }) as PlacementRule,
    );

it('rules said to contradict each other hold in no placement', () => {
  const list = fc.array(ruleOf(['together', 'apart', 'on', 'not-on']), { maxLength: 5 });
  fc.assert(
    fc.property(list, (rules) => {
      const found = contradiction(hosts, vms, rules);
      if (found) expect(possible(rules)).toBe(false);
    }),
    { numRuns: 300 },
  );
});

it('rules of hosts and those that keep together are said to contradict each other whenever they do', () => {
  const list = fc.array(ruleOf(['together', 'on', 'not-on']), { maxLength: 5 });
  fc.assert(
    fc.property(list, (rules) => {
      expect(contradiction(hosts, vms, rules) === undefined).toBe(possible(rules));
    }),
    { numRuns: 300 },
  );
});

it('what an inventory lists counts with what is given, and not by itself', () => {
  const paired = vms.map((vm, i) =>
    i < 2 ? { ...vm, rules: [{ rule: 'together' as const, name: 'pair' }] } : vm,
  );
  const apart: PlacementRule = { rule: 'apart', name: 'web', vms: ['a', 'b'] };
  expect(contradiction(hosts, paired, [apart])).toMatchObject({
    machines: ['a', 'b'],
    rules: ['"web" (apart)', '"pair" (together)'],
  });
  const own = paired.map((vm, i) =>
    i < 2 ? { ...vm, rules: [...vm.rules!, { rule: 'apart' as const, name: 'both' }] } : vm,
  );
  expect(contradiction(hosts, own, [])).toBeUndefined();
});
