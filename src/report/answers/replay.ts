import { nth } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import type { Text } from '../../message.ts';
import { blocksWords } from '../../messages/blocks.ts';
import { cellWords } from '../../messages/cells.ts';
import type { Device } from '../../model/blocks/device.ts';
import type { AccessName, Discipline } from '../../model/blocks/discipline.ts';
import type { Job } from '../../model/blocks/job.ts';
import { Replay, type ReplayResult } from '../../model/blocks/replay.ts';
import {
  chainReads,
  type PricedResult,
  pricedResult,
  queueCurves,
} from '../../model/blocks/replay-costs.ts';
import { snapshotAge } from '../../model/blocks/snapshot-age.ts';
import type { Section } from '../section.ts';
import { ageSection, blocksSections } from '../sections/blocks.ts';
import { replaySummary } from '../summaries/blocks.ts';
import type { PageAnswer } from './page-answer.ts';

/** Bytes a request is a multiple of. */
export const SECTOR = 512;

/** A request on the disk that is replayed, whole sectors; or a snapshot. */
export type ReplayedRequest = readonly [AccessName, offset: number, length: number] | 'snapshot';

/** What is replayed on, and what its counts are priced for. */
export interface ReplaySettings {
  disciplines: readonly Discipline[];
  /** Bytes of the disk, and of them those written before. */
  size: number;
  prefill: number;
  /** Grain in place of the disciplines' own. */
  block?: number | undefined;
  snapshotEvery: number;
  keep: number;
  device: Device;
  /** Of the queue. */
  depth: number;
  /** For one map. */
  memory: number;
}

/** Maps that outgrow their memory are the asker's to mend. */
function withinMemory<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) {
      throw new UserError(`${error.message}; give it more with --memory, or a larger --block.`);
    }
    throw error;
  }
}

/** One replay on every discipline, fed request by request. */
export class ReplayRun {
  readonly #replay: Replay;
  readonly #settings: ReplaySettings;

  constructor(settings: ReplaySettings) {
    const { disciplines, size, block, memory, snapshotEvery, keep, prefill } = settings;
    this.#settings = settings;
    this.#replay = withinMemory(
      () =>
        new Replay({
          ...{ disciplines, snapshotEvery, keep, prefill },
          options: { size, blockSize: block, memoryBytes: memory },
        }),
    );
  }

  feed(requests: Iterable<ReplayedRequest>): void {
    withinMemory(() => {
      for (const request of requests) {
        if (request === 'snapshot') this.#replay.snapshot();
        else this.#replay.access(...request);
      }
    });
  }

  counts(): ReplayResult[] {
    return withinMemory(() => this.#replay.results());
  }

  results(): PricedResult[] {
    return this.priced(this.counts());
  }

  /** What counts of this replay, from now or before, mean on its device. */
  priced(counts: readonly ReplayResult[]): PricedResult[] {
    const { device, depth } = this.#settings;
    return counts.map((result) => pricedResult(result, device, depth));
  }
}

/** A synthetic job as the options state it. */
export interface JobOptions {
  job: Job['pattern'];
  reads: number;
  blockSize: number;
  requests: number;
  seed: number;
  /** Part of the disk it touches; what is prefilled, or the disk, where absent. */
  span?: number;
}

/** The job, and how a page names it. */
export function jobOf(
  { job, reads, blockSize, requests, seed, span: given }: JobOptions,
  { prefill, size }: Pick<ReplaySettings, 'prefill' | 'size'>,
): { job: Job; name: Text } {
  const span = given ?? (prefill > 0 ? prefill : size);
  if (blockSize % SECTOR !== 0 || blockSize === 0 || blockSize > span) {
    throw new UserError('expected --block-size to be a multiple of 512 and at most the span.');
  }
  return {
    job: { pattern: job, readShare: reads, blockSize, span, requests, seed },
    name: blocksWords.requestsOf({
      ...{ requests, job: cellWords(job), blockSize },
      ...{ reads: 100 * reads, span },
    }),
  };
}

/** What a replay says; `input` tells what was replayed. */
export const replaySaid = (
  rows: readonly PricedResult[],
  { device, depth }: ReplaySettings,
  input: Text,
): PageAnswer['summary'] => replaySummary(rows, device, depth, input);

/** What it shows of the requests that were replayed. */
export const replayOwnSections = (
  rows: readonly PricedResult[],
  { device, depth }: ReplaySettings,
): Section[] =>
  blocksSections({
    ...{ rows, device },
    ...{ curves: queueCurves(rows, device, depth), chain: chainReads() },
  });

/** All it shows; how a snapshot ages takes a replay of its own. */
export function replaySections(
  rows: readonly PricedResult[],
  settings: ReplaySettings,
): PageAnswer['sections'] {
  const oldest = rows.find((row) => row.discipline.id === 'qcow2') ?? nth(rows, 0);
  return [
    ...replayOwnSections(rows, settings),
    ageSection(oldest.discipline.title, snapshotAge(oldest.discipline)),
  ];
}
