import { type readToWriteCost, vhostSeries } from './calibration.ts';

/** Rates in thousands of requests per second. */
type Kiops = number;

/** A station chain with enough requests in flight runs at its slowest station. */
export function bottleneck(stations: Readonly<Record<string, Kiops>>): {
  station: string;
  kiops: Kiops;
} {
  const [station, kiops] = Object.entries(stations).reduce((a, b) => (b[1] < a[1] ? b : a));
  return { station, kiops };
}

/**
 * In-kernel workers, one per queue: the rate grows with the queues. A part of a request's cost is
 * paid only when its completion interrupts the very CPU that submits, which happens to one request
 * in `vcpus`: cost = a + b / vcpus.
 */
export function vhostCapacity(vcpus: number): Kiops {
  const one = 1 / vhostSeries.vhostOneVcpuKiops.value;
  const two = 2 / vhostSeries.vhostTwoVcpuKiops.value;
  const onSubmitter = 2 * (one - two);
  const always = one - onSubmitter;
  return vcpus / (always + onSubmitter / vcpus);
}

/** Queues one I/O thread still follows without contention: the series reports about 253k at two. */
const UNCONTENDED_QUEUES = 2;

/**
 * One I/O thread in the user-space VMM serves all queues. It follows the guest for one or two CPUs;
 * with more, the queues contend for it and the measured ceiling holds, below what two reached.
 */
export function ioThreadCapacity(vcpus: number): Kiops {
  return vcpus <= UNCONTENDED_QUEUES
    ? vcpus * vhostSeries.virtioOneVcpuKiops.value
    : vhostSeries.ioThreadCeilingKiops.value;
}

/** The I/O thread with asynchronous host requests; a write costs less than a read. */
export function ioThreadAsync(read: boolean, ratio: typeof readToWriteCost): Kiops {
  const reads = vhostSeries.virtioSsdReadKiops.value;
  return read ? reads : reads * ratio.value;
}
