import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { exportTime } from './export-time.ts';
import { readInventory } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-reclaim-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tabs: Record<string, string[]> = {
  vInfo: [
    'VM,Powerstate,CPUs,Memory,In Use MiB,VM ID,VI SDK Server',
    'web,poweredOn,2,4096,9000,vm-1,vc',
  ],
  vHost: ['Host,# CPU,# Cores,Speed,# Memory', 'esx,2,16,2600,262144'],
  vMemory: ['VM,Size MiB,Consumed,VM ID,VI SDK Server', 'web,4096,3000,vm-1,vc'],
  vSnapshot: [
    'VM,Name,Date / time,Size MiB (vmsn),Size MiB (total),VM ID,VI SDK Server',
    'web,before update,2026/06/20 08:00:00,128,2048,vm-1,vc',
    'web,odd,03/04/2026,1,2,vm-1,vc',
  ],
  vPartition: ['VM,Disk,Capacity MiB,Consumed MiB,VM ID,VI SDK Server', 'web,/,8000,1000,vm-1,vc'],
  vHealth: [
    'Name,Message,Message type',
    '[ds] old/old.vmdk,Possibly a Zombie vmdk file! Please check.,Zombie',
    '[ds] old/old.vmx,Possibly a Zombie VM! Please check.,Zombie',
    'web,VM has an active snapshot!,Snapshot',
  ],
  vFileInfo: ['Friendly Path Name,File Size in bytes', '[ds] old/old.vmdk,1073741824'],
  vMetaData: ['RVTools version,xlsx creation datetime,Server', '4.7.1,2026-07-01 10:00:00,vc'],
};

it('RVTools: snapshots, file systems, consumed memory, zombie disks with their size, date of the export', async () => {
  for (const [tab, lines] of Object.entries(tabs))
    writeFileSync(join(folder, `RVTools_tab${tab}.csv`), `${lines.join('\n')}\n`);
  const inventory = await readInventory(folder);
  expect(inventory.vms[0]).toMatchObject({
    memoryConsumedMib: 3000,
    snapshots: [
      { name: 'before update', takenMs: Date.UTC(2026, 5, 20, 8), sizeMib: 2048 },
      { name: 'odd', takenMs: undefined, sizeMib: 2 },
    ],
    partitions: [{ name: '/', capacityMib: 8000, consumedMib: 1000 }],
  });
  expect(inventory.orphanedFiles).toEqual([
    { path: '[ds] old/old.vmdk', datastore: 'ds', sizeMib: 1024 },
  ]);
  expect(inventory.exportedMs).toBe(Date.UTC(2026, 6, 1, 10));
});

it.each([
  ['2026/06/20 08:00:00', Date.UTC(2026, 5, 20, 8)],
  ['2026-06-20', Date.UTC(2026, 5, 20)],
  ['20.06.2026 08:30', Date.UTC(2026, 5, 20, 8, 30)],
  ['6/20/2026 8:00', Date.UTC(2026, 5, 20, 8)],
  ['20/6/2026', Date.UTC(2026, 5, 20)],
  ['46000.25', Date.UTC(2025, 11, 9, 6)],
  ['3/4/2026', undefined],
  ['4/4/2026', Date.UTC(2026, 3, 4)],
  ['2026/13/01', undefined],
  ['', undefined],
  ['yesterday', undefined],
])('a date "%s" is read in the one way it can be, or not at all', (text, ms) => {
  expect(exportTime(text)).toBe(ms);
});
