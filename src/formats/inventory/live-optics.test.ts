import { describe, expect, it } from 'vitest';
import { fleet, workbooks } from '../../../test/fleets/index.ts';
import { workbookBytes } from '../../../test/inventories.ts';
import { GIB, said, sites } from '../../../test/sites.ts';

const { read } = sites('live-optics');

describe('Live Optics', () => {
  it.each([
    ['KiB', 2 ** 20],
    ['KB', 2 ** 20],
    ['MiB', 1024],
    ['GB', 1],
    ['Bytes', GIB],
  ])('takes the memory of hosts in %s from its title', async (unit, perGib) => {
    const tabs = workbooks['live-optics']!(fleet);
    const [titles, ...rows] = tabs['ESX Hosts']!;
    const changed = [
      titles!.map((title) => String(title).replace('(KiB)', `(${unit})`)),
      ...rows.map((row) => [...row.slice(0, -1), 128 * perGib]),
    ];
    const { hosts } = await read(workbookBytes({ ...tabs, 'ESX Hosts': changed }));
    expect(hosts.map(({ memoryMib }) => memoryMib)).toEqual([131_072, 131_072]);
  });

  it('counts a shared datastore once, and two alike on one host twice', async () => {
    const devices = [
      [
        'Server Name',
        'Device Name',
        'Device Type',
        'Capacity (GiB)',
        'Used Capacity (GiB)',
        'Free Capacity (GiB)',
        'VM Count',
      ],
      ['node-a', 'Disk 1', 'Cluster', 100, 50, 50, 2],
      ['node-a', 'Disk 2', 'Cluster', 100, 50, 50, 2],
      ['node-b', 'Disk 5', 'Cluster', 100, 50, 50, 2],
      ['node-b', 'Disk 6', 'Cluster', 100, 50, 50, 2],
      ['node-b', 'Disk 7', 'Cluster', 300, 50, 250, 2],
      ['node-b', 'Disk 0', 'Local', 10, 1, 9, 0],
    ];
    const inventory = await read(
      workbookBytes({ ...workbooks['live-optics']!(fleet), 'Host Devices': devices }),
    );
    expect(inventory.datastores?.map(({ capacityMib }) => capacityMib / 1024)).toEqual([
      100, 100, 300, 10,
    ]);
    expect(said(inventory, /seen from another host/)?.count).toBe(2);
  });
});
