import { UserError } from '../../../errors.ts';
import { pullNumbers, quotaNumbers } from './numbers.ts';

export interface QuotaQuestion {
  quotaMs: number;
  periodMs: number;
  /** Threads that always want to run, and CPUs they find. */
  threads: number;
  cpus: number;
  /** CPU time of a piece of work, all threads together. */
  workMs: number;
}

export interface QuotaAnswer {
  /** Of every period: time the threads run, and time all of them stand still. */
  runMs: number;
  stallMs: number;
  cpuShare: number;
  /** Wall time of the work from the start of a period. */
  workWallMs: number;
  /** Wall time of the same work without the quota. */
  unlimitedMs: number;
}

/**
 * Threads that always want to run under a quota: k = min(threads, CPUs) of them use it up in quota / k, then all stand
 * still until the period ends. Work takes whole periods and a rest. Slices (5 ms) and ticks are left to
 * `validate containers`; here every period begins with the whole quota.
 */
export function quotaAnswer(question: QuotaQuestion): QuotaAnswer {
  const { quotaMs, periodMs, threads, cpus, workMs } = question;
  if (!(quotaMs >= 1 && periodMs >= 1 && periodMs <= 1000)) {
    throw new UserError(
      `expected a quota of at least 1 ms and a period of 1 to 1,000 ms, found ${quotaMs} and ${periodMs}.`,
    );
  }
  const at = Math.min(threads, cpus);
  const runMs = Math.min(periodMs, quotaMs / at);
  const each = Math.min(quotaMs, at * periodMs);
  const whole = Math.max(0, Math.ceil(workMs / each - 1e-9) - 1);
  return {
    runMs,
    stallMs: periodMs - runMs,
    cpuShare: each / periodMs,
    workWallMs: whole * periodMs + (workMs - whole * each) / at,
    unlimitedMs: workMs / at,
  };
}

export interface PodQuestion {
  /** Request and limit of the CPU, thousandths; memory in bytes; null where there is none. */
  requestMilli: number;
  limitMilli: number | null;
  memoryBytes: number;
  nodeCpus: number;
  nodeMemoryBytes: number;
  /** Pods a node may carry. */
  mostPods: number;
}

export interface PodAnswer {
  shares: number;
  quotaUs: number | null;
  byCpu: number;
  byMemory: number;
  podsPerNode: number;
  binds: 'CPU requests' | 'memory requests' | 'pods per node';
  /** CPU all limits together promise, over what the node has; null without a limit. */
  limitOvercommit: number | null;
}

/** Shares and quota of a pod's container, and how many such pods a node takes: requests decide, not use. */
export function podAnswer(question: PodQuestion): PodAnswer {
  const { requestMilli, limitMilli, memoryBytes, nodeCpus, nodeMemoryBytes, mostPods } = question;
  const { sharesPerCpu, leastShares } = quotaNumbers;
  const byCpu = requestMilli > 0 ? Math.floor((1000 * nodeCpus) / requestMilli + 1e-9) : mostPods;
  const byMemory = memoryBytes > 0 ? Math.floor(nodeMemoryBytes / memoryBytes) : mostPods;
  const podsPerNode = Math.min(byCpu, byMemory, mostPods);
  return {
    shares: Math.max(leastShares.value, Math.floor((requestMilli * sharesPerCpu.value) / 1000)),
    quotaUs: limitMilli === null ? null : Math.max(1000, limitMilli * 100),
    byCpu,
    byMemory,
    podsPerNode,
    binds:
      podsPerNode === byCpu && byCpu < mostPods
        ? 'CPU requests'
        : podsPerNode === byMemory && byMemory < mostPods
          ? 'memory requests'
          : 'pods per node',
    limitOvercommit: limitMilli === null ? null : (podsPerNode * limitMilli) / (1000 * nodeCpus),
  };
}

/** A warm start from a cold one by Slacker's share, and with lazy fetching. */
export const warmFromCold = (coldS: number) => ({
  warmS: coldS * (1 - pullNumbers.pullShare.value),
  lazyS: coldS / pullNumbers.lazyTimes.value,
});

/** (1 - cached) x size / min(network, unpack) + runtime + application. */
export function pullStart(question: {
  imageBytes: number;
  cached: number;
  linkBytesPerS: number;
  unpackBytesPerS: number;
  runtimeS: number;
  applicationS: number;
}): { pullS: number; coldS: number; warmS: number; limitedBy: 'network' | 'unpacking' } {
  const { imageBytes, cached, linkBytesPerS, unpackBytesPerS } = question;
  const rate = Math.min(linkBytesPerS, unpackBytesPerS);
  if (!(rate > 0)) throw new UserError('expected rates above 0, found none.');
  const pullS = ((1 - cached) * imageBytes) / rate;
  const warmS = question.runtimeS + question.applicationS;
  return {
    pullS,
    coldS: pullS + warmS,
    warmS,
    limitedBy: linkBytesPerS < unpackBytesPerS ? 'network' : 'unpacking',
  };
}
