import { type Sourced, sourced } from '../../sourced.ts';

/** Linpack without and with the host's features: 130.28 and 284.20 GFLOPS. */
export const maskedLinpack: Sourced = {
  ...sourced(
    284.2 / 130.28,
    'times',
    'derived',
    'Felter et al., raw Linpack: untuned and tuned KVM; CPU model, topology and pinning together',
  ),
  low: 1,
};
