import { type Sourced, unverified } from '../../../sourced.ts';
import { chosen } from '../../chosen.ts';

export type TransportClass = 'local' | 'das' | 'nas' | 'san';

export interface Transport {
  id: string;
  title: string;
  class: TransportClass;
  /** Time of a small request, device included. */
  latencyUs: Sourced;
  /** Network passes of a request and its answer. */
  networkPasses: number;
}

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
  },
  {
    id: 'das-hdd',
    title: 'Direct-attached disk',
    class: 'das',
    latencyUs: range(5000, 10_000),
    networkPasses: 0,
  },
  {
    id: 'nvme-rdma',
    title: 'NVMe over RDMA',
    class: 'san',
    latencyUs: range(10, 20),
    networkPasses: 2,
  },
  {
    id: 'nvme-tcp',
    title: 'NVMe over TCP',
    class: 'san',
    latencyUs: range(25, 40),
    networkPasses: 2,
  },
  { id: 'iscsi', title: 'iSCSI', class: 'san', latencyUs: range(100, 300), networkPasses: 2 },
  {
    id: 'nfs',
    title: 'NFS on 10 GbE',
    class: 'nas',
    latencyUs: range(500, 2000),
    networkPasses: 2,
  },
];

export function transport(id: string): Transport {
  return chosen(transports, id, 'a transport');
}
