import { anyNum, f64 } from '../../elements.ts';
import {
  meanLatencyNs,
  numaMachine,
  VIRTUAL_NUMA_ABOVE_VCPUS,
} from '../../model/scheduling/numa.ts';
import type { ClusterProblem } from './cluster.ts';
import { leastNodes, Rooms } from './problem.ts';

/** What spreading machines over nodes costs. */
export interface NumaCost {
  /** Machines that no single node of their host could hold, and those spread for want of room. */
  wide: number;
  spread: number;
  /** Mean memory latency of the machines on several nodes over local latency. */
  latencyRatio: number;
  /** Latencies it is made from, ns: those of a machine whose latencies were read. */
  latencies: { machine: string; localNs: number; remoteNs: number };
}

/** Share of accesses a guest that sees its nodes keeps local: as in docs/model/scheduling.md. */
const GUEST_LOCALITY = 0.9;
const MACHINE = 'xeon-a';

/** Counts machines on several nodes; a guest that does not see the nodes finds 1 / nodes of its memory local. */
export function numaCost(
  { problem, units }: ClusterProblem,
  hostOf: ArrayLike<number>,
): NumaCost | undefined {
  const { numa } = problem;
  if (!numa) return undefined;
  const rooms = new Rooms(problem);
  const machine = numaMachine(MACHINE);
  let [wide, spread, ratios] = [0, 0, 0];
  // The order of the list: rooms inside hosts may differ from the packing's, counts hardly.
  for (let unit = 0; unit < units.members.length; unit++) {
    const host = anyNum(hostOf, unit);
    if (host < 0 || rooms.refusal(unit, host) !== undefined) continue;
    rooms.put(unit, host);
    const nodes = rooms.nodesUsed(unit);
    if (nodes === 1) continue;
    if (leastNodes(numa, unit, host) > 1) wide++;
    else spread++;
    const seen = f64(numa.vcpus, unit) > VIRTUAL_NUMA_ABOVE_VCPUS;
    const local = seen ? GUEST_LOCALITY : 1 / nodes;
    ratios += meanLatencyNs(machine, local) / machine.localNs.value;
  }
  return {
    wide,
    spread,
    latencyRatio: wide + spread > 0 ? ratios / (wide + spread) : 1,
    latencies: {
      machine: machine.id,
      localNs: machine.localNs.value,
      remoteNs: machine.remoteNs.value,
    },
  };
}
