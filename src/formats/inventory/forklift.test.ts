import { describe, expect, it } from 'vitest';
import { json, refusal, said, sites } from '../../../test/sites.ts';

const { read } = sites('forklift');

describe('Forklift', () => {
  it('refuses names alone and says how to ask for details', async () => {
    expect(
      await refusal(
        read(json([{ id: 'vm-1', name: 'a', selfLink: 'providers/vsphere/x/vms/vm-1' }])),
      ),
    ).toMatch(/cpuCount and memoryMB.*detail=4/);
  });

  it('takes hosts as ids or objects, and counts concerns', async () => {
    const vm = {
      id: 'vm-1',
      name: 'a',
      path: '/DC/vm/f/a',
      selfLink: '',
      policyVersion: 1,
      powerState: 'suspended',
      cpuCount: 2,
      memoryMB: 4096,
      isTemplate: false,
      concerns: [{ label: 'USB', category: 'Critical' }],
    };
    const inventory = await read(
      json([
        { ...vm, host: { kind: 'Host', id: 'host-7' } },
        { ...vm, id: 'vm-2', name: 'b', host: 'host-7' },
      ]),
    );
    expect(inventory.vms.map(({ host, datacenter, power }) => [host, datacenter, power])).toEqual([
      ['host-7', 'DC', 'suspended'],
      ['host-7', 'DC', 'suspended'],
    ]);
    expect(said(inventory, /Critical: USB/)?.count).toBe(2);
  });
});
