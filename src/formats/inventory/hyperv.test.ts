import { describe, expect, it } from 'vitest';
import { GIB, json, refusal, said, sites } from '../../../test/sites.ts';

const { read } = sites('hyperv');

describe('Hyper-V', () => {
  const vm = {
    Name: 'a',
    VMId: '1',
    State: 2,
    ProcessorCount: 2,
    MemoryAssigned: 3 * GIB,
    MemoryStartup: GIB,
    MemoryMaximum: 2 ** 40,
    DynamicMemoryEnabled: true,
    ComputerName: 'h',
  };

  it('reads one machine, which PowerShell writes without a list, and a list in any encoding of it', async () => {
    const alone = await read(json(vm));
    expect(alone.vms[0]).toMatchObject({
      name: 'a',
      host: 'h',
      vcpus: 2,
      memoryMib: 3072,
      power: 'on',
    });
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(json([vm]), 'utf16le')]);
    expect((await read(utf16)).vms).toEqual(alone.vms);
  });

  it('takes the larger of what a dynamic machine starts with and has, and says so', async () => {
    const inventory = await read(
      json([vm, { ...vm, VMId: '2', Name: 'b', State: 3, MemoryAssigned: 0 }]),
    );
    expect(inventory.vms.map(({ memoryMib, power }) => [memoryMib, power])).toEqual([
      [3072, 'on'],
      [1024, 'off'],
    ]);
    expect(said(inventory, /dynamic memory/)?.count).toBe(2);
  });

  it.each([
    [2, 'on'],
    [3, 'off'],
    [6, 'suspended'],
    [9, 'suspended'],
    ['Saved', 'suspended'],
    ['Off', 'off'],
    ['RunningCritical', 'unknown'],
  ])('reads state %s as %s', async (State, power) => {
    expect((await read(json({ ...vm, State }))).vms[0]!.power).toBe(power);
  });

  it('refuses machines without sizes and says how to select them', async () => {
    expect(await refusal(read(json([vm, { Name: 'b', State: 2, ProcessorCount: 1 }])))).toMatch(
      /MemoryStartup.*Select them: Get-VM/,
    );
  });
});
