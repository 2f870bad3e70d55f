import {
  bytes,
  csv,
  type Files,
  type Fleet,
  type FleetMachine,
  idOf,
  json,
  onOff,
} from './fleet.ts';

export function xe({ hosts, machines }: Fleet): Files {
  const block = (fields: readonly (readonly [string, string | number])[]) =>
    `${fields.map(([key, value]) => `${key.padStart(21)} ( RO): ${value}`).join('\n')}\n\n\n`;
  return {
    'hosts.txt': hosts
      .map((host) =>
        block([
          ['uuid', idOf(host.name)],
          ['name-label', host.name],
          ['enabled', 'true'],
          [
            'cpu_info',
            `cpu_count: ${host.threads}; socket_count: ${host.sockets}; threads_per_core: ${host.threads / host.cores}; speed: ${host.mhz}.000`,
          ],
          ['memory-total', bytes(host.gib * 1024)],
        ]),
      )
      .join(''),
    'vms.txt': machines
      .map((vm) =>
        block([
          ['uuid', idOf(vm.name)],
          ['name-label', vm.name],
          ['power-state', vm.runs ? 'running' : 'halted'],
          ['VCPUs-max', vm.vcpus],
          ['VCPUs-number', vm.runs ? vm.vcpus : 0],
          ['memory-static-max', bytes(vm.mib)],
          ['resident-on', vm.runs ? idOf(vm.host) : '<not in database>'],
        ]),
      )
      .join(''),
  };
}

export const xeCsv = ({ machines }: Fleet) =>
  csv([
    ['uuid', 'name-label', 'power-state', 'VCPUs-max', 'memory-static-max', 'resident-on'],
    ...machines.map((vm) => [
      idOf(vm.name),
      vm.name,
      vm.runs ? 'running' : 'halted',
      vm.vcpus,
      bytes(vm.mib),
      vm.host,
    ]),
  ]);

const hypervMachine = (vm: FleetMachine) => ({
  ...{
    Name: vm.name,
    VMId: idOf(vm.name),
    ProcessorCount: vm.vcpus,
    MemoryAssigned: vm.runs ? bytes(vm.mib) : 0,
  },
  ...{
    MemoryStartup: bytes(vm.mib),
    MemoryMaximum: 2 ** 40,
    DynamicMemoryEnabled: false,
    ComputerName: vm.host,
  },
});

export function hyperv({ hosts, machines }: Fleet): Files {
  return {
    'hosts.json': json(
      hosts.map((host) => ({
        ...{
          ComputerName: host.name,
          LogicalProcessorCount: host.threads,
          NumberOfCores: host.cores,
        },
        MemoryCapacity: bytes(host.gib * 1024),
      })),
    ),
    'vms.json': json(machines.map((vm) => ({ ...hypervMachine(vm), State: vm.runs ? 2 : 3 }))),
  };
}

export function hypervCsv({ machines }: Fleet): string {
  const rows = machines.map((vm) => ({ ...hypervMachine(vm), State: vm.runs ? 'Running' : 'Off' }));
  return csv([Object.keys(rows[0]!), ...rows.map((row) => Object.values(row).map(String))], ';');
}

export function forklift({ hosts, machines }: Fleet): Files {
  return {
    'hosts.json': json(
      hosts.map((host) => ({
        ...{
          id: idOf(host.name),
          name: host.name,
          inMaintenance: false,
          managementServerIp: '192.0.2.1',
        },
        ...{ cpuSockets: host.sockets, cpuCores: host.cores, memoryBytes: bytes(host.gib * 1024) },
      })),
    ),
    'vms.json': json(
      machines.map((vm) => ({
        ...{
          id: idOf(vm.name),
          name: vm.name,
          path: `/DC-1/vm/${vm.name}`,
          selfLink: `providers/vsphere/x/vms/${vm.name}`,
        },
        ...{
          powerState: onOff(vm.runs),
          cpuCount: vm.vcpus,
          memoryMB: vm.mib,
          host: idOf(vm.host),
        },
        disks: [
          { datastore: { kind: 'Datastore', id: 'datastore-1' }, capacity: bytes(vm.diskMib) },
        ],
      })),
    ),
  };
}

export function kubevirt({ hosts, machines }: Fleet): Files {
  const domain = (vm: FleetMachine) => ({
    cpu: { sockets: vm.vcpus, cores: 1, threads: 1 },
    memory: { guest: `${vm.mib}Mi` },
  });
  const metadata = (name: string) => ({ name, namespace: 'site' });
  return {
    'all.json': json({
      apiVersion: 'v1',
      kind: 'List',
      items: [
        ...machines.map((vm) => ({
          ...{ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: metadata(vm.name) },
          spec: {
            runStrategy: vm.runs ? 'Always' : 'Halted',
            template: { spec: { domain: domain(vm) } },
          },
          status: { printableStatus: vm.runs ? 'Running' : 'Stopped' },
        })),
        ...machines
          .filter((vm) => vm.runs)
          .map((vm) => ({
            ...{
              apiVersion: 'kubevirt.io/v1',
              kind: 'VirtualMachineInstance',
              metadata: metadata(vm.name),
            },
            spec: { domain: domain(vm) },
            status: { phase: 'Running', nodeName: vm.host },
          })),
        ...hosts.map((host) => ({
          ...{ apiVersion: 'v1', kind: 'Node' },
          metadata: {
            name: host.name,
            labels: {
              'feature.node.kubernetes.io/cpu-hardware_multithreading': String(
                host.threads > host.cores,
              ),
            },
          },
          status: {
            capacity: { cpu: String(host.threads), memory: `${host.gib * 2 ** 20}Ki` },
            conditions: [{ type: 'Ready', status: 'True' }],
          },
        })),
      ],
    }),
  };
}
