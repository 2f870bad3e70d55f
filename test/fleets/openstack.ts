import { type Files, type Fleet, idOf, json } from './fleet.ts';

/** What the API of OpenStack answers: threads of hosts with their topology, and servers with their flavors in them. */
export const openstack = ({ hosts, machines }: Fleet): Files => ({
  'servers.json': json({
    servers: machines.map((vm) => ({
      id: idOf(vm.name),
      name: vm.name,
      status: vm.runs ? 'ACTIVE' : 'SHUTOFF',
      flavor: { vcpus: vm.vcpus, ram: vm.mib, disk: vm.diskMib / 1024, ephemeral: 0, swap: 0 },
      'OS-EXT-SRV-ATTR:hypervisor_hostname': vm.host,
    })),
  }),
  'hypervisors.json': json({
    hypervisors: hosts.map((host) => ({
      hypervisor_hostname: host.name,
      state: 'up',
      status: 'enabled',
      vcpus: host.threads,
      memory_mb: host.gib * 1024,
      cpu_info: {
        topology: { cells: host.sockets, sockets: 1, cores: host.cores / host.sockets, threads: 2 },
      },
    })),
  }),
});

/** A scrape of the libvirt exporter of every host, beside a list of the hosts. */
export const scrape = ({ machines }: Fleet): string =>
  machines
    .flatMap((vm) => {
      const at = `{domain="${vm.name}",host="${vm.host}"}`;
      return [
        `libvirt_domain_info_maximum_memory_bytes${at} ${vm.mib * 2 ** 20}`,
        `libvirt_domain_info_virtual_cpus${at} ${vm.vcpus}`,
        `libvirt_domain_info_vstate${at} ${vm.runs ? 1 : 5}`,
        `libvirt_domain_block_stats_capacity_bytes{domain="${vm.name}",host="${vm.host}",target_device="vda"} ${vm.diskMib * 2 ** 20}`,
      ];
    })
    .join('\n');
