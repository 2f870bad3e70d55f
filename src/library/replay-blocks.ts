import { UserError } from '../errors.ts';
import { deviceById } from '../model/blocks/device.ts';
import type { AccessName } from '../model/blocks/discipline.ts';
import { disciplineById } from '../model/blocks/disciplines.ts';
import { type Job, jobAccesses } from '../model/blocks/job.ts';
import { Replay } from '../model/blocks/replay.ts';
import { type PricedResult, pricedResult } from '../model/blocks/replay-costs.ts';

/** A request of a guest: what, at which byte of its disk, how many bytes; or a snapshot. */
export type BlockOperation = readonly [AccessName, offset: number, length: number] | 'snapshot';

export interface BlocksQuestion {
  operations: Iterable<BlockOperation> | Job;
  /** Bytes of the disk, a multiple of 512. */
  sizeBytes: number;
  /** Ids of snapshot disciplines (`virtcost blocks replay --help` lists them); default `['qcow2']`. */
  disciplines?: readonly string[];
  /** Written before counting starts. */
  prefillBytes?: number;
  /** A snapshot after every so many accesses; 0: only those among the operations. */
  snapshotEvery?: number;
  /** Snapshots kept at most; default 8. */
  keep?: number;
  /** Id of a device and its queue depth; default `nvme`, 32. */
  device?: string;
  depth?: number;
}

const isJob = (operations: BlocksQuestion['operations']): operations is Job =>
  'pattern' in operations;

const known = <T>(found: T | undefined, what: string, id: string): T => {
  if (found === undefined) throw new UserError(`expected a known ${what}, found "${id}".`);
  return found;
};

/**
 * Requests of a guest under snapshot disciplines: bytes and requests the map adds, space, latency on a device. The numbers of
 * `virtcost blocks replay`.
 * @throws UserError for unknown names, a size of no whole sectors, or a map that outgrows its memory.
 */
export function replayBlocks(question: BlocksQuestion): PricedResult[] {
  const { operations, sizeBytes, disciplines = ['qcow2'], depth = 32 } = question;
  if (!Number.isInteger(sizeBytes) || sizeBytes <= 0 || sizeBytes % 512 !== 0) {
    throw new UserError(`expected a size of whole sectors of 512 bytes, found ${sizeBytes}.`);
  }
  const id = question.device ?? 'nvme';
  const device = known(deviceById(id), 'device', id);
  try {
    const replay = new Replay({
      disciplines: disciplines.map((name) => known(disciplineById(name), 'discipline', name)),
      options: { size: sizeBytes, memoryBytes: 2 ** 30 },
      ...{ snapshotEvery: question.snapshotEvery ?? 0, keep: question.keep ?? 8 },
      prefill: question.prefillBytes ?? 0,
    });
    for (const operation of isJob(operations) ? jobAccesses(operations) : operations) {
      if (operation === 'snapshot') replay.snapshot();
      else replay.access(...operation);
    }
    return replay.results().map((result) => pricedResult(result, device, depth));
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(error.message);
    throw error;
  }
}
