import { UserError } from '../../../errors.ts';
import { type Sourced, unverified } from '../../../sourced.ts';
import { transport } from './transports.ts';

/** A level data can lie on: block, file or object. */
export interface Tier {
  id: string;
  kind: 'block' | 'file' | 'object';
  latencyUs: Sourced;
}

/** First byte of an object over HTTP: what public clouds show, no test set-up was read. */
const objectLatency: Sourced = {
  ...unverified(30_000, 'us', 'first byte of an object over HTTP; no source was read', 0),
  low: 10_000,
  high: 100_000,
};

const kinds: Readonly<Record<string, Tier['kind']>> = { nfs: 'file', object: 'object' };

/** `object`, or a transport: NFS gives files, the others give blocks. */
export function tierOf(id: string): Tier {
  const kind = kinds[id] ?? 'block';
  return { id, kind, latencyUs: id === 'object' ? objectLatency : transport(id).latencyUs };
}

export interface TierShare extends Tier {
  /** Share of requests it answers. */
  share: number;
}

export interface TierMix {
  meanUs: Sourced;
  /** What each tier adds to the mean, in the order of the tiers. */
  addsUs: number[];
}

/** Mean latency of requests shared among tiers, and what each tier adds to it. */
export function tierMix(tiers: readonly TierShare[]): TierMix {
  const sum = tiers.reduce((total, { share }) => total + share, 0);
  if (tiers.length === 0 || Math.abs(sum - 1) > 1e-6) {
    throw new UserError(`expected shares of requests that add up to 1, found ${sum}.`);
  }
  const weighted = (pick: (latency: Sourced) => number) =>
    tiers.reduce((total, { share, latencyUs }) => total + share * pick(latencyUs), 0);
  return {
    meanUs: {
      ...unverified(
        weighted(({ value }) => value),
        'us',
        'shares of requests times latencies',
      ),
      low: weighted(({ low }) => low),
      high: weighted(({ high }) => high),
    },
    addsUs: tiers.map(({ share, latencyUs }) => share * latencyUs.value),
  };
}
