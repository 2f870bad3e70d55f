import type { Host } from '../../../hosts/host.ts';
import { ioPath } from '../paths/index.ts';
import { type RequestCost, requestCost } from '../request.ts';
import { goodputGbps, linePacketRate } from './line-rate.ts';

export interface QueueQuestion {
  host: Host;
  machines: number;
  vcpus: number;
  bytes: number;
  linkGbps: number;
  /** Virtual functions and queues of the adapter. */
  functions: number;
  queues: number;
  /** Interrupt vectors of a function, and of the adapter. */
  vectorsEach: number;
  msix: number;
  packetsPerInterrupt: number;
}

export interface QueueRow {
  way: 'software switch' | 'VMDq' | 'VMDc (SR-IOV)';
  /** Machines that get a queue or a function of their own; the rest shares the software switch. */
  served: number;
  shared: number;
  cost: RequestCost;
  /** CPU of the host (guest and back end) for one packet, µs. */
  cpuUs: number;
  /** What the served machines carry each, Gbit/s, the wire divided evenly. */
  perMachineGbps: number;
  /** Cores all machines need at the full wire. */
  coresAtWire: number;
}

/**
 * One adapter shared three ways: switched in software, sorted into queues by the adapter (VMDq), or split into
 * functions that the guests drive themselves (VMDc, SR-IOV). Vectors bound the functions as well as their number.
 */
export function adapterQueues(question: QueueQuestion): QueueRow[] {
  const { host, machines, bytes, linkGbps, packetsPerInterrupt } = question;
  const rate = linePacketRate(linkGbps, Math.max(46, bytes));
  const payload = goodputGbps({ linkGbps, mtu: Math.max(576, bytes) });
  const load = {
    kind: 'packet' as const,
    read: true,
    bytes,
    queueDepth: packetsPerInterrupt,
    vcpus: question.vcpus,
    device: {
      latencyUs: (bytes * 8) / (linkGbps * 1000),
      iops: rate,
      bytesPerSecond: payload * 1.25e8,
    },
  };
  const byVectors = Math.floor(question.msix / question.vectorsEach);
  const ways = [
    { way: 'software switch' as const, path: 'virtio-vhost', most: machines },
    { way: 'VMDq' as const, path: 'vmdq', most: Math.min(question.queues, byVectors) },
    {
      way: 'VMDc (SR-IOV)' as const,
      path: 'sr-iov',
      most: Math.min(question.functions, byVectors),
    },
  ];
  return ways.map(({ way, path, most }) => {
    const cost = requestCost(ioPath(path), load, host);
    const served = Math.min(machines, most);
    const cpuUs = cost.guestUs + cost.backEndUs;
    return {
      way,
      served,
      shared: machines - served,
      cost,
      cpuUs,
      perMachineGbps: Math.min(payload / machines, (cost.bytesPerSecond * 8) / 1e9),
      coresAtWire: (rate * cpuUs) / 1e6,
    };
  });
}
