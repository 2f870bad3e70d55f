import { workbookBytes } from '../inventories.ts';
import { csv, type Files, type Fleet, type FleetMachine } from './fleet.ts';
import { ovirt, plainHosts, powercli, proxmox } from './managers.ts';
import { openstack, scrape } from './openstack.ts';
import { forklift, hyperv, hypervCsv, kubevirt, xe, xeCsv } from './platforms.ts';
import { tabFiles, withDatabaseNames, zipped } from './vsphere-tabs.ts';
import { workbooks } from './workbooks.ts';

export { type Files, type Fleet, fleet } from './fleet.ts';
export { workbooks } from './workbooks.ts';

/** The fleet in a form: its files, whose names tell nothing, and what else it says than sizes. */
export interface Form {
  files(of: Fleet): Files;
  /** Readers a form goes through. */
  readers: readonly string[];
  tellsClock?: true;
  tellsDisks?: true;
}

export const forms: Readonly<Record<string, Form>> = {
  'plain CSV': {
    files: (of) => ({
      'h.txt': plainHosts(of),
      'm.txt': csv([
        ['name', 'vcpus', 'memory_mib', 'provisioned_mib', 'host', 'cluster', 'power_state'],
        ...of.machines.map((vm) => [
          vm.name,
          vm.vcpus,
          vm.mib,
          vm.diskMib,
          vm.host,
          of.cluster,
          vm.runs ? 'running' : 'shut off',
        ]),
      ]),
    }),
    readers: ['csv-hosts', 'csv-vms'],
    tellsClock: true,
    tellsDisks: true,
  },
  RVTools: {
    files: (of) => ({ 'a.bin': workbookBytes(workbooks.rvtools!(of)) }),
    readers: ['rvtools'],
    tellsClock: true,
    tellsDisks: true,
  },
  'RVTools, files between tabs': {
    files: (of) => tabFiles(workbooks.rvtools!(of), '\t'),
    readers: ['rvtools'],
    tellsClock: true,
    tellsDisks: true,
  },
  'RVTools -DBColumnNames': {
    files: (of) => tabFiles(withDatabaseNames(workbooks.rvtools!(of)), ';'),
    readers: ['rvtools'],
    tellsClock: true,
    tellsDisks: true,
  },
  'RVTools, zipped': {
    files: (of) => ({ 'a.bin': zipped(tabFiles(workbooks.rvtools!(of), ',')) }),
    readers: ['rvtools'],
    tellsClock: true,
    tellsDisks: true,
  },
  OpenStack: {
    files: openstack,
    readers: ['openstack-hypervisors', 'openstack-servers'],
    tellsDisks: true,
  },
  'libvirt exporter': {
    files: (of) => ({ metrics: scrape(of), 'h.txt': plainHosts(of) }),
    readers: ['prometheus-libvirt'],
    tellsClock: true,
    tellsDisks: true,
  },
  'Live Optics': {
    files: (of) => ({ 'a.bin': workbookBytes(workbooks['live-optics']!(of)) }),
    readers: ['live-optics'],
    tellsClock: true,
    tellsDisks: true,
  },
  'Nutanix Collector': {
    files: (of) => ({ 'a.bin': workbookBytes(workbooks['nutanix-collector']!(of)) }),
    readers: ['nutanix-collector'],
    tellsClock: true,
    tellsDisks: true,
  },
  PowerCLI: {
    files: (of) => powercli(of, ',', '.'),
    readers: ['powercli-hosts', 'powercli-vms'],
    tellsClock: true,
    tellsDisks: true,
  },
  'PowerCLI in German': {
    files: (of) => powercli(of, ';', ','),
    readers: ['powercli-hosts', 'powercli-vms'],
    tellsClock: true,
    tellsDisks: true,
  },
  Proxmox: {
    files: proxmox,
    readers: ['proxmox', 'proxmox-node-status'],
    tellsClock: true,
    tellsDisks: true,
  },
  oVirt: {
    files: ovirt,
    readers: ['ovirt-clusters', 'ovirt-hosts', 'ovirt-vms'],
    tellsClock: true,
  },
  'xe text': { files: xe, readers: ['xe-hosts', 'xe-vms'], tellsClock: true },
  'xe CSV': {
    files: (of) => ({ 'm.txt': xeCsv(of), 'h.txt': plainHosts(of) }),
    readers: ['xe-csv'],
    tellsClock: true,
  },
  'Hyper-V JSON': { files: hyperv, readers: ['hyperv-hosts', 'hyperv'] },
  'Hyper-V CSV': {
    files: (of) => ({ 'm.txt': hypervCsv(of), 'h.txt': plainHosts(of) }),
    readers: ['hyperv-csv'],
    tellsClock: true,
  },
  Forklift: { files: forklift, readers: ['forklift-hosts', 'forklift-vms'], tellsDisks: true },
  KubeVirt: { files: kubevirt, readers: ['kubevirt'] },
};

