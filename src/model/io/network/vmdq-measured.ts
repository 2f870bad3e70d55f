import { type Sourced, sourced } from '../../../sourced.ts';

const intel = 'Intel and VMware brief: VMDq with NetQueue, 82598, ESX 3.5u1, 4 machines, receive';

/** Measured on 10 Gbit/s ports. */
export const vmdqMeasured: Readonly<Record<string, Sourced>> = {
  'without VMDq, 1500 B': sourced(4.0, 'Gbit/s', 'published', intel),
  'with VMDq, 1500 B': sourced(9.2, 'Gbit/s', 'published', intel),
  'with VMDq, 9000 B': sourced(9.5, 'Gbit/s', 'published', intel),
  'CPU of a machine on a virtual function at line rate': sourced(
    1.76,
    '% of a core',
    'published',
    'suite io: sriov-dong (Dong et al. 2010), 60 machines, 9.48 Gbit/s together',
  ),
};
