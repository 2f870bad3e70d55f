import type { Host } from '../../hosts/host.ts';
import { type Sourced, type Status, times, weakest } from '../../sourced.ts';
import type { IoPath, Operation, Part, Site, Step } from './paths/step.ts';

/** What the guest asks for, and what stands behind the path. */
export interface RequestLoad {
  kind: Operation['kind'];
  read: boolean;
  bytes: number;
  queueDepth: number;
  vcpus: number;
  /** The device alone: time of one request, requests a second, bytes a second. */
  device: { latencyUs: number; iops: number; bytesPerSecond: number };
  /** Extra CPU of a virtual disk, as a ratio of what a request costs without. */
  extraCpu?: Sourced;
}

export interface PricedStep {
  label: string;
  part: Part;
  site: Site;
  count: number;
  /** Per operation. */
  cycles: Sourced;
}

export interface RequestCost {
  path: string;
  title: string;
  perRequest: {
    exits: number;
    userExits: number;
    interrupts: number;
    hypercalls: number;
    copiedBytes: number;
    grants: number;
  };
  steps: readonly PricedStep[];
  guestUs: number;
  backEndUs: number;
  status: Status;
  unverified: boolean;
  inFlight: number;
  /** Operations a second, the station that limits them, bytes a second. */
  iops: number;
  limitedBy: string;
  bytesPerSecond: number;
  latencyUs: number;
}

const counted = (steps: readonly Step[], pick: (step: Step) => number | undefined) =>
  steps.reduce((total, step) => total + step.count * (pick(step) ?? 0), 0);

/**
 * Counts what one operation does on a path, prices the counts on a host, and bounds the rate by the
 * slowest of guest CPUs, back end, device, and the requests the interface keeps in flight. Requests
 * in flight share kicks and interrupts.
 */
export function requestCost(path: IoPath, load: RequestLoad, host: Host): RequestCost {
  const inFlight = Math.max(1, Math.min(load.queueDepth, path.maxInFlight(load.bytes)));
  const operation: Operation = {
    kind: load.kind,
    read: load.read,
    bytes: load.bytes,
    perKick: inFlight,
    perInterrupt: inFlight,
  };
  const steps = path.steps(operation, host);
  const clock = (host.coreGhz ?? host.clockGhz).value * 1000;
  const priced: PricedStep[] = steps.map(({ label, part, site, count, cycles }) => ({
    label,
    part,
    site,
    count,
    cycles: times(cycles, count),
  }));
  const backEnds = path.backEnds(load.vcpus);
  const { extraCpu } = load;
  if (load.kind === 'block' && extraCpu && extraCpu.value > 0 && backEnds > 0) {
    const whole = priced.reduce((total, step) => total + step.cycles.value, 0);
    priced.push({
      label: 'virtual disk in a file',
      part: 'back end',
      site: 'back end',
      count: 1,
      cycles: { ...times(extraCpu, whole), unit: 'cycles', status: 'derived' },
    });
  }
  const us = (site: Site) =>
    priced
      .filter((step) => step.site === site)
      .reduce((total, step) => total + step.cycles.value / clock, 0);
  const guestUs = us('guest');
  const backEndUs = us('back end');
  const { latencyUs, iops, bytesPerSecond } = load.device;
  const stations: [string, number][] = [
    ['queue depth', (inFlight * 1e6) / (latencyUs + guestUs + backEndUs)],
    ['guest CPUs', guestUs > 0 ? (load.vcpus * 1e6) / guestUs : Infinity],
    ['back end', backEndUs > 0 && backEnds > 0 ? (backEnds * 1e6) / backEndUs : Infinity],
    ['device requests', iops],
    ['device bandwidth', bytesPerSecond / load.bytes],
  ];
  const [limitedBy, rate] = stations.reduce((a, b) => (b[1] < a[1] ? b : a));
  return {
    path: path.id,
    title: path.title,
    perRequest: {
      exits: counted(steps, (step) => step.exits),
      userExits: counted(steps, (step) => step.userExits),
      interrupts: counted(steps, (step) => step.interrupts),
      hypercalls: counted(steps, (step) => step.hypercalls),
      copiedBytes: counted(steps, (step) => step.copiedBytes),
      grants: counted(steps, (step) => step.grants),
    },
    steps: priced,
    guestUs,
    backEndUs,
    status: weakest(priced.map((step) => step.cycles.status)),
    unverified: priced.some((step) => step.cycles.unverified === true && step.cycles.value > 0),
    inFlight,
    iops: rate,
    limitedBy,
    bytesPerSecond: rate * load.bytes,
    latencyUs: (inFlight * 1e6) / rate,
  };
}
