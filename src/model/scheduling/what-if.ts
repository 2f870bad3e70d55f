import { UserError } from '../../errors.ts';
import { Rng } from '../../rng.ts';
import { AdmissionRefused } from './allocate.ts';
import { type AllocatedNode, allocateTree, type PoolNode } from './allocate-tree.ts';
import type { LockRow, NumaRow } from './contention-what-if.ts';
import { contentionOf } from './ready.ts';
import { poissonArrivals } from './sim/arrivals.ts';
import { type Latency, latencyOf } from './sim/latency.ts';
import { policyById } from './sim/policies.ts';
import { simulate } from './sim/simulate.ts';
import type { Coscheduling, State, VcpuSpec, VmSpec } from './sim/vcpu.ts';
import {
  boundByVcpus,
  type HostTopology,
  type VcpuCapacity,
  vcpuCapacity,
} from './vcpu-capacity.ts';

export interface Machine {
  name: string;
  pool?: string;
  shares?: number;
  reservation?: number;
  limit?: number;
  demand?: number;
  vcpus?: number;
  rate?: number;
  workUs?: number;
  quotaUs?: number;
  periodUs?: number;
  coscheduling?: Coscheduling;
}

export interface SchedulingQuestion {
  resource: 'cpu' | 'memory';
  unit: string;
  /** Amount to divide; for CPU without one, the host's clock x threads in GHz. */
  capacity?: number;
  host?: HostTopology;
  machines: readonly Machine[];
  pools: readonly Machine[];
  /** Schedulers to simulate; empty: allocation only. */
  policies: readonly string[];
  sliceUs?: number;
  pcpus: number;
  horizonUs: number;
  seed: number;
}

export interface SimulatedMachine {
  policy: string;
  machine: string;
  vcpus: number;
  /** Shares of one vCPU's time, percent. */
  percent: Record<State, number>;
  /** Time wanted and not given: ready, co-stopped and throttled, percent. */
  stealPercent: number;
  verdict: string;
  latency: Latency | null;
}

export interface SchedulingAnswer {
  question: SchedulingQuestion;
  capacity: number;
  hostCapacity: VcpuCapacity | null;
  admitted: boolean;
  refusal: string | null;
  allocation: readonly AllocatedNode[];
  simulation: SimulatedMachine[];
  wasted: { policy: string; percentOfHost: number }[];
  /** Filled by the caller when asked for. */
  numa?: NumaRow[];
  locks?: LockRow[];
}

const MAX_EVENTS = 3e6;

function nodes(question: SchedulingQuestion, corePer: number | undefined): PoolNode[] {
  const leaf = (machine: Machine): PoolNode => {
    const { name, shares = 1000, reservation = 0, limit = Infinity, demand = Infinity } = machine;
    // A bandwidth limit is a share of one core's clock.
    const { quotaUs, periodUs = 100_000 } = machine;
    const capped =
      corePer !== undefined && quotaUs !== undefined ? (quotaUs / periodUs) * corePer : Infinity;
    const claim = { shares, reservation, limit: Math.min(limit, capped), demand };
    const bounded =
      corePer !== undefined && machine.vcpus !== undefined
        ? boundByVcpus(claim, machine.vcpus, corePer)
        : claim;
    return { id: name, ...bounded };
  };
  const pools = question.pools.map((pool): PoolNode => {
    const { demand: _demand, ...claim } = leaf(pool);
    const children = question.machines.filter((machine) => machine.pool === pool.name).map(leaf);
    return { ...claim, children };
  });
  const known = new Set(question.pools.map((pool) => pool.name));
  const lost = question.machines.find(({ pool }) => pool !== undefined && !known.has(pool));
  if (lost) {
    throw new UserError(
      `machine "${lost.name}": expected a pool (${[...known].join(', ') || 'none is defined'}), found "${lost.pool}".`,
    );
  }
  return [...pools, ...question.machines.filter(({ pool }) => pool === undefined).map(leaf)];
}

