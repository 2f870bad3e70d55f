import { expect, it } from 'vitest';
import { answerPlan } from '../answer.ts';
import { placementSchema } from '../placement/schema.ts';
import type { Plan } from '../plan.ts';
import { planSettings } from '../settings.ts';
import { apartShort } from './apart-short.ts';
import { leadOf } from './verdict.ts';

/** Small machines `v0...` of which a rule keeps the first so many apart, on hosts `h0...` with room for all. */
function planOf(
  hosts: number,
  apart: number,
  tolerateHosts = 0,
  more: readonly object[] = [],
): Plan {
  const rule = {
    rule: 'apart',
    name: 'web',
    vms: Array.from({ length: apart }, (_, i) => `v${i}`),
  };
  return {
    name: 'today',
    settings: planSettings.parse({ tolerateHosts }),
    placement: placementSchema.parse({ rules: [rule, ...more] }),
    inventory: {
      source: 'test',
      findings: [],
      hosts: Array.from({ length: hosts }, (_, i) => ({
        ...{ name: `h${i}`, cluster: 'c', sockets: 2, cores: 32, mhzPerCore: 2000 },
        ...{ memoryMib: 262_144, state: 'up' as const },
      })),
      vms: Array.from({ length: 6 }, (_, i) => ({
        ...{ name: `v${i}`, cluster: 'c', host: '', power: 'on' as const, template: false },
        ...{ vcpus: 1, memoryMib: 1024, provisionedMib: 0, inUseMib: 0, os: '' },
        ...{ cpuReservationMhz: 0, memoryReservationMib: 0 },
      })),
    },
  };
}

const lead = (plan: Plan) => leadOf(plan, answerPlan(plan));

it('more machines apart than hosts are told as impossible, with what to do, in both languages', () => {
  const plan = planOf(3, 5);
  const told = lead(plan);
  expect(told.in('en')).toContain(
    'In c, 2 of 6 machines have none: rule "web" keeps 5 machines apart and 3 hosts can take them, so at least 2 cannot have a place; add 2 hosts, or take machines out of the rule.',
  );
  expect(told.in('zh')).toContain(
    '规则“web”要求 5 台虚拟机互不同机，而可用的宿主机为 3 台，至少 2 台不可能有位置',
  );
  expect(lead(planOf(5, 5)).in('en')).toContain('Fits');
});

it('a failure takes a host from them, and rules of hosts leave them fewer', () => {
  expect(lead(planOf(5, 5, 1)).in('en')).toContain(
    'keeps 5 machines apart and 4 hosts can take them, so at least 1 cannot have a place; add 1 host,',
  );
  const on = { rule: 'on', name: 'o', vms: ['v*'], hosts: ['h0', 'h1'] };
  expect(apartShort(planOf(6, 3, 0, [on]), 'c', 0)).toEqual({ name: 'web', machines: 3, hosts: 2 });
  expect(apartShort(planOf(6, 2, 0, [on]), 'c', 0)).toBeUndefined();
});
