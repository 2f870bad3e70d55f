import { UserError } from '../../errors.ts';
import { type Sourced, sourced } from '../../sourced.ts';
import { chosen } from '../chosen.ts';

export interface NumaMachine {
  id: string;
  localNs: Sourced;
  remoteNs: Sourced;
  /** Read bandwidth of a node's memory from its own and from another node, MB/s. */
  localMBps?: Sourced;
  remoteMBps?: Sourced;
}

const mlc = (value: number, unit = 'ns') =>
  sourced(
    value,
    unit,
    'published',
    'idle latencies of Intel Memory Latency Checker (mlc), posted by users',
  );

/** Two-socket machines whose latencies were read. */
export const numaMachines: readonly NumaMachine[] = [
  {
    id: 'xeon-a',
    localNs: mlc(89.3),
    remoteNs: mlc(138.9),
    localMBps: mlc(69_287.5, 'MB/s'),
    remoteMBps: mlc(34_400.6, 'MB/s'),
  },
  { id: 'e5-2682v4', localNs: mlc(85.0), remoteNs: mlc(136.3) },
  { id: '8269cy', localNs: mlc(78.6), remoteNs: mlc(144.1) },
  { id: 'xeon-c', localNs: mlc(82.2), remoteNs: mlc(129.6) },
  { id: 'xeon-d', localNs: mlc(108.2), remoteNs: mlc(195.7) },
  { id: 'cxl', localNs: mlc(84.5), remoteNs: mlc(564.5) },
];

export function numaMachine(id: string): NumaMachine {
  return chosen(numaMachines, id, 'a NUMA machine');
}

/** Mean memory latency when a share of accesses stays on the node. */
export function meanLatencyNs(machine: NumaMachine, localShare: number): number {
  return localShare * machine.localNs.value + (1 - localShare) * machine.remoteNs.value;
}

/**
 * Most memory traffic (MB/s) that threads can draw. `threads[i]` run on node i and send the share
 * `access[i][j]` of their accesses to node j, all at one rate: the first saturated memory or link
 * stops everyone.
 */
export function memoryThroughput(
  threads: readonly number[],
  access: readonly (readonly number[])[],
  localMBps: number,
  linkMBps: number,
): number {
  let perThread = Infinity;
  threads.forEach((_, j) => {
    const drawn = threads.reduce((total, count, i) => total + count * (access[i]?.[j] ?? 0), 0);
    if (drawn > 0) perThread = Math.min(perThread, localMBps / drawn);
    threads.forEach((count, i) => {
      const crossing = i === j ? 0 : count * (access[i]?.[j] ?? 0);
      if (crossing > 0) perThread = Math.min(perThread, linkMBps / crossing);
    });
  });
  const total = threads.reduce((sum, count) => sum + count, 0);
  return perThread === Infinity ? 0 : perThread * total;
}

export interface NumaHost {
  nodes: number;
  /** vCPUs and memory one node can carry. */
  vcpusPerNode: number;
  memoryPerNode: number;
}

export interface NumaPlacement {
  nodes: number;
  vcpusPerNode: number[];
  /** The guest sees its nodes and can place its memory. */
  virtualNuma: boolean;
  /** Expected share of accesses that stay on the node. */
  localShare: number;
}

/** Virtual NUMA is shown to machines above 8 vCPUs, and never together with CPU hot-add. */
export const VIRTUAL_NUMA_ABOVE_VCPUS = 8;

/**
 * Puts a machine on as few nodes as hold its vCPUs and memory, evenly. On one node everything is
 * local. Across nodes, a guest that sees them keeps `guestLocality` of its accesses local; one that
 * does not finds its memory spread, so 1 / nodes is local by chance.
 */
export function placeMachine(
  machine: { vcpus: number; memory: number; cpuHotAdd?: boolean },
  host: NumaHost,
  guestLocality = 0.9,
): NumaPlacement {
  const nodes = Math.max(
    1,
    Math.ceil(machine.vcpus / host.vcpusPerNode),
    Math.ceil(machine.memory / host.memoryPerNode),
  );
  if (nodes > host.nodes) {
    throw new UserError(
      `expected a machine that fits ${host.nodes} nodes of ${host.vcpusPerNode} vCPUs, found ${machine.vcpus} vCPUs.`,
    );
  }
  const vcpusPerNode = Array.from(
    { length: nodes },
    (_, i) => Math.floor(machine.vcpus / nodes) + (i < machine.vcpus % nodes ? 1 : 0),
  );
  const virtualNuma =
    nodes > 1 && machine.vcpus > VIRTUAL_NUMA_ABOVE_VCPUS && machine.cpuHotAdd !== true;
  const localShare = nodes === 1 ? 1 : virtualNuma ? guestLocality : 1 / nodes;
  return { nodes, vcpusPerNode, virtualNuma, localShare };
}
