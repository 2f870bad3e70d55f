import { nth, num, present } from '../../elements.ts';
import { percentOf } from '../../format.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { hostings } from './hosting.ts';

/** One host: percent of its memory and clock, and vCPUs per core. */
export interface HostLoad {
  host: string;
  cluster: string;
  memoryCommitted: number;
  memoryInUse: number | undefined;
  cpuInUse: number | undefined;
  vcpusPerCore: number;
  machines: number;
}

const orUndefined = (share: number | undefined) =>
  share === undefined ? undefined : percentOf(share);

/** Every host of an inventory with what runs on it, the fullest in memory first. */
export function hostLoads(inventory: Inventory): HostLoad[] {
  return hostings(inventory)
    .flatMap(({ cluster, hosts, vms, hostOf }) => {
      const sums = hosts.map(() => ({ memory: 0, vcpus: 0, machines: 0 }));
      vms.forEach((vm, i) => {
        const sum = sums[num(hostOf, i)];
        if (!sum) return;
        sum.memory += vm.memoryMib;
        sum.vcpus += vm.vcpus;
        sum.machines++;
      });
      return hosts.map((host, h): HostLoad => {
        const { memory, vcpus, machines } = nth(sums, h);
        return {
          host: host.name,
          cluster,
          memoryCommitted: host.memoryMib > 0 ? percentOf(memory / host.memoryMib) : 0,
          memoryInUse: orUndefined(host.memoryUse),
          cpuInUse: orUndefined(host.cpuUse),
          vcpusPerCore: host.cores > 0 ? Math.round((100 * vcpus) / host.cores) / 100 : 0,
          machines,
        };
      });
    })
    .sort((a, b) => b.memoryCommitted - a.memoryCommitted || (a.host < b.host ? -1 : 1));
}

/** CPU of hosts over the hours of a day, percent: the use exported, moved as a load moves. */
export interface HostHours {
  /** Name of the load. */
  load: string;
  hosts: { host: string; percent: number[] }[];
}

/** Hosts of which the use is known, the busiest first; undefined without any, or where the load never moves. */
export function hostHours(
  loads: readonly HostLoad[],
  day: { name: string; shape: readonly number[] },
): HostHours | undefined {
  const measured = loads.filter(({ cpuInUse }) => cpuInUse !== undefined);
  if (measured.length === 0 || day.name === 'flat') return undefined;
  const perHour = day.shape.length / 24;
  const hours = Array.from({ length: 24 }, (_, hour) => {
    const samples = day.shape.slice(Math.round(hour * perHour), Math.round((hour + 1) * perHour));
    return samples.reduce((sum, value) => sum + value, 0) / Math.max(1, samples.length);
  });
  return {
    load: day.name,
    hosts: [...measured]
      .sort((a, b) => present(b.cpuInUse) - present(a.cpuInUse))
      .map(({ host, cpuInUse }) => ({
        host,
        percent: hours.map((level) => Math.round(present(cpuInUse) * level)),
      })),
  };
}
