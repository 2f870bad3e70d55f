import { UserError } from '../errors.ts';
import type { PageSize } from '../hosts/host.ts';
import { hostById } from '../hosts/index.ts';
import { simulate, type TranslationResult } from '../model/translation/simulate.ts';
import type { PatternSpec } from '../workloads/workload.ts';

export interface TranslateQuestion {
  /**
   * A synthetic stream, or words `address << 2 | kind` (kind 0 load, 1 store, 2 modify) in chunks, read once.
   */
  accesses: { pattern: PatternSpec; count: number; warmUp?: number } | Iterable<BigUint64Array>;
  /** Id of a host profile; default `srv`. */
  host?: string;
  /** `native`: one dimension of tables, `nested`: two; default `nested`. */
  mode?: 'native' | 'nested';
  /** Default 4K for both. The host page means nothing in native mode. */
  guestPage?: PageSize;
  hostPage?: PageSize;
  /** Levels of both tables; default 4. */
  levels?: 4 | 5;
}

const isPattern = (
  accesses: TranslateQuestion['accesses'],
): accesses is Extract<TranslateQuestion['accesses'], { pattern: PatternSpec }> =>
  'pattern' in accesses;

/**
 * Address translation of a stream on a host, access by access: misses, walks, references to tables, and cycles per access
 * (an upper bound: no walk overlaps other work). The numbers of `virtcost translate`.
 * @throws UserError for an unknown host or pattern and for an impossible geometry.
 */
export function translate(question: TranslateQuestion): TranslationResult {
  const { accesses, host = 'srv', mode = 'nested', levels = 4 } = question;
  const input = {
    ...{ mode, guestPage: question.guestPage ?? '4K', hostPage: question.hostPage ?? '4K' },
    ...{ guestLevels: levels, hostLevels: levels, host: hostById(host).memory },
  } as const;
  if (!isPattern(accesses)) return simulate(input, { words: accesses });
  if (!Number.isInteger(accesses.count) || accesses.count < 1) {
    throw new UserError(`expected a count of accesses of at least 1, found ${accesses.count}.`);
  }
  const warm = { ...input, options: { warmUpAccesses: accesses.warmUp ?? 0 } };
  return simulate(warm, { pattern: accesses.pattern, accesses: accesses.count });
}
