import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rvtoolsTabs, type Tabs, workbookBytes } from '../../../test/inventories.ts';
import { UserError } from '../../errors.ts';
import { readInventory } from './index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtcost-rvtools-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const good = rvtoolsTabs;
const [info, host] = [good.vInfo![0]!, good.vHost![0]!];

function save(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const workbook = (name: string, tabs: Tabs) => save(name, workbookBytes(tabs));

it('joins tabs whose host names differ, and reports instead of dropping', async () => {
  const inventory = await readInventory(workbook('good.xlsx', good));
  expect(inventory.vms.map((vm) => [vm.name, vm.power, vm.template])).toEqual([
    ['web', 'on', false],
    ['=cmd|x', 'off', false],
    ['web', 'on', true],
  ]);
  expect(inventory.hosts[0]).toMatchObject({ name: 'esx1', cores: 16, cpuUse: 0.38 });
  expect(inventory.findings.map((finding) => finding.kind).sort()).toEqual([
    'duplicate-name',
    'host-without-vms',
    'renamed-host',
    'unknown-host',
  ]);
});

it('reads the same from a folder of CSV files', async () => {
  const csv = join(folder, 'csv');
  (await import('node:fs')).mkdirSync(csv);
  for (const [tab, rows] of Object.entries(good)) {
    writeFileSync(
      join(csv, `RVTools_tab${tab}.csv`),
      rows.map((cells) => cells.join(',')).join('\r\n'),
    );
  }
  const [a, b] = [await readInventory(csv), await readInventory(workbook('again.xlsx', good))];
  expect(a.vms).toEqual(b.vms);
  expect(a.hosts).toEqual(b.hosts);
});

async function complaint(path: string): Promise<string> {
  try {
    await readInventory(path);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('accepted');
}

it('a missing tab, a missing column and a word for a number are each named', async () => {
  expect(await complaint(workbook('tabs.xlsx', { vDisk: [['VM'], ['a']] }))).toContain(
    'an inventory of a kind',
  );
  const noMemory = { ...good, vHost: [host.filter((title) => title !== '# Memory'), []] };
  expect(await complaint(workbook('column.xlsx', noMemory))).toContain(
    'a column "# Memory" in tab vHost',
  );
  const words = { ...good, vInfo: [info, ['a', 'poweredOn', '', 'many', 1, 1, 1, 'c', 'esx1']] };
  expect(await complaint(workbook('word.xlsx', words))).toMatch(
    /word\.xlsx:2: expected a number for CPUs in tab vInfo, found "many"/,
  );
});

it('a negative size counts as 0 and is reported', async () => {
  const negative = { ...good, vInfo: [info, ['a', 'poweredOn', '', 2, -4096, 1, 1, 'c', 'esx1']] };
  const inventory = await readInventory(workbook('negative.xlsx', negative));
  expect(inventory.vms[0]!.memoryMib).toBe(0);
  expect(inventory.findings.some((finding) => finding.kind === 'bad-number')).toBe(true);
});

it('a zip bomb is refused before it unpacks, and what is no zip is named', async () => {
  const bomb = zipSync({ 'xl/worksheets/sheet9.xml': new Uint8Array(600 * 2 ** 20) }, { level: 9 });
  const path = join(folder, 'bomb.xlsx');
  writeFileSync(path, bomb);
  expect(bomb.length).toBeLessThan(1e6);
  expect(await complaint(path)).toContain('zip bomb');
  writeFileSync(join(folder, 'text.xlsx'), 'not a zip');
  expect(await complaint(join(folder, 'text.xlsx'))).toContain('an xlsx workbook');
  expect(await complaint(join(folder, 'none.xlsx'))).toContain('no such file');
});

it('entities are not expanded: an XML bomb ends as an error', async () => {
  const sheet = strToU8(
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>',
  );
  const path = workbook('entities.xlsx', good);
  const { unzipSync } = await import('fflate');
  const parts = unzipSync((await import('node:fs')).readFileSync(path));
  parts['xl/worksheets/sheet0.xml'] = sheet;
  writeFileSync(path, zipSync(parts));
  expect(await complaint(path)).toContain('well-formed XML');
});

it('reads datastores, disks, pools and rules where the export has them', async () => {
  const inventory = await readInventory(
    workbook('storage.xlsx', {
      ...good,
      vInfo: [
        [...info, 'Path', 'Resource pool', 'Cluster rule(s)', 'Cluster rule name(s)'],
        ...good
          .vInfo!.slice(1, 3)
          .map((row) => [
            ...row,
            ...Array(info.length - row.length).fill(''),
            ...['[fast] web/web.vmx', 'gold', 'VM anti-affinity', 'web apart'],
          ]),
      ],
      vDisk: [
        ['VM', 'Capacity MiB', 'Thin', 'Path'],
        ['web', 40_960, 'True', '[fast] web/web.vmdk'],
        ['web', 10_240, 'False', '[slow] web/data.vmdk'],
      ],
      vDatastore: [
        ['Name', 'Capacity MB', 'Provisioned MB', 'Free MB'],
        ['fast', 100_000, 150_000, 30_000],
        ['', 1, 1, 1],
      ],
    }),
  );
  expect(inventory.datastores).toEqual([
    { name: 'fast', capacityMib: 100_000, provisionedMib: 150_000, inUseMib: 70_000 },
  ]);
  expect(inventory.vms[0]).toMatchObject({
    datastore: 'fast',
    pool: 'gold',
    rules: [{ rule: 'apart', name: 'web apart' }],
    disks: [
      { capacityMib: 40_960, datastore: 'fast', thin: true },
      { capacityMib: 10_240, datastore: 'slow', thin: false },
    ],
  });
});
