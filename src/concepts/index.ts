import { cloud } from './cloud.ts';
import type { ConceptGroup } from './concept.ts';
import { containers } from './containers.ts';
import { cpu } from './cpu.ts';
import { devices } from './devices.ts';
import { memory } from './memory.ts';
import { migration } from './migration.ts';
import { network } from './network.ts';
import { storage } from './storage.ts';
import { virtualization } from './virtualization.ts';

/** Every concept of the field by group. A new group is one file and one line. */
export const conceptGroups: readonly ConceptGroup[] = [
  virtualization,
  cpu,
  memory,
  devices,
  containers,
  storage,
  network,
  migration,
  cloud,
];
