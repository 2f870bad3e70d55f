import type { Host } from '../../hosts/host.ts';
import { plus, type Sourced, sourced, times, unverified } from '../../sourced.ts';
import { vfioSeries } from './calibration.ts';
import { ioAtoms } from './paths/atoms.ts';
import { poolings, storageMode } from './storage/modes.ts';
import { transport } from './storage/transports.ts';

/** One stage of a paravirtual disk request, in the order it is passed. */
export interface Stage {
  id: string;
  title: string;
  us: Sourced;
}

export interface StagesQuestion {
  host: Host;
  read: boolean;
  /** Requests that share a kick and an interrupt. */
  perKick: number;
  backEnd: 'qemu' | 'vhost';
  mode: string;
  /** A logical volume stands between the back end and the block layer. */
  logicalVolume: boolean;
  transport: string;
}

/** Building a request and putting it into the ring, in the guest. */
const frontEnd = unverified(2, 'us', 'block layer and driver of the guest; assumed', 0.5);

/** The host's block stack less the same device driven from user space, one request at a time. */
function blockLayerUs(read: boolean): Sourced {
  const { stack, direct } = read ? vfioSeries.read4k : vfioSeries.write4k;
  return sourced(
    1e6 / stack.value - 1e6 / direct.value,
    'us',
    'derived',
    'suite io: vfio-nvme-randread-4k-1 and -randwrite-4k-1: interrupts against polling included',
    0.3,
  );
}

/** Share of a request's time a logical volume adds: 1/rate - 1. */
function volumeUs(backEndUs: Sourced): Sourced {
  const rate = poolings.find(({ id }) => id === 'host')?.rateFactor;
  const low = rate?.high ?? 1;
  const high = rate?.low ?? 1;
  const mean = rate?.value ?? 1;
  return {
    ...sourced(
      backEndUs.value * (1 / mean - 1),
      'us',
      'derived',
      'suite io: spdk-lvol, up to 17 percent of the rate',
    ),
    low: backEndUs.low * (1 / low - 1),
    high: backEndUs.high * (1 / high - 1),
  };
}

/**
 * Time of one request on a virtio disk by stage: front end, notification, back end, virtual disk, logical volume,
 * block layer of the host, driver and device, completion. Cycles become time at the host's clock.
 */
export function virtioStages(question: StagesQuestion): Stage[] {
  const { host, read, perKick, logicalVolume } = question;
  const atoms = ioAtoms(host);
  const clock = (host.coreGhz ?? host.clockGhz).value * 1000;
  const us = (cycles: Sourced) => ({ ...times(cycles, 1 / clock), unit: 'us' });
  const worker =
    question.backEnd === 'vhost'
      ? atoms.vhostBlock
      : read
        ? atoms.ioThreadRead
        : atoms.ioThreadWrite;
  const backEnd = us(worker);
  const mode = storageMode(question.mode);
  const none = sourced(0, 'us', 'derived', 'not there');
  const extra = mode.extraCpu.random;
  return [
    { id: 'front-end', title: 'front end', us: frontEnd },
    { id: 'ring', title: 'ring, notification', us: us(times(atoms.kick, 1 / perKick)) },
    {
      id: 'back-end',
      title: question.backEnd === 'vhost' ? 'back end (vhost)' : 'back end (QEMU)',
      us: backEnd,
    },
    { id: 'virtual-disk', title: mode.title, us: { ...times(extra, backEnd.value), unit: 'us' } },
    {
      id: 'logical-volume',
      title: 'logical volume',
      us: logicalVolume ? volumeUs(backEnd) : none,
    },
    { id: 'block-layer', title: 'block layer of the host', us: blockLayerUs(read) },
    {
      id: 'driver',
      title: `driver and device (${transport(question.transport).title})`,
      us: transport(question.transport).latencyUs,
    },
    {
      id: 'completion',
      title: 'completion interrupt',
      us: us(times(plus(atoms.delivery, atoms.acknowledge), 1 / perKick)),
    },
  ];
}
