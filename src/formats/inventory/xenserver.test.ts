import { describe, expect, it } from 'vitest';
import { GIB, refusal, said, sites } from '../../../test/sites.ts';

const { read } = sites('xenserver');

describe('XCP-ng and XenServer', () => {
  const block = (fields: Record<string, string | number>, flags = ' RO') =>
    `${Object.entries(fields)
      .map(([key, value]) => `${key.padStart(20)} (${flags}): ${value}`)
      .join('\n')}\n\n\n`;
  const vm = {
    uuid: '1',
    'name-label': 'a',
    'power-state': 'running',
    'VCPUs-max': 8,
    'VCPUs-number': 2,
    'memory-static-max': 4 * GIB,
    'resident-on': 'h',
  };

  it('counts the vCPUs there are, and the most where a machine is halted', async () => {
    const inventory = await read(
      block(vm) +
        block(
          {
            ...vm,
            uuid: '2',
            'name-label': 'b',
            'power-state': 'halted',
            'VCPUs-number': 0,
            'resident-on': '<not in database>',
          },
          'SRO',
        ),
    );
    expect(
      inventory.vms.map(({ vcpus, maxVcpus, host, power }) => [vcpus, maxVcpus, host, power]),
    ).toEqual([
      [2, 8, 'h', 'on'],
      [8, undefined, '', 'off'],
    ]);
  });

  it('leaves out control domains and snapshots, tells templates, and says what it left', async () => {
    const inventory = await read(
      block(vm) +
        block({ ...vm, uuid: '2', 'name-label': 'Control domain on host: h' }) +
        block({ ...vm, uuid: '3', 'is-a-snapshot': 'true' }) +
        block({ ...vm, uuid: '4', 'is-a-template': 'true', 'power-state': 'halted' }) +
        block({ ...vm, uuid: '5', 'is-control-domain': 'true' }),
    );
    expect(inventory.vms.map(({ template }) => template)).toEqual([false, true]);
    expect(said(inventory, /control domains/)?.count).toBe(2);
    expect(said(inventory, /snapshots/)?.count).toBe(1);
  });

  it('reads on past a description of several lines with blank ones', async () => {
    const text = block(vm)
      .replace('power-state', 'power-state')
      .replace(/(name-label.*\n)/, '$1    name-description ( RW): first\n\nsecond: line\n\n');
    const { vms } = await read(text + block({ ...vm, uuid: '2', 'name-label': 'b' }));
    expect(vms.map(({ name, vcpus }) => [name, vcpus])).toEqual([
      ['a', 2],
      ['b', 2],
    ]);
  });

  it('refuses what xe prints unasked, and says which fields to ask for', async () => {
    expect(
      await refusal(read(block({ uuid: '1', 'name-label': 'a', 'power-state': 'running' }))),
    ).toMatch(/VCPUs-max and memory-static-max.*xe vm-list params=/);
  });

  it('says when the vCPUs of a halted machine are not in the file', async () => {
    const { 'VCPUs-max': _, ...without } = vm;
    const inventory = await read(block({ ...without, 'power-state': 'halted', 'VCPUs-number': 0 }));
    expect(said(inventory, /no VCPUs-max/)?.count).toBe(1);
  });
});