const domainXml = (vm: FleetMachine) =>
  `<domain type='kvm'><name>${vm.name}</name><memory unit='MiB'>${vm.mib}</memory><vcpu>${vm.vcpus}</vcpu></domain>`;

/** Files of readers whose kind cannot carry the whole fleet, by a name for it; `readers` as above. */
export const partialForms: Readonly<Record<string, Pick<Form, 'files' | 'readers'>>> = {
  'Azure Migrate': {
    files: ({ machines }) => ({
      f: csv([
        ['*Server Name', '*Cores', '*Memory (In MB)', '*OS name', 'Disk 1 size (In GB)'],
        ...machines.map((vm) => [vm.name, vm.vcpus, vm.mib, 'Linux', vm.diskMib / 1024]),
      ]),
    }),
    readers: ['azure-migrate'],
  },
  libvirt: {
    files: ({ hosts, machines }) => ({
      list: ` Id   Name   State\n-----\n${machines.map((vm, i) => ` ${vm.runs ? i + 1 : '-'}    ${vm.name}    ${vm.runs ? 'running' : 'shut off'}`).join('\n')}\n`,
      'node-a': `CPU model:           x86_64\nCPU(s):              ${hosts[0]!.threads}\nCPU frequency:       ${hosts[0]!.mhz} MHz\nCPU socket(s):       1\nCore(s) per socket:  ${hosts[0]!.cores / 2}\nThread(s) per core:  2\nNUMA cell(s):        2\nMemory size:         ${hosts[0]!.gib * 2 ** 20} KiB\n`,
      ...Object.fromEntries(machines.map((vm, i) => [`${i}.xml`, domainXml(vm)])),
    }),
    readers: ['virsh-list', 'virsh-nodeinfo'],
  },
  'vSphere Client': {
    files: ({ machines, cluster }) => ({
      'World.csv': csv([
        ['Name', 'State', 'Provisioned Space', 'CPUs', 'Memory Size', 'Host', 'Cluster'],
        ...machines.map((vm) => [
          ...[vm.name, vm.runs ? 'Powered On' : 'Powered Off', `${vm.diskMib} MB`, vm.vcpus],
          ...[`${vm.mib / 1024} GB`, vm.host, cluster],
        ]),
      ]),
    }),
    readers: ['vsphere-list'],
  },
  'Aria Operations': {
    files: ({ machines, hosts }) => ({
      'm World.csv': `\ufeff${csv([
        [
          'Name',
          'Interval Breakdown',
          'VM|CPU|Demand (MHz)|Avg',
          'VM|Configuration|Hardware|Number of CPUs (vCPUs)|Last',
          'VM|Memory|Total Capacity (MB)|Last',
          'VM|Summary|Runtime|Power State|Last',
        ],
        ...machines.map((vm) => [
          vm.name,
          '12:00 AM 20 November 2026',
          '1,234.5',
          vm.vcpus,
          `${vm.mib / 1024} GB`,
          vm.runs ? 'Powered On' : 'Powered Off',
        ]),
      ])}`,
      'h World.csv': `\ufeff${csv([
        [
          'Name',
          'Interval Breakdown',
          'Host|CPU|Usage|Avg',
          'Host|CPU|Capacity Available to VMs|Last',
          'Host|Runtime|Maintenance State|Last',
        ],
        ...hosts.map((host) => [
          host.name,
          '12:00 AM 20 November 2026',
          '10,000',
          host.mhz * host.cores,
          'notInMaintenance',
        ]),
      ])}`,
    }),
    readers: ['vrops'],
  },
};
