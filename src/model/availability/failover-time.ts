import { UserError } from '../../errors.ts';
import { type Sourced, sourced, unverified } from '../../sourced.ts';

/** How a cluster notices that a host is gone, and what it does before a machine may start elsewhere. */
export interface FailureDetector {
  id: string;
  title: string;
  detectS: Sourced;
  fenceS: Sourced;
}

const none = sourced(0, 's', 'derived', 'no step of its own');
const sdk = 'vSphere SDK guide: 15 s without heartbeats and without an answer to ping';
const kb = 'Broadcom KB 322784';
const corosync =
  'corosync.conf manual (old): token 1,000 ms, about 50 ms to form again, consensus 200 ms';
const stonith = sourced(60, 's', 'published', 'Pacemaker: stonith-timeout 60 s (upper bound)');

/** Detectors of clusters. A new one is one entry. */
export const failureDetectors: readonly FailureDetector[] = [
  {
    id: 'vsphere-ha',
    title: 'vSphere HA, host dead',
    detectS: sourced(15, 's', 'published', sdk),
    fenceS: none,
  },
  {
    id: 'vsphere-ha-isolated',
    title: 'vSphere HA 5 and 6, secondary host isolated',
    detectS: sourced(
      30,
      's',
      'published',
      `${kb}: election 10 s, self-elected 25 s, isolated 30 s`,
    ),
    fenceS: none,
  },
  {
    id: 'vsphere-ha-isolated-primary',
    title: 'vSphere HA 5 and 6, primary host isolated',
    detectS: sourced(5, 's', 'published', kb),
    fenceS: none,
  },
  {
    id: 'vsphere-4-isolated',
    title: 'vSphere 4, host isolated (others act at 15 s)',
    detectS: sourced(12, 's', 'published', kb),
    fenceS: none,
  },
  {
    id: 'corosync',
    title: 'Corosync and Pacemaker, token 1 s',
    detectS: { ...sourced(1.25, 's', 'derived', corosync), low: 1.05, high: 1.25 },
    fenceS: { ...stonith, low: 0 },
  },
  {
    id: 'corosync-3',
    title: 'Corosync 3 and Pacemaker, token 3 s',
    detectS: unverified(6.6, 's', 'token 3 s, consensus 1.2 x token; recalled', 0.5),
    fenceS: { ...stonith, low: 0 },
  },
  {
    id: 'kubernetes',
    title: 'Kubernetes node, pods evicted',
    detectS: {
      ...sourced(40, 's', 'published', 'node-monitor-grace-period: 40 s, 50 s in newer releases'),
      high: 50,
    },
    fenceS: unverified(300, 's', 'tolerationSeconds of a pod; recalled', 0),
  },
];

/** Machines that start together; a later group waits for the one before. */
export interface RestartGroup {
  name: string;
  machines: number;
}

export interface FailoverQuestion {
  detectS: Sourced;
  fenceS: Sourced;
  /** Groups in the order of their start. */
  groups: readonly RestartGroup[];
  /** Machines that start at once, and how long a start takes before the next. */
  parallel: number;
  restartS: number;
  /** Wait between a group and the next. */
  groupDelayS: number;
  bootS: number;
  applicationS: number;
}

export interface GroupBack {
  name: string;
  machines: number;
  /** Seconds after the failure: the first and the last machine of the group serves again. */
  firstS: Sourced;
  lastS: Sourced;
}

export interface FailoverAnswer {
  groups: GroupBack[];
  firstS: Sourced;
  lastS: Sourced;
}

const after = (from: Sourced, seconds: number): Sourced => ({
  ...from,
  value: from.value + seconds,
  low: from.low + seconds,
  high: from.high + seconds,
});

/** Detect, fence, start group after group, boot, application: when each group serves again. */
export function failoverTime(question: FailoverQuestion): FailoverAnswer {
  const { detectS, fenceS, parallel, restartS, bootS, applicationS } = question;
  if (question.groups.length === 0)
    throw new UserError('expected a group of machines, found none.');
  const base: Sourced = {
    ...sourced(detectS.value + fenceS.value, 's', 'derived', `${detectS.source}; ${fenceS.source}`),
    low: detectS.low + fenceS.low,
    high: detectS.high + fenceS.high,
  };
  let started = 0;
  const groups = question.groups.map(({ name, machines }, i): GroupBack => {
    if (i > 0) started += question.groupDelayS;
    const waves = Math.ceil(machines / parallel);
    const ready = bootS + applicationS;
    const first = after(base, started + restartS + ready);
    started += waves * restartS;
    return { name, machines, firstS: first, lastS: after(base, started + ready) };
  });
  const [head] = groups;
  const last = groups[groups.length - 1];
  if (!head || !last) throw new UserError('expected a group of machines, found none.');
  return { groups, firstS: head.firstS, lastS: last.lastS };
}
