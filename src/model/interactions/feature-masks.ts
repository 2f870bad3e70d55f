import { printable, UserError } from '../../errors.ts';
import { type Sourced, sourced, unverified } from '../../sourced.ts';
import { featurePool } from './feature-pool.ts';

/** A host of a pool with the features its processor has. */
export interface PoolHost {
  name: string;
  features: readonly string[];
}

/** Vector code by the widest unit, in units of SSE2. */
const widths: readonly { feature: RegExp; width: number; name: string }[] = [
  { feature: /^avx512/, width: 4, name: 'AVX-512' },
  { feature: /^(avx2|avx|fma)$/, width: 2, name: 'AVX' },
  { feature: /^sse/, width: 1, name: 'SSE' },
];

const widthRatio = (ratio: number): Sourced =>
  unverified(
    ratio,
    'times',
    'ceiling by vector width, AVX-512 : AVX : SSE = 4 : 2 : 1 on floating-point loops; recalled',
    0.5,
  );

export interface MaskedHost {
  name: string;
  hidden: string[];
  /** How many times slower vector code may get: ceiling by width, or as stated. */
  factor: Sourced;
  /** Speed of the whole program over its speed with all features of this host. */
  speed: Sourced;
  /** Native speed of the fastest host is lost here by the mask alone. */
  widest: string;
}

export interface MaskedPool {
  kept: string[];
  hosts: MaskedHost[];
  /** Hosts with the same features: pools that need no mask, but keep migrations inside. */
  alike: string[][];
}

const widest = (features: readonly string[]) =>
  widths.find(({ feature }) => features.some((name) => feature.test(name))) ?? {
    width: 1,
    name: 'none',
  };

/** Speed with a share of vector code made k times slower: 1 / ((1 - f) + f k). */
export const maskedSpeed = (share: number, factor: number): number =>
  1 / (1 - share + share * factor);

/**
 * A mixed pool under one mask: what each host hides, and what that costs a program with a share of vector code.
 * `factor` states how much slower vector code is where a vector feature is hidden; otherwise the width decides.
 */
export function maskedPool(
  hosts: readonly PoolHost[],
  vectorShare: number,
  factor?: number,
): MaskedPool {
  const names = new Set(hosts.map(({ name }) => name));
  if (hosts.length === 0 || names.size !== hosts.length) {
    throw new UserError('expected hosts of different names, found none or one twice.');
  }
  const { kept, hidden } = featurePool(hosts.map(({ features }) => features));
  const floor = widest(kept).width;
  const masked = hosts.map(({ name, features }, i): MaskedHost => {
    const own = widest(features);
    const hides = (hidden[i] ?? []).some((one) => /^(avx|fma|f16c)/.test(one));
    const stated =
      factor === undefined
        ? widthRatio(own.width / floor)
        : sourced(factor, 'times', 'derived', 'stated');
    const used = hides ? stated : sourced(1, 'times', 'derived', 'no vector feature is hidden');
    const low = maskedSpeed(vectorShare, Math.max(1, used.high));
    const high = maskedSpeed(vectorShare, Math.max(1, used.low));
    const speed = maskedSpeed(vectorShare, used.value);
    return {
      name,
      hidden: hidden[i] ?? [],
      factor: used,
      speed: { ...used, value: speed, low, high, unit: 'of full speed' },
      widest: own.name,
    };
  });
  const byFeatures = new Map<string, string[]>();
  for (const { name, features } of hosts) {
    const key = [...new Set(features)].sort().join(' ');
    byFeatures.set(key, [...(byFeatures.get(key) ?? []), name]);
  }
  return { kept, hosts: masked, alike: [...byFeatures.values()] };
}

/** "NAME=FEATURE,FEATURE": a host on the command line. */
export function parsePoolHost(text: string): PoolHost {
  const found = /^([\w.-]{1,80})=([\w.,-]{1,4000})$/.exec(text);
  if (!found?.[1] || !found[2]) {
    throw new UserError(
      printable(`expected NAME=FEATURE,FEATURE such as old=sse4_2,avx, found "${text}".`, 200),
    );
  }
  return { name: found[1], features: found[2].split(',').filter((name) => name !== '') };
}
