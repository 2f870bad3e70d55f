import { describe, expect, it } from 'vitest';
import { said, sites } from '../../../test/sites.ts';

const { read } = sites('powercli');

describe('PowerCLI', () => {
  it('keeps two vCenters of one report apart, and forgets one that stands alone', async () => {
    const row = (name: string, vcenter: string) =>
      `${name},PoweredOn,2,4096,h,/VIServer=corp\\me@${vcenter}:443/VirtualMachine=x/`;
    const report = (...rows: string[]) =>
      ['Name,PowerState,NumCpu,MemoryMB,VMHost,Uid', ...rows].join('\n');
    expect((await read(report(row('a', 'v1'), row('b', 'v1')))).vms[0]!.vcenter).toBeUndefined();
    expect(
      (await read(report(row('a', 'v1'), row('b', 'v2')))).vms.map(({ vcenter }) => vcenter),
    ).toEqual(['v1', 'v2']);
  });

  it('reads a report with names of its own, and says that nobody told which machines run', async () => {
    const inventory = await read('Name,Cluster,VMHost,NumCPU,MemoryGB\na,C,h,2,"1.5"\n');
    expect(inventory.vms[0]).toMatchObject({
      cluster: 'C',
      vcpus: 2,
      memoryMib: 1536,
      power: 'on',
    });
    expect(said(inventory, /which machines run/)?.kind).toBe('assumed');
  });

  it('tells the columns that are not used', async () => {
    expect(
      said(
        await read('Name,PowerState,NumCpu,MemoryMB,Owner\na,PoweredOff,2,4096,me\n'),
        /not used: Owner/,
      )?.count,
    ).toBe(1);
  });
});
