import { type Case, compareNumbers, type SuiteOptions } from '../suite.ts';
import { peers as all } from './index.ts';
import type { Peer } from './peer.ts';

/** One target of a suite by us and by a peer. Errors are relative; null where they have no meaning. */
export interface PeerCase {
  peer: string;
  id: string;
  metric: string;
  unit: string;
  expected: number | string;
  ours: number | string;
  error: number | null;
  peerValue: number | string;
  peerError: number | null;
  nearer: 'virtcost' | 'peer' | 'same';
  /** The peer is the measured system once more. */
  itself: boolean;
}

const isPlain = (value: unknown): value is number | string =>
  typeof value === 'number' || typeof value === 'string';

/** How far a value lies from what is expected; words are right or wrong. */
const distance = (expected: number | string, value: number | string): number =>
  typeof expected === 'number' && typeof value === 'number'
    ? Math.abs(value - expected)
    : value === expected
      ? 0
      : Number.POSITIVE_INFINITY;

const errorOf = (expected: number | string, predicted: number | string): number | null =>
  typeof expected === 'number' && typeof predicted === 'number'
    ? compareNumbers({ id: '', metric: '', unit: '', expected, predicted }, 0).error
    : null;

/** Targets of `suite` for which `peers` have a figure too, in the order of the peers. */
export async function peerCases(
  suite: string,
  cases: readonly Case[],
  peers: readonly Peer[] = all,
): Promise<PeerCase[]> {
  const known = new Map(cases.map((entry) => [JSON.stringify([entry.id, entry.metric]), entry]));
  const found: PeerCase[] = [];
  for (const peer of peers.filter((one) => one.suite === suite)) {
    for (const { id, metric, value } of await peer.figures()) {
      const entry = known.get(JSON.stringify([id, metric]));
      if (!entry || !isPlain(entry.expected) || !isPlain(entry.predicted)) continue;
      const { unit, expected, predicted: ours } = entry;
      // What a suite calls equal is equal, in the digits that were printed.
      const mine = entry.pass && entry.bound === 0 ? 0 : distance(expected, ours);
      const theirs = distance(expected, value);
      found.push({
        ...{ peer: peer.name, id, metric, unit, expected, ours, peerValue: value },
        ...{ error: errorOf(expected, ours), peerError: errorOf(expected, value) },
        itself: peer.itself === true,
        nearer: mine === theirs ? 'same' : mine < theirs ? 'virtcost' : 'peer',
      });
    }
  }
  return found;
}

/** Figures of peers hold for the records that are shipped, not for others of the same names. */
export const hasOwnRecords = ({ data }: SuiteOptions): boolean => data === undefined;
