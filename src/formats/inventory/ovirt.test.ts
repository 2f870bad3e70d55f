import { describe, expect, it } from 'vitest';
import { fleet, forms } from '../../../test/fleets/index.ts';
import { json, refusal, sites } from '../../../test/sites.ts';

const { read, readAll } = sites('ovirt');

describe('oVirt', () => {
  it('names hosts and clusters whichever file comes first', async () => {
    const of = forms.oVirt!.files(fleet);
    for (const names of [
      ['a', 'b', 'c'],
      ['c', 'b', 'a'],
      ['b', 'c', 'a'],
    ]) {
      const renamed = Object.fromEntries(
        Object.values(of).map((content, i) => [names[i]!, content]),
      );
      const { hosts, vms } = await readAll(renamed);
      expect(new Set(hosts.map(({ cluster }) => cluster))).toEqual(new Set(['Alpha']));
      expect(vms.find(({ name }) => name === 'db-01')).toMatchObject({
        host: 'node-b',
        cluster: 'Alpha',
      });
    }
  });

  it('multiplies topologies that are text, and keeps what is guaranteed', async () => {
    const vm = {
      name: 'a',
      status: 'paused',
      memory: '4294967296',
      memory_policy: { guaranteed: '1073741824' },
      cpu: { topology: { sockets: '2', cores: '3', threads: '2' } },
    };
    const { vms } = await read(json({ vm: [vm] }));
    expect(vms[0]).toMatchObject({ vcpus: 12, memoryReservationMib: 1024, power: 'suspended' });
  });

  it('takes a host that is not up without sizes, and refuses one that is', async () => {
    const host = { name: 'a', status: 'non_responsive', address: 'a' };
    expect((await read(json({ host: [host] }))).hosts[0]!.state).toBe('down');
    expect(await refusal(read(json({ host: [{ ...host, status: 'up' }] })))).toMatch(
      /memory and cpu\.topology of each host/,
    );
    expect(await refusal(read(json({ vm: [{ name: 'a', status: 'up' }] })))).toMatch(
      /memory and cpu\.topology of each machine/,
    );
  });

  it('reads the lists that tools print without the wrapping of the API', async () => {
    const vm = {
      name: 'a',
      status: 'up',
      memory: 2 ** 30,
      memory_policy: {},
      cpu: { topology: { sockets: 1 } },
    };
    for (const document of [[vm], { ovirt_vms: [vm] }])
      expect((await read(json(document))).vms[0]!.memoryMib).toBe(1024);
  });
});
