import { unverified } from '../../sourced.ts';

const practice = 'rule of practitioners per vCPU, recalled; no source printing it was read';

/** Percent ready per vCPU from which to look, and from which it is contention. */
export const readyThresholds = {
  look: unverified(5, '%', practice),
  contention: unverified(10, '%', practice),
} as const;
