import { describe, expect, it } from 'vitest';
import { said, sites } from '../../../test/sites.ts';

const { read } = sites('azure-migrate');

describe('Azure Migrate', () => {
  it('adds up disks and counts every machine as running, which it says', async () => {
    const inventory = await read(
      '*Server Name,*Cores,*Memory (In MB),*OS name,Number of disks,Disk 1 size (In GB),Disk 2 size (In GB)\na,2,4096,Linux,2,10,20.5\n',
    );
    expect(inventory.vms[0]).toMatchObject({
      vcpus: 2,
      memoryMib: 4096,
      provisionedMib: 31_232,
      power: 'on',
      os: 'Linux',
    });
    expect(said(inventory, /does not say which machines run/)?.kind).toBe('assumed');
  });
});
