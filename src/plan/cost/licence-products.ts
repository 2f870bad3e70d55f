import type { InventoryHost, InventoryVm } from '../../inventory/inventory.ts';
import { totalOf } from '../operations/hosting.ts';
import { oracleFactors, oracleLicences } from '../rules/oracle.ts';
import { openshiftBareMetal, rhelBySockets, rhelByVms } from '../rules/red-hat.ts';
import { sqlHostCores, sqlVmCores } from '../rules/sql-server.ts';
import { vmwareCores } from '../rules/vmware.ts';
import { standardSets, windowsCores, windowsVmCores } from '../rules/windows.ts';

/** What a product is counted over: hosts of one cluster, and the machines of it that need the product. */
export interface LicenceBase {
  hosts: readonly InventoryHost[];
  vms: readonly InventoryVm[];
}

/** A product with the rule that counts it (`plan rules`), by cluster. */
export interface LicenceProduct {
  id: string;
  title: string;
  /** Id of its rule: words, source, date. */
  rule: string;
  unit: string;
  /** Two products of one family for the same machines are a contradiction. */
  family: string;
  /** Machines that need it, by what the source says of their OS; undefined: it is of the host. */
  guests?: RegExp;
  count(base: LicenceBase): number;
}

const socketsOf = (host: InventoryHost) => Math.max(1, host.sockets);
const coresPerSocket = (host: InventoryHost) => Math.ceil(host.cores / socketsOf(host));
const overHosts = (pick: (host: InventoryHost) => number) => (base: LicenceBase) =>
  totalOf(base.hosts, pick);
/** Machines of a host, spread as even as whole machines allow. */
const perHost = ({ hosts, vms }: LicenceBase, host: number): number =>
  Math.floor(vms.length / hosts.length) + (host < vms.length % hosts.length ? 1 : 0);

const vmware = overHosts((host) =>
  vmwareCores([{ sockets: socketsOf(host), coresPerSocket: coresPerSocket(host) }]),
);
const windows = /windows/i;
const redHat = /red ?hat|rhel/i;

/** Licences of every host that a Windows machine of the cluster can move to: all of them are counted for all of those. */
const windowsStandard = ({ hosts, vms }: LicenceBase): number =>
  vms.length === 0
    ? 0
    : totalOf(hosts, (h) => windowsCores(socketsOf(h), h.cores) * standardSets(vms.length));

export const licenceProducts: readonly LicenceProduct[] = [
  {
    id: 'vmware-vcf',
    title: 'VMware Cloud Foundation',
    rule: 'vmware_cores',
    unit: 'cores',
    family: 'hypervisor',
    count: vmware,
  },
  {
    id: 'vmware-vvf',
    title: 'VMware vSphere Foundation',
    rule: 'vmware_cores',
    unit: 'cores',
    family: 'hypervisor',
    count: vmware,
  },
  {
    id: 'proxmox',
    title: 'Proxmox VE',
    rule: 'proxmox',
    unit: 'sockets',
    family: 'hypervisor',
    count: overHosts(socketsOf),
  },
  {
    id: 'openshift-bare-metal',
    title: 'OpenShift, bare-metal socket-pairs',
    rule: 'openshift_bare_metal',
    unit: 'subscriptions',
    family: 'hypervisor',
    count: overHosts((host) => openshiftBareMetal(socketsOf(host), host.cores)),
  },
  {
    id: 'windows-datacenter',
    title: 'Windows Server Datacenter',
    rule: 'windows',
    unit: 'cores',
    family: 'windows',
    guests: windows,
    count: ({ hosts, vms }) =>
      vms.length === 0 ? 0 : totalOf(hosts, (h) => windowsCores(socketsOf(h), h.cores)),
  },
  {
    id: 'windows-standard',
    title: 'Windows Server Standard, by host',
    rule: 'windows',
    unit: 'cores',
    family: 'windows',
    guests: windows,
    count: windowsStandard,
  },
  {
    id: 'windows-vm',
    title: 'Windows Server, by VM',
    rule: 'windows',
    unit: 'cores',
    family: 'windows',
    guests: windows,
    count: ({ vms }) => totalOf(vms, (vm) => windowsVmCores(vm.vcpus)),
  },
  {
    id: 'sql-vm',
    title: 'SQL Server, by VM',
    rule: 'sql',
    unit: 'cores',
    family: 'sql',
    guests: /sql server/i,
    count: ({ vms }) => totalOf(vms, (vm) => sqlVmCores(vm.vcpus)),
  },
  {
    id: 'sql-enterprise-host',
    title: 'SQL Server Enterprise with Software Assurance, by host',
    rule: 'sql',
    unit: 'cores',
    family: 'sql',
    guests: /sql server/i,
    count: ({ hosts, vms }) =>
      vms.length === 0 ? 0 : totalOf(hosts, (h) => sqlHostCores(socketsOf(h), h.cores)),
  },
  {
    id: 'rhel-server',
    title: 'RHEL Server, two VMs each',
    rule: 'rhel',
    unit: 'subscriptions',
    family: 'rhel',
    guests: redHat,
    count: (base) =>
      totalOf(
        base.hosts.map((_, i) => rhelByVms(perHost(base, i))),
        (n) => n,
      ),
  },
  {
    id: 'rhel-vdc',
    title: 'RHEL Virtual Datacenters',
    rule: 'rhel',
    unit: 'subscriptions',
    family: 'rhel',
    guests: redHat,
    count: ({ hosts, vms }) =>
      vms.length === 0 ? 0 : totalOf(hosts, (host) => rhelBySockets(socketsOf(host))),
  },
  {
    id: 'oracle-db-ee',
    title: 'Oracle Database EE, x86, all hosts a VM can reach',
    rule: 'oracle',
    unit: 'processors',
    family: 'oracle',
    guests: /oracle database/i,
    count: ({ hosts, vms }) =>
      vms.length === 0
        ? 0
        : oracleLicences(
            totalOf(hosts, ({ cores }) => cores),
            oracleFactors.x86.value,
          ),
  },
];

export const productIds = licenceProducts.map(({ id }) => id);
