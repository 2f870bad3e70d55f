import { describe, expect, it } from 'vitest';
import { refusal, said, sites } from '../../../test/sites.ts';

const { read } = sites('vsphere-list');

describe('lists of vSphere machines', () => {
  it('of the vSphere Client are read with the unit of each value', async () => {
    const inventory = await read(
      'Name,State,Status,Provisioned Space,Used Space,Host CPU,CPUs,Memory Size,Host\na,Powered On,Normal,120.11 GB,70 GB,345 MHz,4,16 GB,h\nb,Powered Off,Normal,"1,024 MB",512 MB,0 Hz,2,512 MB,h\n',
    );
    expect(
      inventory.vms.map(({ name, power, vcpus, memoryMib, host }) => [
        name,
        power,
        vcpus,
        memoryMib,
        host,
      ]),
    ).toEqual([
      ['a', 'on', 4, 16_384, 'h'],
      ['b', 'off', 2, 512, 'h'],
    ]);
    expect(inventory.vms[1]).toMatchObject({ provisionedMib: 1024, inUseMib: 512 });
    expect(said(inventory, /not used: Status, Host CPU/)?.count).toBe(2);
  });

  it('with labels and units of their own are read by title', async () => {
    const { vms } = await read(
      '\ufeff"Name","Power state","vCPU","Memory (GB)","Parent Cluster","OS System"\n"a","Powered On","2","4.5","C","Linux"\n"b","Suspended","2","-","C","-"\n',
    );
    expect(vms.map(({ power, memoryMib, cluster, os }) => [power, memoryMib, cluster, os])).toEqual(
      [
        ['on', 4608, 'C', 'Linux'],
        ['suspended', 0, 'C', ''],
      ],
    );
  });

  it('without sizes are refused with the columns to show, and sizes without a unit by line', async () => {
    expect(
      await refusal(
        read('Name,State,Status,Provisioned Space,Used Space\na,Powered On,Normal,1 GB,1 GB\n'),
      ),
    ).toMatch(/vCPUs and the memory.*Show the columns CPUs and Memory Size/);
    expect(await refusal(read('Name,Power state,vCPU,Memory\na,Powered On,2,8\n'))).toMatch(
      /:2: expected a unit for Memory/,
    );
  });
});
