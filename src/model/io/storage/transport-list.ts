import { type Sourced, unverified } from '../../../sourced.ts';

export type TransportClass = 'local' | 'das' | 'nas' | 'san';

export interface Transport {
  id: string;
  title: string;
  class: TransportClass;
  /** Time of a small request, device included. */
  latencyUs: Sourced;
  /** Network passes of a request and its answer. */
  networkPasses: number;
  /** What the line carries, bytes a second. */
  lineBytesPerS: Sourced;
}

/** Line rates as the standards name them; recalled, no table of them was read. */
const line = (gigabytes: number, what: string): Sourced =>
  unverified(gigabytes * 1e9, 'B/s', `${what}; recalled`, 0.1);

/** A latency no source was read for. */
const guess = (low: number, high: number, what: string): Sourced => ({
  ...unverified((low + high) / 2, 'us', `${what}; no source was read`, 0),
  low,
  high,
});

/** Vendor ranges without a test set-up: they order the transports, they are not targets. */
const range = (low: number, high: number): Sourced => ({
  ...unverified((low + high) / 2, 'us', 'vendor glossary (nvme-storage.com), no set-up given'),
  low,
  high,
});

export const transports: readonly Transport[] = [
  {
    id: 'local-nvme',
    title: 'Local NVMe',
    class: 'local',
    latencyUs: range(10, 20),
    networkPasses: 0,
    lineBytesPerS: line(3.5, 'four PCIe 3 lanes'),
  },
  {
    id: 'das-hdd',
    title: 'Direct-attached disk',
    class: 'das',
    latencyUs: range(5000, 10_000),
    networkPasses: 0,
    lineBytesPerS: line(0.2, 'what one disk streams'),
  },
  {
    id: 'nvme-rdma',
    title: 'NVMe over RDMA',
    class: 'san',
    latencyUs: range(10, 20),
    networkPasses: 2,
    lineBytesPerS: line(3, '25 Gbit/s Ethernet'),
  },
  {
    id: 'nvme-tcp',
    title: 'NVMe over TCP',
    class: 'san',
    latencyUs: range(25, 40),
    networkPasses: 2,
    lineBytesPerS: line(3, '25 Gbit/s Ethernet'),
  },
  {
    id: 'iscsi',
    title: 'iSCSI',
    class: 'san',
    latencyUs: range(100, 300),
    networkPasses: 2,
    lineBytesPerS: line(1.2, '10 Gbit/s Ethernet'),
  },
  {
    id: 'nfs',
    title: 'NFS on 10 GbE',
    class: 'nas',
    latencyUs: range(500, 2000),
    networkPasses: 2,
    lineBytesPerS: line(1.2, '10 Gbit/s Ethernet'),
  },
  {
    id: 'sata-ssd',
    title: 'SATA SSD',
    class: 'das',
    latencyUs: guess(80, 200, 'flash behind SATA'),
    networkPasses: 0,
    lineBytesPerS: line(0.6, 'SATA 3'),
  },
  {
    id: 'sas-ssd',
    title: 'SAS SSD',
    class: 'das',
    latencyUs: guess(70, 150, 'flash behind SAS'),
    networkPasses: 0,
    lineBytesPerS: line(1.2, 'SAS-3'),
  },
  {
    id: 'fc-16',
    title: 'Fibre Channel 16 Gbit/s',
    class: 'san',
    latencyUs: guess(50, 300, 'all-flash array behind a switch'),
    networkPasses: 2,
    lineBytesPerS: line(1.6, '16GFC'),
  },
  {
    id: 'fc-32',
    title: 'Fibre Channel 32 Gbit/s',
    class: 'san',
    latencyUs: guess(50, 300, 'all-flash array behind a switch'),
    networkPasses: 2,
    lineBytesPerS: line(3.2, '32GFC'),
  },
];
