import { sourced } from '../../../sourced.ts';

/** Extra CPU of a virtual disk on a cluster file system over a raw device mapping. */
export const vmfsExtraCpu = {
  random: sourced(0.05, 'ratio', 'published', 'io-reference: vmfs-rdm (ESX 3.5, FC SAN)'),
  sequential: sourced(0.08, 'ratio', 'published', 'io-reference: vmfs-rdm (ESX 3.5, FC SAN)'),
};
