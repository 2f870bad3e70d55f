import { f64, nth, present } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import { type Accounting, totalWriteAmplification } from '../../model/blocks/accounting.ts';
import { deviceById } from '../../model/blocks/device.ts';
import type { AccessName } from '../../model/blocks/discipline.ts';
import { disciplineById } from '../../model/blocks/disciplines.ts';
import { type Mix, mixOf, simulateDevice } from '../../model/blocks/latency.ts';
import { Replay } from '../../model/blocks/replay.ts';
import type { BlockTrace } from '../task-file.ts';
import type { Disk, DiskKnobs } from './schema.ts';
import { addedBy, type DiskCounts } from './simulate.ts';

const SECTOR = 512;

/** Whether the trace says when snapshots were taken; the schedule adds none to those. */
const ownSnapshots = ({ kinds }: BlockTrace) => kinds.includes('snapshot');

/**
 * The whole trace on a disk that holds its data already, the filling not counted. With snapshots kept one is taken
 * ahead of the first access and at each interval of the schedule the trace's times cross, unless the trace has its own.
 */
function replayed(
  disk: Disk,
  trace: BlockTrace,
  keep: number,
  tableCacheBytes: number | undefined,
): Accounting {
  const machine = new Replay({
    disciplines: [present(disciplineById(disk.discipline))],
    options: { size: disk.size, blockSize: disk.cluster, tableCacheBytes },
    ...{ snapshotEvery: 0, keep: Math.max(1, keep), prefill: disk.used },
  });
  const scheduled = keep > 0 && !ownSnapshots(trace);
  const every = disk.snapshotEvery * 1e6;
  let next = scheduled ? 0 : Number.POSITIVE_INFINITY;
  trace.kinds.forEach((kind, i) => {
    while ((trace.timesUs?.[i] ?? 0) >= next) {
      machine.snapshot();
      next = trace.timesUs ? next + every : Number.POSITIVE_INFINITY;
    }
    if (kind === 'snapshot' && keep > 0) machine.snapshot();
    if (kind === 'snapshot' || kind === 'flush') return;
    const offset = Math.floor(f64(trace.offsets, i) / SECTOR) * SECTOR;
    const end = Math.ceil((f64(trace.offsets, i) + f64(trace.lengths, i)) / SECTOR) * SECTOR;
    machine.access(kind satisfies AccessName, offset, end - offset);
  });
  return nth(machine.results(), 0).account;
}

/** The requests of a trace on a disk without a map: each is one request of the host. */
function rawMix({ kinds, lengths }: BlockTrace): Mix {
  const sums = { read: 0, write: 0 };
  const counts = { read: 0, write: 0 };
  kinds.forEach((kind, i) => {
    if (kind !== 'read' && kind !== 'write') return;
    counts[kind]++;
    sums[kind] += f64(lengths, i);
  });
  const all = Math.max(1, counts.read + counts.write);
  return {
    readShare: counts.read / all,
    readParts: 1,
    readBytes: sums.read / Math.max(1, counts.read),
    writeBytes: sums.write / Math.max(1, counts.write),
    ...{ copyShare: 0, copyBytes: 0, metadataShare: 0, metadataBytes: 0, flushes: 0 },
  };
}

/** Counts of a disk over its trace with the schedule's snapshots, without them, and as a raw device. */
export function replayDisk(
  disk: Disk,
  trace: BlockTrace,
  { device: id, depth, tableCache }: DiskKnobs,
  seed: number,
): DiskCounts {
  const device = present(deviceById(id));
  try {
    const plain = replayed(disk, trace, 0, tableCache);
    const kept = disk.keep > 0 ? replayed(disk, trace, disk.keep, tableCache) : plain;
    return {
      kept: addedBy(kept),
      plain: addedBy(plain),
      amplification: totalWriteAmplification(kept),
      spaceRatio: kept.spaceBytes / disk.used,
      kepts: simulateDevice(device, mixOf(kept), depth, seed),
      raw: simulateDevice(device, rawMix(trace), depth, seed),
    };
  } catch (error) {
    // The map of a disk has so much memory.
    if (error instanceof RangeError) {
      throw new UserError(`${disk.trace}: ${error.message}; state a larger cluster of the disk.`);
    }
    throw error;
  }
}
