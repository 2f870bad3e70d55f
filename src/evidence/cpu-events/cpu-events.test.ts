import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpuEvents } from './index.ts';
import { bundledRecords } from './records.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtcost-cpu-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(records: unknown): Promise<string> {
  const path = join(folder, `${Math.abs(JSON.stringify(records).length)}.json`);
  await writeFile(path, JSON.stringify(records));
  return path;
}

const anchors = ['vmcall', 'portio_no_eventfd', 'ipi_halt'].map(
  (row) => `kvmperf.vmexit.box.${row}`,
);
const box = (row: string, value?: number) => ({
  id: `kvmperf.vmexit.box.${row}`,
  ...(value === undefined ? {} : { value, unit: 'cycles' }),
});
const anchorValues = [box('vmcall', 1000), box('portio_no_eventfd', 5000), box('ipi_halt', 10000)];

describe('the suite cpu-events', () => {
  it('predicts each SEEN primary entry within its bound or lists it with a reason', async () => {
    const { cases, summary } = await cpuEvents.validate({});
    expect(summary.failed).toBe(0);
    const listed = summary.listed as { reason: string; ids: string[] }[];
    const ids = new Set([...cases.map(({ id }) => id), ...listed.flatMap((group) => group.ids)]);
    const missing = (await bundledRecords()).filter(
      ({ id, status, source_grade }) =>
        status === 'SEEN' && source_grade?.startsWith('primary') && !ids.has(id),
    );
    expect(missing).toEqual([]);
    for (const { reason } of listed) expect(reason).not.toBe('no rule of the model covers it');
  });

  it('keeps the median error of rows the model was not built from within 10 %', async () => {
    const { summary } = await cpuEvents.validate({});
    expect(summary.medianError).toBeLessThan(0.1);
    expect(summary.independent).toBeGreaterThan(90);
  });

  it('predicts a machine from its three anchors and nothing else', async () => {
    const rows = ['cpuid', 'mmio_no_eventfd', 'eoi', 'ipi', 'mov_to_cr8'].map((row) => box(row));
    const bare = await file([...anchorValues, ...rows]);
    const predictions = await cpuEvents.predict({ data: bare, anchors });
    expect(predictions.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    const told = await file([
      ...anchorValues,
      ...rows.map((row) => ({ ...row, value: 123456, unit: 'cycles' })),
    ]);
    expect(await cpuEvents.predict({ data: told, anchors })).toEqual(predictions);
  });

  it('gives back the reference machine when calibrated on its own anchors', async () => {
    const records = (await bundledRecords()).filter(({ id }) => id.includes('vmexit.server'));
    const data = await file(records);
    const own = anchors.map((id) => id.replace('.box.', '.server.'));
    const { cases } = await cpuEvents.validate({ data, anchors: own });
    expect(cases.length).toBe(records.length - 3);
    for (const { error } of cases) expect(Math.abs(error ?? 1)).toBeLessThan(1e-9);
  });

  it.each([
    [['nothing'], 'expected ids of the data'],
    [[anchors[0]!, anchors[1]!], 'wake-up'],
    [[anchors[0]!, anchors[1]!, 'kvmperf.vmexit.other.ipi_halt'], 'one machine'],
  ])('refuses anchors %j', async (ids, message) => {
    const other = { id: 'kvmperf.vmexit.other.ipi_halt', value: 1 };
    const data = await file([...anchorValues, other]);
    await expect(cpuEvents.predict({ data, anchors: ids })).rejects.toThrow(message);
  });

  it.each([
    [{ id: 'x' }, 'array of records'],
    [[{ value: 3 }], 'array of records'],
    [[{ id: 'a' }, { id: 'a' }], 'each id once'],
  ])('refuses %j', async (records, message) => {
    await expect(cpuEvents.predict({ data: await file(records) })).rejects.toThrow(message);
  });
});
