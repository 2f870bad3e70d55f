import { present } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import { type Sourced, sourced } from '../../sourced.ts';

export interface FeaturePool {
  /** Features a guest may be shown so that it can run on every host of the pool. */
  kept: string[];
  /** What each host has to hide, in the order of the pool. */
  hidden: string[][];
  /** Speed of vector floating point against native where a vector feature is hidden somewhere. */
  vectorSpeed: Sourced | null;
}

const vector = /^(avx|fma|f16c)/;

/** Felter et al.: 130.283 of 290.829 GFLOPS with a default CPU model, 284.199 with all features and topology. */
const maskedLinpack: Sourced = {
  ...sourced(
    130.283 / 284.199,
    'of native',
    'estimated',
    'Felter et al., raw Linpack: untuned over tuned KVM; CPU model, topology and pinning together',
  ),
  high: 1,
};

/** The baseline of a migration pool: the features every host has (FlexMigration, EVC). */
export function featurePool(hosts: readonly (readonly string[])[]): FeaturePool {
  if (
    hosts.length === 0 ||
    hosts.some((features) => features.some((name) => !/^[\w.-]+$/.test(name)))
  ) {
    throw new UserError(
      'expected features of each host, such as "avx2,fma/avx2", found something else.',
    );
  }
  const [first, ...others] = hosts.map((features) => new Set(features));
  const kept = [...present(first)]
    .filter((name) => others.every((features) => features.has(name)))
    .sort();
  const hidden = hosts.map((features) =>
    [...new Set(features)].filter((name) => !kept.includes(name)).sort(),
  );
  const hides = hidden.some((names) => names.some((name) => vector.test(name)));
  return { kept, hidden, vectorSpeed: hides ? maskedLinpack : null };
}
