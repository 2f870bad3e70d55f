import { expect, it } from 'vitest';
import { hostById } from '../hosts/index.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import { namedVms } from '../workloads/named-vms/index.ts';
import type { Row } from './column.ts';
import { studies } from './index.ts';
import { withoutFiles } from './inputs.fixture.ts';

const leaves = (value: unknown, path = ''): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key))
    : [path];

it('thirty named VMs, each figure with how it is known, estimates said to be', () => {
  expect(namedVms.length).toBeGreaterThanOrEqual(30);
  for (const { id, vm, sources } of namedVms) {
    for (const leaf of leaves(vm)) {
      const known = Object.keys(sources).some(
        (path) => leaf === path || leaf.startsWith(`${path}.`),
      );
      expect(known, `${id} ${leaf}`).toBe(true);
    }
    for (const { status, source } of Object.values(sources)) {
      expect(source.length).toBeGreaterThan(20);
      if (status === 'estimated') expect(source).toMatch(/estimate|cautious/);
    }
  }
});

it.each(namedVms.map(({ id }) => id))('named VM %s runs through every study', async (preset) => {
  const scenario = scenarioSchema(studies).parse({
    name: 'one',
    hosts: ['srv'],
    techniques: ['para', 'hardware'],
    // The streams themselves are simulated by others; here their footprint and length are small.
    vms: [
      {
        name: 'one',
        preset,
        count: 3,
        workload: { pattern: { footprint: '16MiB', accesses: 2000 } },
      },
    ],
  });
  const rows: Record<string, Row[]> = {};
  for (const study of studies) {
    if (study.derive) {
      rows[study.id] = study.derive(scenario, rows, hostById);
      continue;
    }
    const tasks = study.expand(scenario);
    const found = await Promise.all(tasks.map((task) => study.run(task, withoutFiles)));
    rows[study.id] = found.flat();
  }
  expect(rows.density).toHaveLength(2);
  for (const row of rows.density!) {
    expect(Number(row.overhead)).toBeGreaterThan(0);
    expect(row.vms_per_host).toBeTypeOf('number');
  }
});
