import { unverified } from '../../../sourced.ts';
import type { Outage } from './cold.ts';

/** Failover: the host is gone, the guest starts again elsewhere from storage both hosts reach. */
export interface FailoverTimes {
  /** Heartbeat interval and how many must be missed. */
  heartbeatS: number;
  missedHeartbeats: number;
  /** Fencing and agreement before anybody may start the guest again. */
  fencingS: number;
  /** Scheduling, image attach, process start. */
  restartS: number;
  /** Firmware, kernel, services. */
  bootS: number;
}

export const failoverDefaults = {
  heartbeatS: unverified(1, 's', 'usual cluster heartbeat; recalled'),
  missedHeartbeats: unverified(10, 'beats', 'usual dead time of ten beats; recalled'),
  fencingS: unverified(5, 's', 'IPMI power-off; assumed'),
  restartS: unverified(3, 's', 'start of a virtual machine process with its disks; assumed'),
  bootS: unverified(25, 's', 'a Linux guest to its services; assumed'),
} as const;

export function defaultFailover(): FailoverTimes {
  return {
    heartbeatS: failoverDefaults.heartbeatS.value,
    missedHeartbeats: failoverDefaults.missedHeartbeats.value,
    fencingS: failoverDefaults.fencingS.value,
    restartS: failoverDefaults.restartS.value,
    bootS: failoverDefaults.bootS.value,
  };
}

/** Memory is lost and nothing is transferred; a failure is noticed half an interval late on average. */
export function failover(times: FailoverTimes): Outage & { lostState: 'memory' } {
  const detectionS = times.heartbeatS * (times.missedHeartbeats + 0.5);
  const blackoutS = detectionS + times.fencingS + times.restartS + times.bootS;
  return { totalS: blackoutS, blackoutS, transferredBytes: 0, lostState: 'memory' };
}
