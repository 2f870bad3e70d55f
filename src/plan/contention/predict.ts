import { nth, num } from '../../elements.ts';
import { readyThresholds } from '../../model/scheduling/ready-thresholds.ts';
import { type Hosting, hostings } from '../operations/hosting.ts';
import type { Plan } from '../plan.ts';
import { assumedMemory, type HostMemory, hostMemory } from './memory.ts';
import { type ClusterReady, clusterReady } from './ready.ts';

/** Contention of a cluster as its ratios and load bring it about. */
interface ClusterContention {
  cluster: string;
  ready: ClusterReady | undefined;
  memory: HostMemory[];
}

export interface Contention {
  /** Load of the day: a name, or flat. */
  load: string;
  thresholds: typeof readyThresholds;
  assumed: typeof assumedMemory;
  clusters: ClusterContention[];
}

/** Hosts of a cluster whose memory is looked into, those with most configured on them first. */
const MOST_HOSTS = 200;

function largest(hosting: Hosting): Hosting {
  if (hosting.hosts.length <= MOST_HOSTS) return hosting;
  const configured = hosting.hosts.map(() => 0);
  hosting.vms.forEach((vm, i) => {
    const host = num(hosting.hostOf, i);
    if (host >= 0) configured[host] = num(configured, host) + vm.memoryMib;
  });
  const order = configured
    .map((_, h) => h)
    .sort((a, b) => num(configured, b) - num(configured, a) || a - b)
    .slice(0, MOST_HOSTS);
  const rank = new Map(order.map((h, i) => [h, i]));
  return {
    ...hosting,
    hosts: order.map((h) => nth(hosting.hosts, h)),
    hostOf: hosting.hostOf.map((h) => rank.get(h) ?? -1),
  };
}

/** Ready time and memory reclaim of every cluster of a plan, at its ratios and under a day's load. */
export function predictContention(
  { inventory, settings }: Plan,
  day: { name: string; shape: readonly number[] },
): Contention {
  return {
    load: day.name,
    thresholds: readyThresholds,
    assumed: assumedMemory,
    clusters: hostings(inventory)
      .filter((hosting) => hosting.hosts.length > 0)
      .map((hosting) => ({
        cluster: hosting.cluster,
        ready: clusterReady(hosting, settings.cpuRatio, day.shape),
        memory: hostMemory(largest(hosting), settings.memoryRatio),
      })),
  };
}
