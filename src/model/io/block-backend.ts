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

/** One I/O thread in the user-space VMM serves all queues: its ceiling holds for any CPU count. */
export function ioThreadCapacity(vcpus: number): Kiops {
  return bottleneck({
    guest: vcpus * vhostSeries.virtioOneVcpuKiops.value,
    'I/O thread': vhostSeries.ioThreadCeilingKiops.value,
  }).kiops;
}

/** The I/O thread with asynchronous host requests; a write costs less than a read. */
export function ioThreadAsync(read: boolean, ratio: typeof readToWriteCost): Kiops {
  const reads = vhostSeries.virtioSsdReadKiops.value;
  return read ? reads : reads * ratio.value;
}
