import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crossValidate } from './cross-validation.ts';
import { cpuEvents } from './index.ts';
import { bundledRecords } from './records.ts';
import { cyclesOf, rowsOf } from './steps.ts';

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
    const rows = cases.filter(({ id }) => id !== 'all/median');
    expect(rows.length).toBe(records.length - 3);
    for (const { error } of rows) expect(Math.abs(error ?? 1)).toBeLessThan(1e-9);
  });

  it('predicts the boards from every three rows that fix them, within 10 % in the middle and 15 % at worst', async () => {
    const trials = crossValidate(await bundledRecords());
    const boards = trials.filter(({ calibration }) => !calibration);
    expect(boards.length).toBe(9);
    for (const { medianError, worstError } of boards) {
      expect(medianError).toBeLessThan(0.1);
      expect(worstError).toBeLessThan(0.15);
    }
  });

  it.each([
    // A row of the server from the steps of its other rows: none of these uses the row's own number.
    [
      'inl_from_qemu',
      ['portio_no_eventfd', 1],
      [
        ['inl_from_kernel', 2],
        ['outl_to_kernel', -2],
      ],
    ],
    [
      'inl_from_kernel',
      ['outl_to_kernel', 1],
      [
        ['inl_from_qemu', 0.5],
        ['portio_no_eventfd', -0.5],
      ],
    ],
    [
      'mmio_datamatch_eventfd',
      ['portio_datamatch_eventfd', 1],
      [
        ['inl_from_kernel', 1],
        ['outl_to_kernel', -1],
      ],
    ],
    [
      'mmio_no_eventfd',
      ['portio_no_eventfd', 1],
      [
        ['mmio_datamatch_eventfd', 1],
        ['portio_wildcard_eventfd', -1],
      ],
    ],
    ['outl_to_kernel', ['portio_wildcard_eventfd', 1], []],
    ['cpuid', ['rd_tsc_adjust_msr', 1], []],
  ] as [string, [string, number], [string, number][]][])(
    '%s follows from the steps of other rows within 15 %%',
    async (row, base, others) => {
      const values = new Map((await bundledRecords()).map(({ id, value }) => [id, value]));
      const of = (name: string) =>
        Number(
          values.get(`kvmperf.vmexit.server.${name}`) ??
            values.get(`kvmperf.vmexit.server.${name.replace('datamatch', 'wildcard')}`),
        );
      const sum = [base, ...others].reduce((total, [name, times]) => total + times * of(name), 0);
      expect(Math.abs(sum / of(row) - 1)).toBeLessThan(0.15);
    },
  );

  it('finds the same machine from any rows that share its steps', async () => {
    const machine = { exit: 1000, user: 4000, wake: 10_000 };
    const records = Object.entries(rowsOf('box')).map(([name, row]) =>
      box(name, cyclesOf(row, machine)),
    );
    const data = await file(records);
    for (const names of [
      ['cpuid', 'portio_no_eventfd', 'ipi'],
      ['eoi', 'mmio_no_eventfd', 'ipi_halt'],
      ['outl_to_kernel', 'inl_from_pmtimer', 'ipi'],
    ]) {
      const ids = names.map((name) => `kvmperf.vmexit.box.${name}`);
      const { cases } = await cpuEvents.validate({ data, anchors: ids });
      expect(cases.length).toBe(records.length - 2);
      for (const { error } of cases) expect(Math.abs(error ?? 1)).toBeLessThan(1e-6);
    }
  });

  it('says which anchors are poor and what would be better', async () => {
    const data = await file([
      ...anchorValues,
      box('inl_from_pmtimer', 9000),
      box('mmio_datamatch_eventfd', 2900),
    ]);
    const ids = (names: string[]) => names.map((name) => `kvmperf.vmexit.box.${name}`);
    expect(await cpuEvents.advise?.({ data, anchors })).toEqual([]);
    const [sentence] =
      (await cpuEvents.advise?.({
        data,
        anchors: ids(['mmio_datamatch_eventfd', 'portio_no_eventfd', 'ipi_halt']),
      })) ?? [];
    expect(sentence).toMatch(/poor anchors: they fix the exit step to \d+ % only; better: vmcall/);
  });

  it('leaves the emulator out of IN where the kernel has a fast path for it', async () => {
    const at = async (conditions?: string) => {
      const rows = [...anchorValues, box('inl_from_kernel'), box('inl_from_qemu')];
      const data = await file(
        rows.map((row) => ({ ...row, ...(conditions ? { conditions } : {}) })),
      );
      const predicted = await cpuEvents.predict({ data, anchors });
      return predicted.map(({ value }) => Number(value));
    };
    const [kernel = 0, user = 0] = await at('Linux 3.10 KVM');
    expect(await at()).toEqual([kernel, user]);
    const [fastKernel = 0, fastUser = 0] = await at('Linux 4.18 KVM');
    expect(kernel - fastKernel).toBeCloseTo(3291 - 2023, 6);
    expect(user - fastUser).toBeCloseTo(12218 - 9152, 6);
  });

  it.each([
    [['nothing'], 'expected ids of the data'],
    [[anchors[0]!, anchors[1]!], 'wake-up'],
    [[anchors[0]!, anchors[1]!, 'kvmperf.vmexit.box.eoi'], 'wake-up'],
    [[anchors[0]!, anchors[1]!, 'kvmperf.vmexit.box.unheard'], 'vmexit rows'],
    [[anchors[0]!, anchors[1]!, 'kvmperf.vmexit.other.ipi_halt'], 'one machine'],
  ])('refuses anchors %j', async (ids, message) => {
    const other = { id: 'kvmperf.vmexit.other.ipi_halt', value: 1 };
    const data = await file([...anchorValues, other, box('eoi', 1700), box('unheard', 3)]);
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
