import type { Command } from 'commander';
import { ioBond, ioElasticNic, ioQueues, ioSwitch } from './network.ts';
import { ioFirewall, ioServices, ioTunnel } from './services.ts';
import { ioCopies, ioStorage, ioTiers, ioVirtio } from './storage.ts';

/** Parts of `virtcost io`, each an answer of its own. A new part is one function and one line. */
export const ioParts: readonly ((io: Command) => void)[] = [
  ioStorage,
  ioVirtio,
  ioTiers,
  ioCopies,
  ioSwitch,
  ioTunnel,
  ioBond,
  ioElasticNic,
  ioFirewall,
  ioServices,
  ioQueues,
];