function vcpusOf(question: SchedulingQuestion): VcpuSpec[] {
  const rng = new Rng(question.seed);
  return question.machines.flatMap((machine) => {
    const count = machine.vcpus ?? 1;
    return Array.from({ length: count }, (_, i): VcpuSpec => {
      const { rate, workUs } = machine;
      const work =
        rate !== undefined && workUs !== undefined
          ? {
              kind: 'requests' as const,
              arrivalsUs: poissonArrivals(rng, rate / count, question.horizonUs),
              workUs,
            }
          : { kind: 'hog' as const };
      return {
        id: `${machine.name}#${i}`,
        vm: machine.name,
        weight: (machine.shares ?? 1000) / count,
        work,
      };
    });
  });
}

function simulateAll(
  question: SchedulingQuestion,
): Pick<SchedulingAnswer, 'simulation' | 'wasted'> {
  const vcpus = vcpusOf(question);
  const arrivals = vcpus.reduce(
    (total, { work }) => total + (work.kind === 'requests' ? work.arrivalsUs.length : 0),
    0,
  );
  const turns = (question.horizonUs / (question.sliceUs ?? 3000)) * question.pcpus;
  if ((arrivals + turns) * Math.max(1, vcpus.length / 16) > MAX_EVENTS)
    throw new UserError(
      'this simulation is too long: shorten --time, lower rates or raise --slice.',
    );
  const vms: VmSpec[] = question.machines.map(({ name, quotaUs, periodUs, coscheduling }) => ({
    id: name,
    ...(quotaUs === undefined ? {} : { quotaUs }),
    ...(periodUs === undefined ? {} : { periodUs }),
    ...(coscheduling === undefined ? {} : { coscheduling }),
  }));
  const simulation: SimulatedMachine[] = [];
  const wasted: SchedulingAnswer['wasted'] = [];
  for (const id of question.policies) {
    const { pcpus, horizonUs } = question;
    const result = simulate({
      pcpus,
      horizonUs,
      policy: policyById(id, question.sliceUs),
      vcpus,
      vms,
    });
    wasted.push({ policy: id, percentOfHost: (100 * result.wastedUs) / (pcpus * horizonUs) });
    for (const machine of question.machines) {
      const own = result.vcpus.filter((vcpu) => vcpu.vm === machine.name);
      const percent = (state: State) =>
        (100 * own.reduce((total, vcpu) => total + vcpu.totals[state], 0)) /
        (own.length * horizonUs);
      const ready = percent('ready');
      simulation.push({
        policy: id,
        machine: machine.name,
        vcpus: own.length,
        percent: {
          running: percent('running'),
          ready,
          'co-stopped': percent('co-stopped'),
          throttled: percent('throttled'),
          idle: percent('idle'),
        },
        stealPercent: ready + percent('co-stopped') + percent('throttled'),
        verdict: contentionOf(ready),
        latency: latencyOf(own.flatMap((vcpu) => vcpu.responsesUs)),
      });
    }
  }
  return { simulation, wasted };
}

/** Divides a resource among machines and, when asked, runs them in time under several schedulers. */
export function answerScheduling(question: SchedulingQuestion): SchedulingAnswer {
  const hostCapacity = question.host ? vcpuCapacity(question.host) : null;
  const capacity = question.capacity ?? hostCapacity?.ghz;
  if (capacity === undefined)
    throw new UserError('expected --capacity, or --sockets with --cores and --ghz.');
  // A thread's clock in the unit of the capacity: GHz when the host gives the capacity.
  const corePer =
    question.resource === 'cpu' && question.capacity === undefined
      ? question.host?.clockGhz
      : undefined;
  const simulated =
    question.policies.length > 0 ? simulateAll(question) : { simulation: [], wasted: [] };
  const base = { question, capacity, hostCapacity, ...simulated };
  try {
    const allocation = allocateTree(capacity, nodes(question, corePer));
    return { ...base, admitted: true, refusal: null, allocation };
  } catch (error) {
    if (!(error instanceof AdmissionRefused)) throw error;
    return { ...base, admitted: false, refusal: error.message, allocation: [] };
  }
}
