import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { json, refusal, said, sites } from '../../../test/sites.ts';

const { read, readAll } = sites('kubernetes');

describe('KubeVirt', () => {
  const domain = (more: object) => ({ spec: { template: { spec: { domain: more } } } });
  const vm = (name: string, more: object, status = 'Running') => ({
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachine',
    metadata: { name, namespace: 'n' },
    ...domain({}),
    ...more,
    status: { printableStatus: status },
  });
  const list = (...items: object[]) => json({ apiVersion: 'v1', kind: 'List', items });

  it.each([
    [
      'its topology',
      { cpu: { sockets: 2, cores: 3, threads: 2 }, memory: { guest: '4Gi' } },
      12,
      4096,
    ],
    ['its limit of CPU', { resources: { limits: { cpu: '3500m', memory: '1Gi' } } }, 4, 1024],
    [
      'its request',
      { resources: { requests: { cpu: '200m', memory: '1000M' } } },
      1,
      1e9 / 2 ** 20,
    ],
    [
      'guest memory before the request',
      { cpu: { cores: 2 }, memory: { guest: '2Gi' }, resources: { requests: { memory: '1Gi' } } },
      2,
      2048,
    ],
  ])('sizes a machine by %s', async (_, spec, vcpus, memoryMib) => {
    const { vms } = await read(list(vm('a', domain(spec))));
    expect(vms[0]!.vcpus).toBe(vcpus);
    expect(vms[0]!.memoryMib).toBeCloseTo(memoryMib, 6);
  });

  const vmi = {
    ...{
      apiVersion: 'kubevirt.io/v1',
      kind: 'VirtualMachineInstance',
      metadata: { name: 'a', namespace: 'n' },
    },
    spec: { domain: { cpu: { cores: 1, sockets: 2 }, memory: { guest: '4Gi' } } },
    status: {
      phase: 'Running',
      nodeName: 'w1',
      currentCPUTopology: { cores: 1, sockets: 4, threads: 1 },
      memory: { guestCurrent: '8Gi' },
    },
  };

  it('takes what an instance has before what its machine asks for, in one file or several', async () => {
    const asked = vm('a', domain({ cpu: { cores: 2 }, memory: { guest: '4Gi' } }));
    for (const inventory of [
      await read(list(asked, vmi)),
      await read(list(vmi, asked)),
      await readAll({ a: list(asked), b: list(vmi) }),
      await readAll({ b: list(asked), a: list(vmi) }),
    ]) {
      expect(inventory.vms).toHaveLength(1);
      expect(inventory.vms[0]).toMatchObject({
        name: 'a',
        host: 'w1',
        vcpus: 4,
        memoryMib: 8192,
        power: 'on',
      });
    }
  });

  it('sizes machines by their instance type, and says when it is not there', async () => {
    const typed = vm(
      'a',
      { spec: { instancetype: { name: 'u1' }, template: { spec: { domain: {} } } } },
      'Stopped',
    );
    const type = {
      apiVersion: 'instancetype.kubevirt.io/v1beta1',
      kind: 'VirtualMachineClusterInstancetype',
      metadata: { name: 'u1' },
      spec: { cpu: { guest: 2 }, memory: { guest: '8Gi' } },
    };
    expect((await read(list(typed, type))).vms[0]).toMatchObject({
      vcpus: 2,
      memoryMib: 8192,
      power: 'off',
    });
    expect(said(await read(list(typed)), /instance type is not in the file/)?.count).toBe(1);
  });

  const node = (name: string, more: object = {}) => ({
    ...{
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name },
      spec: {},
      status: {
        capacity: { cpu: '16', memory: '67108864Ki' },
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    },
    ...more,
  });

  it('reads nodes: cores by the label of SMT, and what keeps machines away', async () => {
    const label = (value: string) => ({
      metadata: {
        name: value,
        labels: { 'feature.node.kubernetes.io/cpu-hardware_multithreading': value },
      },
    });
    const { hosts } = await read(
      list(
        ...[
          node('a'),
          node('', label('true')),
          node('', label('false')),
          node('c', { spec: { unschedulable: true } }),
        ],
        node('d', {
          spec: {
            taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
          },
        }),
        node('e', { metadata: { name: 'e', labels: { 'kubevirt.io/schedulable': 'false' } } }),
        node('f', {
          status: {
            capacity: { cpu: '16', memory: '1Gi' },
            conditions: [{ type: 'Ready', status: 'Unknown' }],
          },
        }),
      ),
    );
    expect(hosts.map(({ cores, state }) => [cores, state])).toEqual([
      [8, 'up'],
      [8, 'up'],
      [16, 'up'],
      [8, 'disabled'],
      [8, 'disabled'],
      [8, 'disabled'],
      [8, 'down'],
    ]);
    expect(hosts[0]!.memoryMib).toBe(65_536);
  });

  it('counts paused instances as suspended and refuses sizes that are none', async () => {
    const paused = {
      ...vmi,
      status: { ...vmi.status, conditions: [{ type: 'Paused', status: 'True' }] },
    };
    expect((await read(list(paused))).vms[0]!.power).toBe('suspended');
    expect(await refusal(read(list(vm('a', domain({ memory: { guest: '4 GiB' } })))))).toMatch(
      /a quantity such as 4Gi for memory\.guest, found "4 GiB"/,
    );
  });

  it('is the same in YAML, as a list, as documents and alone', async () => {
    const asked = vm('a', domain({ cpu: { cores: 2 }, memory: { guest: '4Gi' } }));
    const want = (await read(list(asked, node('n')))).vms;
    const whole = stringify({ apiVersion: 'v1', items: [asked, node('n')], kind: 'List' });
    const documents = `${stringify(asked)}---\n${stringify(node('n'))}`;
    for (const text of [whole, documents, `---\n${documents}`]) {
      const { vms, hosts } = await read(text);
      expect(vms).toEqual(want);
      expect(hosts).toHaveLength(1);
    }
    expect((await read(stringify(asked))).vms).toEqual(want);
    expect(await refusal(read(`${whole}  x: [`))).toMatch(/YAML of kubectl/);
    const bomb = `a: &a [x]\n${whole}b: [*a, *a]\n`;
    expect(await refusal(read(bomb))).toMatch(/expected/);
  });
});
