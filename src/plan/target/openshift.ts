import { activeVcpus, type InventoryVm, running } from '../../inventory/inventory.ts';
import { unverified } from '../../sourced.ts';
import { totalOf } from '../operations/hosting.ts';
import { volumeBound } from '../placement/bounds.ts';
import { fewestHosts } from '../placement/exact.ts';
import type { Problem } from '../placement/problem.ts';
import { vmOverheadMb } from '../policies/esxi-memory.ts';
import { kubevirtOverhead, plainGuest } from '../rules/kubevirt-overhead.ts';
import {
  reservedCores,
  reservedMemoryGib,
  virtualizationPerWorker,
} from '../rules/openshift-node.ts';
import { openshiftBareMetal } from '../rules/red-hat.ts';
import type { OpenshiftTarget } from './schema.ts';
import { planWaves, type Waves } from './waves.ts';

/** Memory below which the kubelet evicts pods. */
const eviction = unverified(100, 'MiB', 'hard eviction threshold of the kubelet, recalled', 0);

/** What a node has left for virtual machines. */
export interface NodeRoom {
  threads: number;
  memoryMib: number;
  pods: number;
}

/** An estate on OpenShift Virtualization. */
export interface OpenshiftAnswer {
  target: OpenshiftTarget;
  kind: 'openshift';
  machines: number;
  node: NodeRoom;
  /** Nodes the machines need by packing, with failures and drains on top, and what no packing gets under. */
  packed: number;
  nodes: number;
  bound: number;
  /** Machines larger than a node. */
  unplaced: string[];
  requestGib: number;
  overheadGib: number;
  /** What the same machines cost ESXi beside their own memory. */
  esxiOverheadGib: number;
  /** Most that one node's machines request: what a drain has to move. */
  fullestGib: number;
  subscriptions: number;
  price: number;
  waves: Waves;
}

/** Room of a node: its threads and memory less what OpenShift and OpenShift Virtualization keep. */
export function nodeRoom({ node, podsPerNode }: OpenshiftTarget): NodeRoom {
  const threads = node.cores * node.threadsPerCore;
  const extra = virtualizationPerWorker;
  return {
    threads: Math.max(0, threads - reservedCores(threads) - extra.cores.value),
    memoryMib: Math.max(
      0,
      (node.memoryGiB - reservedMemoryGib(node.memoryGiB)) * 1024 -
        extra.memoryMib.value -
        eviction.value,
    ),
    pods: podsPerNode,
  };
}

/** MiB a machine's pod requests, and of these what is beside the guest. */
export function podRequest(vm: InventoryVm, target: OpenshiftTarget) {
  const guest = { ...plainGuest(Math.max(1, vm.memoryMib), vm.vcpus), ratio: target.overheadRatio };
  const overhead = kubevirtOverhead(guest, target.version);
  return { overhead, request: (vm.memoryMib * 100) / target.memoryOvercommitPercent + overhead };
}

function problemOf(vms: readonly InventoryVm[], target: OpenshiftTarget, room: NodeRoom): Problem {
  const needs = [
    Float64Array.from(vms, (vm) => activeVcpus(vm) / target.cpuAllocationRatio),
    Float64Array.from(vms, (vm) => podRequest(vm, target).request),
    Float64Array.from(vms, () => 1),
  ];
  const rooms = [room.threads, room.memoryMib, room.pods];
  // Packings come close to the sums; twice the nodes and a few are enough, and far fewer than machines.
  const many = Math.min(Math.max(1, vms.length), 2 * volumeBound(needs, rooms) + 8);
  const capacity = rooms.map((value) => new Float64Array(many).fill(value));
  return { needs, capacity };
}

/** The running machines on nodes of one size, and the way there. */
export function openshiftAnswer(
  vms: readonly InventoryVm[],
  target: OpenshiftTarget,
): OpenshiftAnswer {
  const machines = running(vms);
  const room = nodeRoom(target);
  const problem = problemOf(machines, target, room);
  const found = fewestHosts(problem, 0);
  const requests = machines.map((vm) => podRequest(vm, target));
  const onNode = new Map<number, number>();
  found.hostOf.forEach((node, i) => {
    if (node >= 0) onNode.set(node, (onNode.get(node) ?? 0) + (requests[i]?.request ?? 0));
  });
  const spare = Math.max(target.failures, target.drain);
  const nodes = machines.length > 0 ? found.hosts + spare : 0;
  const { node } = target;
  return {
    target,
    kind: 'openshift',
    machines: machines.length,
    node: room,
    packed: found.hosts,
    nodes,
    bound: machines.length > 0 ? found.bound + spare : 0,
    unplaced: machines.filter((_, i) => found.hostOf[i] === -1).map(({ name }) => name),
    requestGib: totalOf(requests, ({ request }) => request) / 1024,
    overheadGib: totalOf(requests, ({ overhead }) => overhead) / 1024,
    esxiOverheadGib: totalOf(machines, (vm) => vmOverheadMb(vm.memoryMib, vm.vcpus)) / 1024,
    fullestGib: Math.max(0, ...onNode.values()) / 1024,
    subscriptions: nodes * openshiftBareMetal(node.sockets, node.cores),
    price: nodes * node.price,
    waves: planWaves(machines, target.migration),
  };
}
