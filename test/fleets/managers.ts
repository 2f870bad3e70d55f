import { bytes, csv, type Files, type Fleet, type FleetHost, idOf, json } from './fleet.ts';

export const plainHosts = ({ cluster, hosts }: Fleet) =>
  csv([
    ['name', 'cluster', 'sockets', 'cores', 'mhz_per_core', 'memory_gib'],
    ...hosts.map((host) => [host.name, cluster, host.sockets, host.cores, host.mhz, host.gib]),
  ]);

export function powercli(
  { cluster, hosts, machines }: Fleet,
  mark: string,
  decimal: string,
): Files {
  const local = (value: number) => String(value).replace('.', decimal);
  const uid = (kind: string, name: string) =>
    `/VIServer=corp\\me@vc.example.test:443/${kind}=${name}/`;
  return {
    'vms.csv': `#TYPE Selected.VMware.VimAutomation.ViCore.Impl.V1.VM.UniversalVirtualMachineImpl\r\n${csv(
      [
        [
          'Name',
          'PowerState',
          'Notes',
          'Guest',
          'NumCpu',
          'MemoryMB',
          'MemoryGB',
          'VMHost',
          'ProvisionedSpaceGB',
          'Id',
          'Uid',
        ],
        ...machines.map((vm) => [
          ...[
            vm.name,
            vm.runs ? 'PoweredOn' : 'PoweredOff',
            'line one\nline two',
            `${vm.name}:Ubuntu Linux (64-bit)`,
          ],
          ...[
            vm.vcpus,
            vm.mib,
            local(vm.mib / 1024),
            vm.host,
            local(vm.diskMib / 1024),
            idOf(vm.name),
            uid('VirtualMachine', vm.name),
          ],
        ]),
      ],
      mark,
    )}`,
    'hosts.csv': csv(
      [
        ['Name', 'ConnectionState', 'NumCpu', 'CpuTotalMhz', 'MemoryTotalGB', 'Parent', 'Uid'],
        ...hosts.map((host) => [
          host.name,
          'Connected',
          host.cores,
          host.cores * host.mhz,
          local(host.gib),
          cluster,
          uid('VMHost', host.name),
        ]),
      ],
      mark,
    ),
  };
}

export function proxmox({ hosts, machines }: Fleet): Files {
  const status = (host: FleetHost) => ({
    cpuinfo: {
      cores: host.cores,
      cpus: host.threads,
      sockets: host.sockets,
      mhz: `${host.mhz}.000`,
    },
    loadavg: ['0.1', '0.1', '0.1'],
    memory: { total: bytes(host.gib * 1024), used: 1 },
  });
  return {
    'resources.json': json([
      ...hosts.map(({ name, threads, gib }) => ({
        ...{ id: `node/${name}`, node: name, type: 'node', status: 'online' },
        ...{ cpu: 0.1, maxcpu: threads, mem: 1, maxmem: bytes(gib * 1024) },
      })),
      ...machines.map((vm, i) => ({
        ...{
          id: `qemu/${i}`,
          vmid: 100 + i,
          name: vm.name,
          node: vm.host,
          type: 'qemu',
          template: 0,
        },
        ...{
          status: vm.runs ? 'running' : 'stopped',
          maxcpu: vm.vcpus,
          maxmem: bytes(vm.mib),
          disk: 0,
          maxdisk: bytes(vm.diskMib),
        },
      })),
    ]),
    'status.json': json({ data: status(hosts[0]!) }),
  };
}

export function ovirt({ cluster, hosts, machines }: Fleet): Files {
  const topology = (sockets: number, cores: number, threads: number) => ({
    topology: { sockets: String(sockets), cores: String(cores), threads: String(threads) },
  });
  return {
    'zz-clusters.json': json({ cluster: [{ id: 'c1', name: cluster }] }),
    'hosts.json': json({
      host: hosts.map((host) => ({
        ...{
          id: idOf(host.name),
          name: host.name,
          address: host.name,
          status: 'up',
          memory: String(bytes(host.gib * 1024)),
        },
        cpu: {
          speed: String(host.mhz),
          ...topology(host.sockets, host.cores / host.sockets, host.threads / host.cores),
        },
        cluster: { id: 'c1' },
      })),
    }),
    'vms.json': json({
      vm: machines.map((vm) => ({
        ...{
          id: idOf(vm.name),
          name: vm.name,
          status: vm.runs ? 'up' : 'down',
          memory: String(bytes(vm.mib)),
        },
        cpu: topology(vm.vcpus, 1, 1),
        cluster: { id: 'c1' },
        ...(vm.runs ? { host: { id: idOf(vm.host) } } : {}),
      })),
    }),
  };
}
