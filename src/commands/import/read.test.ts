import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fleet, forms, partialForms } from '../../../test/fleets/index.ts';
import { inventorySentence, loadSentence, totalsOf } from './inventory.ts';
import { readImport, refuseGuestOptions } from './read.ts';

let folder: string;
let count = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtcost-import-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(content: string | Uint8Array): string {
  const path = join(folder, `${count++}`);
  writeFileSync(path, content);
  return path;
}

it.each(Object.entries(forms))(
  'one fleet as %s is an inventory of the same totals',
  async (_, form) => {
    const path = join(folder, `${count++}`);
    mkdirSync(path);
    for (const [name, content] of Object.entries(form.files(fleet)))
      writeFileSync(join(path, name), content);
    const read = await readImport(path);
    if (read.kind !== 'inventory') return expect.fail(read.kind);
    expect(String(inventorySentence(totalsOf(read.inventory)))).toBe(
      'An inventory: 4 machines, 3 running with 14 vCPUs and 88 GiB; 2 hosts (2 up: 32 cores, 256 GiB). Use virtcost plan.',
    );
  },
);

it('one file of each form is told by its content, whatever its name', async () => {
  for (const [name, form] of Object.entries(forms)) {
    for (const content of Object.values(form.files(fleet))) {
      // What says nothing by itself is asked for with the rest of its folder.
      const read = await readImport(file(content)).catch((error: Error) => error.message);
      if (typeof read === 'string')
        expect(read, name).toMatch(/expected an inventory|hosts beside/);
      else expect(read.kind, name).toBe('inventory');
    }
  }
});

it('a view of Aria Operations is load, with the most anything waited', async () => {
  const view = Object.values(partialForms['Aria Operations']!.files(fleet))[0]!;
  const read = await readImport(file(view));
  if (read.kind !== 'load') return expect.fail(read.kind);
  expect(read.load.objects[0]).toMatchObject({
    name: 'app-01',
    rows: 1,
    vcpus: 4,
    cpuMeanMhz: 1234.5,
  });
  const ready =
    '"Name","Interval Breakdown","VM|CPU|Demand (GHz)|Avg","VM|CPU|Ready (%)|Max"\n"a","1:00 AM 1 May 2026","1.5","6.25"\n"a","2:00 AM 1 May 2026","0.5","-"\n';
  const other = await readImport(file(ready));
  if (other.kind !== 'load') return expect.fail(other.kind);
  expect(other.load.objects[0]).toMatchObject({
    cpuMeanMhz: 1000,
    cpuPeakMhz: 1500,
    waitPeakPercent: 6.25,
  });
  expect(String(loadSentence(other.load))).toBe(
    'Load of 1 machine over 2 rows each; the most any waited for a CPU is 6.25 % over five minutes.',
  );
});

it('statistics of a guest stay what they were, and options of theirs are refused elsewhere', async () => {
  const read = await readImport(file("Domain: 'a'\n  vcpu.current=2\n  cpu.time=5\n"));
  expect(read.kind).toBe('guest statistics');
  expect(() => refuseGuestOptions('inventory', { seconds: 5 })).toThrow(
    /no --seconds: the file is an inventory/,
  );
  await expect(readImport(file('hello\n'))).rejects.toThrow(/virtcost formats/);
  await expect(readImport(join(folder, 'none'))).rejects.toThrow(/there is no such file/);
});
