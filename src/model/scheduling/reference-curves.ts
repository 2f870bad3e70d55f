import { meanLatencyNs, numaMachines } from './numa.ts';
import { burstEndUs } from './sim/bandwidth.ts';

const PERIOD_MS = 100;
const QUOTAS_MS = [10, 20, 50, 80];
const WORK_MS = Array.from({ length: 41 }, (_, i) => (i + 1) * 5);
const LOCAL_SHARES = [0, 0.25, 0.5, 0.75, 1];

/** When a burst of `workMs` ends under a quota in periods of 100 ms. */
export interface QuotaPoint {
  quotaMs: number;
  workMs: number;
  endsMs: number;
}

/** Mean memory latency of a machine where a share of the accesses stays on the node. */
export interface NumaPoint {
  machine: string;
  localShare: number;
  meanNs: number;
}

/** What limits and memory placement do on any host: closed forms over their ranges. */
export interface SchedulingReference {
  quotas: QuotaPoint[];
  numa: NumaPoint[];
}

export function schedulingReference(): SchedulingReference {
  return {
    quotas: QUOTAS_MS.flatMap((quotaMs) =>
      WORK_MS.map((workMs) => ({
        quotaMs,
        workMs,
        endsMs: burstEndUs(workMs * 1000, quotaMs * 1000, PERIOD_MS * 1000) / 1000,
      })),
    ),
    numa: numaMachines.flatMap((machine) =>
      LOCAL_SHARES.map((localShare) => ({
        machine: machine.id,
        localShare,
        meanNs: meanLatencyNs(machine, localShare),
      })),
    ),
  };
}
