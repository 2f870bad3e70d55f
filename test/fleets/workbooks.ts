import type { Tabs } from '../inventories.ts';
import { type Fleet, idOf, onOff } from './fleet.ts';

const rvtools = ({ cluster, hosts, machines }: Fleet): Tabs => ({
  vInfo: [
    [
      'VM',
      'Powerstate',
      'Template',
      'CPUs',
      'Memory',
      'Provisioned MiB',
      'In Use MiB',
      'Cluster',
      'Host',
    ],
    ...machines.map((vm) => [
      vm.name,
      onOff(vm.runs),
      'False',
      vm.vcpus,
      vm.mib,
      vm.diskMib,
      0,
      cluster,
      vm.host,
    ]),
  ],
  vHost: [
    ['Host', 'Cluster', '# CPU', '# Cores', 'Speed', '# Memory'],
    ...hosts.map((host) => [
      host.name,
      cluster,
      host.sockets,
      host.cores,
      host.mhz,
      host.gib * 1024,
    ]),
  ],
});

const liveOptics = ({ cluster, hosts, machines }: Fleet): Tabs => ({
  'ESX Hosts': [
    [
      'Host Name',
      'Cluster',
      'CPU Sockets',
      'CPU Cores',
      'CPU Threads',
      'CPU Clock Speed (GHz)',
      'Memory (KiB)',
    ],
    ...hosts.map((host) => [
      host.name,
      cluster,
      host.sockets,
      host.cores,
      host.threads,
      host.mhz / 1000,
      host.gib * 2 ** 20,
    ]),
  ],
  VMs: [
    [
      'VM Name',
      'Power State',
      'Template',
      'Virtual CPU',
      'Provisioned Memory (MiB)',
      'Virtual Disk Size (MiB)',
      'Host',
      'Cluster',
    ],
    ...machines.map((vm) => [
      vm.name,
      onOff(vm.runs),
      'FALSE',
      vm.vcpus,
      vm.mib,
      vm.diskMib,
      vm.host,
      cluster,
    ]),
  ],
});

const nutanix = ({ cluster, hosts, machines }: Fleet): Tabs => ({
  Metadata: [
    ['Hypervisor', 'Collector Version', 'Is Anonymized'],
    ['vCenter', '7.1.1', 'False'],
  ],
  vHosts: [
    [
      'Cluster',
      'Cluster Name',
      'Host Name',
      'CPUs',
      'CPU Cores',
      'CPU Speed',
      'Memory Size',
      'Maintenance Mode',
    ],
    ...hosts.map((host) => [
      'domain-c1',
      cluster,
      host.name,
      host.sockets,
      host.cores,
      host.mhz,
      host.gib,
      'False',
    ]),
  ],
  // Of the same name as a tab of RVTools, with other columns.
  vInfo: [
    ['VM Name', 'Sizing Enabled', 'Power State', 'Cluster Name', 'Host Name', 'MOID'],
    ...machines.map((vm) => [vm.name, 'True', onOff(vm.runs), cluster, vm.host, idOf(vm.name)]),
  ],
  vmList: [
    [
      'VM Name',
      'Sizing Enabled',
      'Power State',
      'vCPUs',
      'Memory (MiB)',
      'Capacity (MiB)',
      'Template',
      'Host',
      'Cluster Name',
    ],
    ...machines.map((vm) => [
      vm.name,
      'True',
      onOff(vm.runs),
      vm.vcpus,
      vm.mib,
      vm.diskMib,
      'False',
      vm.host,
      cluster,
    ]),
  ],
});

/** Tabs of the workbooks, by id of their reader. */
export const workbooks: Readonly<Record<string, (of: Fleet) => Tabs>> = {
  rvtools,
  'live-optics': liveOptics,
  'nutanix-collector': nutanix,
};
