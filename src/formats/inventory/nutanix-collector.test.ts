import { describe, expect, it } from 'vitest';
import { fleet, workbooks } from '../../../test/fleets/index.ts';
import { workbookBytes } from '../../../test/inventories.ts';
import { refusal, said, sites } from '../../../test/sites.ts';

const { read } = sites('nutanix-collector');

describe('Nutanix Collector', () => {
  it('leaves out machines and datastores its columns say to, and counts them', async () => {
    const tabs = workbooks['nutanix-collector']!(fleet);
    const vmList = tabs.vmList!.map((row, i) =>
      i === 1 ? row.map((cell, j) => (j === 1 ? 'False' : cell)) : row,
    );
    const Datastore = [
      ['Datastore Name', 'Accessible', 'Capacity (MiB)', 'Consumed (MiB)'],
      ['a', 'True', 100, 50],
      ['b', 'False', 100, 50],
    ];
    const inventory = await read(workbookBytes({ ...tabs, vmList, Datastore }));
    expect(inventory.vms).toHaveLength(3);
    expect(inventory.datastores).toHaveLength(1);
    expect(said(inventory, /Sizing Enabled/)?.count).toBe(1);
    expect(said(inventory, /not accessible/)?.count).toBe(1);
  });

  it('gives mean demand by the clock of the host, and refuses a workbook without vmList by name', async () => {
    const tabs = workbooks['nutanix-collector']!(fleet);
    const vCPU = [
      ['VM Name', 'vCPUs', 'Average %', 'Cluster Name'],
      ['app-01', 4, 25, 'Alpha'],
    ];
    const { vms } = await read(workbookBytes({ ...tabs, vCPU }));
    expect(vms.find(({ name }) => name === 'app-01')!.cpuDemandMhz).toBeCloseTo(0.25 * 4 * 2600);
    const { vmList: _, ...without } = tabs;
    expect(await refusal(read(workbookBytes({ ...without, vCPU })))).toMatch(/vmList/);
  });

  it('takes the space of file systems where thin disks say nothing', async () => {
    const tabs = workbooks['nutanix-collector']!(fleet);
    const [titles, ...rows] = tabs.vmList!;
    const vmList = [
      [...titles!, 'Consumed (MiB)'],
      ...rows.map((row, i) => [...row, i === 0 ? 7 : '']),
    ];
    const vPartition = [
      ['VM Name', 'Path', 'Consumed (MiB)'],
      ['app-01', '/', 100],
      ['app-02', '/', 100],
      ['app-02', '/var', 50],
    ];
    const { vms } = await read(workbookBytes({ ...tabs, vmList, vPartition }));
    expect(vms.map(({ inUseMib }) => inUseMib)).toEqual([7, 150, 0, 0]);
  });
});
