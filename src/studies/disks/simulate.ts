import { present } from '../../elements.ts';
import { type Accounting, since, totalWriteAmplification } from '../../model/blocks/accounting.ts';
import { deviceById } from '../../model/blocks/device.ts';
import { disciplineById } from '../../model/blocks/disciplines.ts';
import { type CacheEffect, cacheEffect, type Requests } from '../../model/blocks/host-cache.ts';
import { jobAccesses } from '../../model/blocks/job.ts';
import { type Mix, mixOf, type Performance, simulateDevice } from '../../model/blocks/latency.ts';
import type { Disk, DiskKnobs } from './schema.ts';
import { tableLoads } from './table-loads.ts';

/** Requests of an interval that are simulated, about; the span shrinks so that requests per block stay as they are. */
const REQUESTS = 5000;
const MOST_REQUESTS = 20_000;
const LEAST_SPAN = 2 ** 24;
const MOST_SPAN = 2 ** 30;
/** Kept snapshots that are simulated at most; deeper chains repeat what the last one does. */
const MOST_SNAPSHOTS = 8;
const FILL_BYTES = 2 ** 22;

/** Requests the map adds to one request of the guest. */
export interface Added {
  reads: number;
  writes: number;
  flushes: number;
  copiedBytes: number;
}

export interface DiskCounts {
  /** With the schedule's snapshots, and with none. */
  kept: Added;
  plain: Added;
  amplification: number;
  /** Host space over that of the data. */
  spaceRatio: number;
  kepts: Performance;
  raw: Performance;
  /** What the host's cache mode makes of requests where there is one, and the store under it. */
  cached: { effect: CacheEffect; kepts: Performance };
}

/** Requests of the host beyond those of the guest, for one of the guest. */
export function addedBy(account: Accounting): Added {
  const requests = Math.max(1, account.guestReads + account.guestWrites);
  const more = (host: number, guest: number) => Math.max(0, host - guest) / requests;
  return {
    reads: more(account.hostReads, account.guestReads),
    writes: more(account.hostWrites + account.metadataWrites, account.guestWrites),
    flushes: account.flushes / requests,
    copiedBytes: account.copiedBytes / requests,
  };
}

const roundUp = (bytes: number, unit: number) => Math.ceil(bytes / unit) * unit;

/** The last interval of a schedule that keeps so many snapshots. */
function lastInterval(
  disk: Disk,
  keep: number,
  seed: number,
): { account: Accounting; span: number } {
  const perInterval = Math.max(1, disk.rate * disk.snapshotEvery);
  const wanted = Math.max(LEAST_SPAN, (disk.used * REQUESTS) / perInterval, disk.blockSize);
  const span = roundUp(Math.min(wanted, Math.max(disk.blockSize, disk.used), MOST_SPAN), 2 ** 20);
  const requests = Math.max(
    100,
    Math.min(MOST_REQUESTS, Math.round((perInterval * span) / disk.used)),
  );
  const run = present(disciplineById(disk.discipline)).start({
    size: span,
    blockSize: disk.cluster,
  });
  for (let at = 0; at < span; at += FILL_BYTES) {
    run.access('write', at, Math.min(FILL_BYTES, span - at));
  }
  let before = run.account();
  for (let interval = 0; interval <= keep; interval++) {
    before = run.account();
    if (keep > 0) {
      run.snapshot();
      if (run.snapshots() > keep) run.dropOldest();
    }
    const { pattern, reads: readShare, blockSize } = disk;
    const job = { pattern, readShare, blockSize, span, requests, seed: seed + interval };
    for (const access of jobAccesses(job)) run.access(...access);
  }
  return { account: since(before, run.account()), span };
}

/** A disk without a map: every request is one request of the host. */
const rawMix = ({ reads, blockSize }: Disk): Mix => ({
  ...{ readShare: reads, readParts: 1, readBytes: blockSize, writeBytes: blockSize },
  ...{ copyShare: 0, copyBytes: 0, metadataShare: 0, metadataBytes: 0, flushes: 0 },
});

/** Loads of tables as more parts of reads, which wait for them; a disk that is only written waits for none here. */
const withLoads = (mix: Mix, loads: number): Mix =>
  mix.readShare > 0 ? { ...mix, readParts: mix.readParts + loads / mix.readShare } : mix;

/**
 * What a cache mode makes of requests and of the store they and the map use; requests are those of the disk without a
 * map. Reads a page cache answers and writes it holds back are not taken off.
 */
export function underCache(
  { cache = 'directsync', device, depth }: DiskKnobs,
  requests: Requests,
  { mapped, kepts }: { mapped: Mix; kepts: Performance },
  seed: number,
): DiskCounts['cached'] {
  const effect = cacheEffect(cache, requests);
  if (effect.flushes === 1) return { effect, kepts };
  const mix = { ...mapped, flushes: mapped.flushes * effect.flushes };
  return { effect, kepts: simulateDevice(present(deviceById(device)), mix, depth, seed) };
}

/** Counts of a disk under its schedule, without it, and as a raw device; the store is the same. */
export function simulateDisk(disk: Disk, knobs: DiskKnobs, seed: number): DiskCounts {
  const device = present(deviceById(knobs.device));
  const plain = lastInterval(disk, 0, seed);
  const kept =
    disk.keep > 0 ? lastInterval(disk, Math.min(disk.keep, MOST_SNAPSHOTS), seed) : plain;
  // The span is too small for its tables to miss: loads are those of all data.
  const loads = tableLoads(disk, knobs.tableCache, seed);
  const loading = (added: Added): Added => ({ ...added, reads: added.reads + loads });
  const mapped = withLoads(mixOf(kept.account), loads);
  const kepts = simulateDevice(device, mapped, knobs.depth, seed);
  return {
    kept: loading(addedBy(kept.account)),
    plain: loading(addedBy(plain.account)),
    amplification: totalWriteAmplification(kept.account),
    spaceRatio: kept.account.spaceBytes / kept.span,
    kepts,
    raw: simulateDevice(device, rawMix(disk), knobs.depth, seed),
    cached: underCache(
      knobs,
      { ...rawMix(disk), flushShare: disk.flushes ?? 1 },
      { mapped, kepts },
      seed,
    ),
  };
}
