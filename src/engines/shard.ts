import { UserError } from '../errors.ts';
import type { Shard } from '../results/record.ts';
import type { RunnableJob } from './engine.ts';

const MOST_SHARDS = 100_000;

/** A shard as `i/n`: i counts from 0, as indexes of job arrays do. */
export function parseShard(text: string): Shard {
  const [, i, n] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const [index, count] = [Number(i), Number(n)];
  if (index < count && count <= MOST_SHARDS) return { index, count };
  throw new UserError(
    `expected --shard I/N with I from 0 to N - 1 and N up to ${MOST_SHARDS}, such as 0/4, found "${text}".`,
  );
}

/**
 * Whether a job belongs to a shard, by its content hash: every machine decides alike without asking another. A job is the
 * cells that share a simulation, so that none is simulated twice.
 */
export const isOfShard = ({ hash }: Pick<RunnableJob, 'hash'>, { index, count }: Shard): boolean =>
  Number(BigInt(`0x${hash}`) % BigInt(count)) === index;
