import { describe, expect, it } from 'vitest';
import { hostById } from '../hosts/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import type { Row } from './column.ts';
import { studies } from './index.ts';
import { withoutFiles } from './inputs.fixture.ts';
import type { SteadyRow } from './steady/columns.ts';
import type { Study, Task, TaskInputs } from './study.ts';

const scenario: Scenario = scenarioSchema(studies).parse({
  name: 'contract',
  hosts: ['srv', 'zen3'],
  techniques: ['bare-metal', 'container', 'full', 'para', 'hardware', 'hardware-sriov', 'nested'],
  pages: ['4K/4K', '4K/2M'],
  steady: { exitDamage: ['none', 'flush'] },
  disks: { cache: ['directsync', 'writeback'] },
  vms: [
    {
      name: 'small',
      memory: ['256MiB', '512MiB'],
      count: 4,
      disk: { size: '1GiB', used: '64MiB' },
      workload: { pattern: { kind: 'gups', footprint: '16MiB', accesses: 2000 }, events: 'server' },
    },
  ],
});

const inputs = ({ hosts }: Task): TaskInputs => ({
  ...withoutFiles,
  host: (id) => {
    // A task names every host it asks about, so that its identity holds them.
    expect(hosts).toContain(id);
    return hostById(id);
  },
});

/** Rows of every study, derived ones too, as a sweep makes them. */
async function allRows(): Promise<Record<string, Row[]>> {
  const rows: Record<string, Row[]> = {};
  for (const study of studies) {
    if (study.derive) {
      rows[study.id] = study
        .derive(scenario, rows, hostById)
        .map((row, i) => ({ case_id: `${study.id}${i}`, ...row }));
      continue;
    }
    const placed: Row[] = [];
    for (const task of study.expand(scenario)) {
      const found = await study.run(task, inputs(task));
      expect(found).toHaveLength(task.cases.length);
      task.cases.forEach((position, i) => {
        expect(placed[position]).toBeUndefined();
        placed[position] = { case_id: `${study.id}${position}`, ...found[i]! };
      });
    }
    rows[study.id] = placed;
  }
  return rows;
}

const complete = allRows();
const rowsOf = async (study: Study) => (await complete)[study.id]!;

describe.each(studies.map((study) => [study.id, study] as const))('study %s', (_, study) => {
  it('has a row for every position of its matrix, and its cells have different names', async () => {
    const rows = await rowsOf(study);
    expect(rows.length).toBeGreaterThan(0);
    expect(Object.keys(rows)).toHaveLength(rows.length);
    expect(new Set(rows.map((row) => study.cellName(row))).size).toBe(rows.length);
  });

  it('has a value in every column, of its type, and no other; only what may be empty is', async () => {
    for (const row of await rowsOf(study)) {
      expect(Object.keys(row).sort()).toEqual(study.columns.map(({ name }) => name).sort());
      for (const { name, type, nullable } of study.columns) {
        const value = row[name];
        if (value === null) expect(nullable, name).toBe(true);
        else if (type === 'STRING') expect(typeof value, name).toBe('string');
        else expect(Number.isFinite(value), `${name} ${value}`).toBe(true);
      }
    }
  });

  it('intervals hold their value', async () => {
    const names = study.columns
      .map(({ name }) => name)
      .filter((name) => name.endsWith('_low'))
      .map((name) => name.slice(0, -'_low'.length));
    for (const row of await rowsOf(study)) {
      for (const name of names) {
        const value = row[name] === undefined ? row[`${name}_ratio`]! : row[name];
        if (value === null) continue;
        const slack = 1e-9 * (1 + Math.abs(Number(value)));
        expect(Number(row[`${name}_low`]), name).toBeLessThanOrEqual(Number(value) + slack);
        expect(Number(row[`${name}_high`]), name).toBeGreaterThanOrEqual(Number(value) - slack);
      }
    }
  });

  it('tasks are plain data: what crossed a thread gives the same rows', async () => {
    const [task] = study.expand(scenario);
    if (!task) return;
    const crossed = structuredClone(task);
    expect(JSON.parse(JSON.stringify(crossed.data))).toEqual(task.data);
    expect(await study.run(crossed, inputs(task))).toEqual(await study.run(task, inputs(task)));
  });

  it('explains every row with terms of known status and source, and reproduces it', async () => {
    for (const row of await rowsOf(study)) {
      const explained = study.explain(row, { scenario, host: hostById });
      expect(explained.reproduces, study.cellName(row)).toBe(true);
      expect(explained.terms.length + explained.remarks.length).toBeGreaterThan(0);
      for (const { source, unit, low, value, high } of explained.terms) {
        expect(source.length).toBeGreaterThan(3);
        expect(unit).not.toBe('');
        const slack = 1e-9 * (1 + Math.abs(value));
        expect(low).toBeLessThanOrEqual(value + slack);
        expect(high).toBeGreaterThanOrEqual(value - slack);
      }
    }
  });

  it('says its answer in words, and its figures have rows, titles and ids of their own', async () => {
    const rows = await rowsOf(study);
    for (const sentence of study.sentences(rows)) {
      expect(sentence.in('en')).toMatch(/^[A-Z0-9a-z].*\.$/);
    }
    const figures = study.figures(rows);
    expect(figures.length).toBeGreaterThan(0);
    expect(new Set(figures.map(({ id }) => id)).size).toBe(figures.length);
    for (const figure of figures) {
      expect(figure.id).toMatch(/^[a-z0-9-]+$/);
      expect(figure.rows.length).toBeGreaterThan(0);
    }
    expect(study.figures([])).toEqual([]);
    expect(study.sentences([])).toEqual([]);
  });

  it('bounds columns it has', () => {
    for (const bound of study.bounds) {
      expect(study.columns.map(({ name }) => name)).toContain(bound.column);
    }
  });
});

it('rows have the type of their columns: a misspelled one does not compile', () => {
  const row: Pick<SteadyRow, 'technique' | 'overhead_ratio'> = {
    technique: 'hardware',
    overhead_ratio: 0.1,
  };
  // @ts-expect-error the column is overhead_ratio
  expect((row as SteadyRow).overhead).toBeUndefined();
  // @ts-expect-error a number column holds no text
  row.overhead_ratio = '10 %';
  // @ts-expect-error only columns that say so may be empty
  row.overhead_ratio = null;
});
