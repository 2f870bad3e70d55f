import { nth, present } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import { type Accounting, totalWriteAmplification } from '../../model/blocks/accounting.ts';
import { deviceById } from '../../model/blocks/device.ts';
import type { AccessName } from '../../model/blocks/discipline.ts';
import { disciplineById } from '../../model/blocks/disciplines.ts';
import { type Mix, mixOf, simulateDevice } from '../../model/blocks/latency.ts';
import { Replay } from '../../model/blocks/replay.ts';
import type { BlockAccess, BlockTrace } from '../task-file.ts';
import type { Disk, DiskKnobs } from './schema.ts';
import { addedBy, type DiskCounts, underCache } from './simulate.ts';

const SECTOR = 512;

/**
 * A disk that holds its data already, the filling not counted, and the accesses of a trace on it. With snapshots kept one
 * is taken ahead of the first access and at each interval of the schedule the trace's times cross, unless the trace has
 * its own.
 */
class ReplayedDisk {
  private readonly machine: Replay;
  private readonly keep: number;
  private readonly every: number;
  /** When the schedule's next snapshot is due, microseconds. */
  private next: number;

  constructor(disk: Disk, { takesSnapshots }: BlockTrace, keep: number, tableCacheBytes?: number) {
    this.machine = new Replay({
      disciplines: [present(disciplineById(disk.discipline))],
      options: { size: disk.size, blockSize: disk.cluster, tableCacheBytes },
      ...{ snapshotEvery: 0, keep: Math.max(1, keep), prefill: disk.used },
    });
    this.keep = keep;
    this.every = disk.snapshotEvery * 1e6;
    this.next = keep > 0 && !takesSnapshots ? 0 : Number.POSITIVE_INFINITY;
  }

  /** `timeUs` is 0 throughout where the trace has no times: only the first snapshot is taken. */
  access({ kind, offset, length }: BlockAccess, timeUs: number | null): void {
    while ((timeUs ?? 0) >= this.next) {
      this.machine.snapshot();
      this.next = timeUs === null ? Number.POSITIVE_INFINITY : this.next + this.every;
    }
    if (kind === 'snapshot' && this.keep > 0) this.machine.snapshot();
    if (kind === 'snapshot' || kind === 'flush') return;
    const start = Math.floor(offset / SECTOR) * SECTOR;
    const end = Math.ceil((offset + length) / SECTOR) * SECTOR;
    this.machine.access(kind satisfies AccessName, start, end - start);
  }

  get account(): Accounting {
    return nth(this.machine.results(), 0).account;
  }
}

/** The requests of a trace on a disk without a map: each is one request of the host. */
class RawRequests {
  private readonly bytes = { read: 0, write: 0 };
  private readonly counts = { read: 0, write: 0 };
  private flushes = 0;

  access({ kind, length }: BlockAccess): void {
    if (kind === 'flush') this.flushes++;
    if (kind !== 'read' && kind !== 'write') return;
    this.counts[kind]++;
    this.bytes[kind] += length;
  }

  /** Flushes of a write; a trace without any does not say that its guest never flushed. */
  get flushShare(): number {
    const { flushes, counts } = this;
    return flushes === 0 ? 1 : Math.min(1, flushes / Math.max(1, counts.write));
  }

  get mix(): Mix {
    const { bytes, counts } = this;
    const all = Math.max(1, counts.read + counts.write);
    return {
      readShare: counts.read / all,
      readParts: 1,
      readBytes: bytes.read / Math.max(1, counts.read),
      writeBytes: bytes.write / Math.max(1, counts.write),
      ...{ copyShare: 0, copyBytes: 0, metadataShare: 0, metadataBytes: 0, flushes: 0 },
    };
  }
}

/** Counts of a disk over its whole trace with the schedule's snapshots, without them, and as a raw device; one pass. */
export async function replayDisk(
  disk: Disk,
  trace: BlockTrace,
  knobs: DiskKnobs,
  seed: number,
): Promise<DiskCounts> {
  const { device: id, depth, tableCache } = knobs;
  const device = present(deviceById(id));
  try {
    const plain = new ReplayedDisk(disk, trace, 0, tableCache);
    const kept = disk.keep > 0 ? new ReplayedDisk(disk, trace, disk.keep, tableCache) : plain;
    const raw = new RawRequests();
    for await (const batch of trace.batches()) {
      for (const access of batch) {
        const time = trace.lastUs === null ? null : access.timeUs;
        plain.access(access, time);
        if (kept !== plain) kept.access(access, time);
        raw.access(access);
      }
    }
    const account = kept.account;
    const mapped = mixOf(account);
    const kepts = simulateDevice(device, mapped, depth, seed);
    return {
      kept: addedBy(account),
      plain: addedBy(plain.account),
      amplification: totalWriteAmplification(account),
      spaceRatio: account.spaceBytes / disk.used,
      kepts,
      raw: simulateDevice(device, raw.mix, depth, seed),
      cached: underCache(
        knobs,
        { ...raw.mix, flushShare: disk.flushes ?? raw.flushShare },
        { mapped, kepts },
        seed,
      ),
    };
  } catch (error) {
    // The map of a disk has so much memory.
    if (error instanceof RangeError) {
      throw new UserError(`${disk.trace}: ${error.message}; state a larger cluster of the disk.`);
    }
    throw error;
  }
}
