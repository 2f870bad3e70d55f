import { type Sourced, sourced, unverified } from '../../sourced.ts';

/** Light in fibre: 0.98 ms there and back over 100 km. */
export const fibreRoundTripMsPerKm: Sourced = sourced(
  0.0098,
  'ms/km',
  'derived',
  'speed of light over a refractive index of 1.47, both ways; real ways are longer',
);

/** Products by how much they may lose and how soon they serve again. */
export interface ReplicationProduct {
  id: string;
  title: string;
  synchronous: boolean;
  rpoS: Sourced;
  rtoS: Sourced;
}

const range = (low: number, high: number, source: string): Sourced => ({
  ...unverified((low + high) / 2, 's', source, 0),
  low,
  high,
});

export const replicationProducts: readonly ReplicationProduct[] = [
  {
    id: 'rds-multi-az',
    title: 'RDS Multi-AZ, synchronous standby',
    synchronous: true,
    rpoS: sourced(0, 's', 'published', 'AWS: synchronous standby (study notes)'),
    rtoS: range(60, 120, 'fail-over of RDS Multi-AZ; recalled (a note of 2014 says 3 to 6 min)'),
  },
  {
    id: 'aurora',
    title: 'Aurora, six copies in three zones',
    synchronous: true,
    rpoS: sourced(0, 's', 'published', 'write quorum 4 of 6, read quorum 3 (secondary)'),
    rtoS: range(30, 60, 'fail-over of Aurora; recalled'),
  },
  {
    id: 'aurora-global',
    title: 'Aurora global database',
    synchronous: false,
    rpoS: range(0.1, 1, 'lag of a global database below 1 s; recalled'),
    rtoS: range(30, 60, 'fail-over of Aurora; recalled'),
  },
  {
    id: 'site-recovery',
    title: 'Azure Site Recovery, crash-consistent points',
    synchronous: false,
    rpoS: unverified(300, 's', 'a point every 5 minutes; recalled', 0),
    rtoS: range(300, 7200, 'start of replicated machines; no source was read'),
  },
  {
    id: 'disk-pairs',
    title: 'Alibaba Cloud asynchronous disk pairs',
    synchronous: false,
    rpoS: unverified(900, 's', 'RPO 15 minutes; recalled', 0),
    rtoS: range(300, 7200, 'attaching disks and starting machines; no source was read'),
  },
  {
    id: 'elastic-recovery',
    title: 'AWS Elastic Disaster Recovery',
    synchronous: false,
    rpoS: range(1, 60, 'RPO of seconds; recalled'),
    rtoS: range(300, 1800, 'RTO of minutes; recalled'),
  },
];
