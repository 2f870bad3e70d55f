import type { Host } from '../../hosts/host.ts';
import type { Vm } from '../../scenario/vm.ts';
import { mixById } from '../../workloads/mixes/index.ts';
import type { WorkloadCase } from '../../workloads/workload-case.ts';

/** A guest that says it is idle and sends packets is busy for a thousandth of its time. */
const LEAST_LOAD = 1e-3;

/** Payload of a full Ethernet frame, the default MTU (IEEE 802.3): what a packet holds where nothing else is said. */
const FRAME_BYTES = 1500;

/** Packets a second, stated or from what the network carries. */
const packetsOf = ({ packets, bandwidth, packetBytes = FRAME_BYTES }: Vm['network']): number =>
  bandwidth === undefined ? packets : bandwidth / packetBytes;

type Packeted = Pick<Vm, 'vcpus' | 'load'> & { network?: Vm['network'] };

/** Packets per second of a busy vCPU; VMs of records written before networks had a place in them have none. */
export const busyPackets = ({ network, vcpus, load }: Packeted): number =>
  (network ? packetsOf(network) : 0) / (vcpus * Math.max(load, LEAST_LOAD));

/**
 * A workload with so many packets per second of a busy vCPU beside the requests among its events. Instructions a second
 * are those of the core at its own cycles per instruction, waiting for memory left out: the rate per instruction is a
 * lower end where the guest waits much.
 */
export function withPackets(
  workload: WorkloadCase,
  packets: number,
  { clockGhz }: Host,
): WorkloadCase {
  if (packets === 0) return workload;
  const named =
    typeof workload.events === 'string'
      ? mixById(workload.events).perMillionInstructions
      : workload.events;
  const millionsPerS = (clockGhz.value * 1e9) / workload.cyclesPerInstruction / 1e6;
  const requests = (named['device-request'] ?? 0) + packets / millionsPerS;
  return { ...workload, events: { ...named, 'device-request': requests } };
}
