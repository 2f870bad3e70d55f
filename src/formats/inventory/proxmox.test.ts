import { describe, expect, it } from 'vitest';
import { GIB, json, refusal, said, sites } from '../../../test/sites.ts';

const { read, readAll } = sites('proxmox');

describe('Proxmox', () => {
  const node = {
    id: 'node/a',
    node: 'a',
    type: 'node',
    status: 'online',
    maxcpu: 32,
    mem: 8 * GIB,
    maxmem: 64 * GIB,
  };
  const guest = {
    id: 'qemu/1',
    vmid: 1,
    name: 'x',
    node: 'a',
    type: 'qemu',
    status: 'running',
    maxcpu: 2,
    maxmem: 4 * GIB,
  };

  it('is the same with and without the wrapping of the API', async () => {
    const [plain, wrapped] = [
      await read(json([node, guest])),
      await read(json({ data: [node, guest] })),
    ];
    expect(wrapped.vms).toEqual(plain.vms);
    expect(wrapped.hosts).toEqual(plain.hosts);
    expect(plain.hosts[0]).toMatchObject({ name: 'a', memoryUse: 0.125, memoryMib: 65_536 });
  });

  it('counts CPUs of nodes in threads: two a core are assumed and said, unless a status says', async () => {
    const alone = await read(json([node, guest]));
    expect(alone.hosts[0]!.cores).toBe(16);
    expect(said(alone, /threads: 2 threads a core are assumed/)?.kind).toBe('assumed');
    const status = {
      cpuinfo: { cores: 20, cpus: 32, sockets: 2, mhz: '2100.5' },
      loadavg: [],
      rootfs: {},
      memory: { total: 64 * GIB },
    };
    const told = await readAll({ z: json(status), a: json([node, guest]) });
    expect(told.hosts[0]).toMatchObject({ cores: 20, sockets: 2, mhzPerCore: 2100.5 });
    expect(said(told, /threads a core/)).toBeUndefined();
  });

  it('of a node list and a resource list in one folder has each node once', async () => {
    const { hosts } = await readAll({
      n: json([{ ...node, ssl_fingerprint: '00' }]),
      r: json([node, guest]),
    });
    expect(hosts).toHaveLength(1);
  });

  it('keeps offline nodes as no capacity, and their guests as machines of an unknown state', async () => {
    const offline = { id: 'node/b', node: 'b', type: 'node', status: 'offline' };
    const inventory = await read(json([node, offline, { ...guest, node: 'b', status: 'unknown' }]));
    expect(inventory.hosts[1]).toMatchObject({ name: 'b', state: 'down', cores: 0 });
    expect(inventory.vms[0]!.power).toBe('unknown');
    expect(said(inventory, /power state no table knows/)?.count).toBe(1);
  });

  it('tells templates and containers, and counts shared storage once', async () => {
    const store = (at: string, shared: number) => ({
      id: `storage/${at}/s`,
      node: at,
      storage: 's',
      type: 'storage',
      shared,
      maxdisk: 2 ** 40,
      disk: 2 ** 39,
    });
    const inventory = await read(
      json([
        ...[
          node,
          guest,
          { ...guest, vmid: 2, template: 1, status: 'stopped' },
          { ...guest, vmid: 3, type: 'lxc', disk: GIB },
        ],
        ...[
          store('a', 1),
          store('b', 1),
          { ...store('a', 0), storage: 'l' },
          { id: 'sdn/a/z', type: 'sdn' },
        ],
      ]),
    );
    expect(inventory.vms.map(({ template }) => template)).toEqual([false, true, false]);
    expect(inventory.datastores?.map(({ name, inUseMib }) => [name, inUseMib])).toEqual([
      ['s', 2 ** 19],
      ['l (a)', 2 ** 19],
    ]);
    expect(said(inventory, /containers \(lxc\)/)?.count).toBe(1);
    expect(said(inventory, /type "sdn"/)?.count).toBe(1);
  });

  it('reads the guests of one node, which have no type', async () => {
    const { vms } = await read(
      json([{ vmid: 7, name: 'x', status: 'running', cpus: 3, maxmem: GIB, maxdisk: GIB }]),
    );
    expect(vms[0]).toMatchObject({ id: '7', vcpus: 3, memoryMib: 1024, power: 'on' });
  });

  it('of a loop over nodes is several documents in one file', async () => {
    const guests = ['a', 'b'].map((at, i) =>
      json({ data: [{ ...guest, vmid: 10 + i, node: at }] }),
    );
    expect((await read(guests.join('\n'))).vms.map(({ id, host }) => [id, host])).toEqual([
      ['10', 'a'],
      ['11', 'b'],
    ]);
    expect(await refusal(read(`${guests[0]}\n{"data":`))).toMatch(
      /:2: expected JSON documents, found a value that does not end/,
    );
  });
});
