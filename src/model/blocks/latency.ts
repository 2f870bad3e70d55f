import { f64 } from '../../elements.ts';
import { Rng } from '../../rng.ts';
import type { Accounting } from './accounting.ts';
import type { Device } from './device.ts';

/** Guest requests as the device sees them: shares and sizes read off an accounting. */
export interface Mix {
  readShare: number;
  /** Host requests a guest read needs, mean, and their bytes. */
  readParts: number;
  readBytes: number;
  /** Host bytes of a plain guest write. */
  writeBytes: number;
  /** Chance that a guest write copies first, and the bytes of one copy. */
  copyShare: number;
  copyBytes: number;
  /** Chance that a guest write changes metadata, and the bytes of it. */
  metadataShare: number;
  metadataBytes: number;
  /** Flushes a guest write waits for, mean. */
  flushes: number;
}

export interface Performance {
  iops: number;
  meanUs: number;
  p50Us: number;
  p99Us: number;
}

/** The mix of an accounting; moved blocks (cleaning, merging) are background work and left out. */
export function mixOf(account: Accounting): Mix {
  const { guestReads, guestWrites } = account;
  const writes = Math.max(1, guestWrites);
  const plainReads = Math.max(0, account.hostReads - account.copies);
  const readParts = guestReads > 0 ? Math.min(64, Math.max(0, plainReads / guestReads)) : 1;
  return {
    readShare: guestReads / Math.max(1, guestReads + guestWrites),
    readParts,
    readBytes: guestReads > 0 ? account.guestReadBytes / guestReads : 0,
    writeBytes: account.guestWriteBytes / writes,
    copyShare: Math.min(1, account.copies / writes),
    copyBytes: account.copies > 0 ? account.copiedBytes / account.copies : 0,
    metadataShare: Math.min(1, account.metadataWrites / writes / 2),
    metadataBytes: account.metadataWrites > 0 ? account.metadataBytes / account.metadataWrites : 0,
    flushes: account.flushes / writes,
  };
}

const REQUESTS = 20_000;
const WARM_UP = 1000;

/** Puts a value in the place of the least of a heap, its first. Which of equal ones goes makes no difference. */
function replaceLeast(heap: Float64Array, value: number): void {
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && f64(heap, child + 1) < f64(heap, child)) child++;
    if (f64(heap, child) >= value) break;
    heap[at] = f64(heap, child);
    at = child;
  }
  heap[at] = value;
}

/** A device that serves first come, first served; a class, so that its numbers are no boxes of a closure. */
class Station {
  // When each channel is free: a heap, the soonest first.
  private readonly channels: Float64Array;
  private linkFree = 0;
  private readonly spread: number;
  private readonly bytesPerSecond: number;
  private readonly rng: Rng;

  constructor({ channels, spread, bytesPerSecond }: Device, rng: Rng) {
    this.channels = new Float64Array(Math.max(1, Math.round(channels.value)));
    this.spread = spread.value;
    this.bytesPerSecond = bytesPerSecond.value;
    this.rng = rng;
  }

  /** When a request that comes `at` then and takes `us` and its transfer is done. */
  serve(at: number, us: number, bytes: number): number {
    const from = Math.max(at, f64(this.channels, 0));
    const spread = 1 + this.spread * (2 * this.rng.nextUnit() - 1);
    const served = from + us * spread;
    // The link carries one transfer at a time.
    this.linkFree = Math.max(this.linkFree, served) + (bytes / this.bytesPerSecond) * 1e6;
    const free = Math.max(served, bytes > 0 ? this.linkFree : served);
    replaceLeast(this.channels, free);
    return free;
  }
}

/**
 * A closed loop of `depth` guest requests on the device: each is a chain of host requests that wait for
 * each other (read the old block, write, write metadata, flush).
 */
export function simulateDevice(
  device: Device,
  mix: Mix,
  depth: number,
  seed = 1,
  requests = REQUESTS,
): Performance {
  const rng = new Rng(seed);
  const station = new Station(device, rng);
  const [readUs, writeUs, flushUs] = [
    device.readUs.value,
    device.writeUs.value,
    device.flushUs.value,
  ];
  // When each client's request is done: a heap as well.
  const ready = new Float64Array(depth);
  const latencies = new Float64Array(requests);
  let started = 0;
  let end = 0;
  const times = (mean: number) => Math.floor(mean) + (rng.nextUnit() < mean % 1 ? 1 : 0);

  for (let i = 0; i < requests + WARM_UP; i++) {
    const start = f64(ready, 0);
    let at = start;
    if (rng.nextUnit() < mix.readShare) {
      const parts = times(mix.readParts);
      for (let n = parts; n > 0; n--) at = station.serve(at, readUs, mix.readBytes / parts);
    } else {
      const copies = rng.nextUnit() < mix.copyShare;
      if (copies) at = station.serve(at, readUs, mix.copyBytes);
      at = station.serve(at, writeUs, mix.writeBytes + (copies ? mix.copyBytes : 0));
      if (rng.nextUnit() < mix.metadataShare) at = station.serve(at, writeUs, mix.metadataBytes);
      for (let n = times(mix.flushes); n > 0; n--) at = station.serve(at, flushUs, 0);
    }
    replaceLeast(ready, at);
    if (i < WARM_UP) started = Math.max(started, start);
    else latencies[i - WARM_UP] = at - start;
    end = Math.max(end, at);
  }
  latencies.sort();
  const quantile = (share: number) => f64(latencies, Math.floor(share * (requests - 1)));
  return {
    iops: end > started ? (requests / (end - started)) * 1e6 : Number.POSITIVE_INFINITY,
    meanUs: latencies.reduce((sum, us) => sum + us, 0) / requests,
    p50Us: quantile(0.5),
    p99Us: quantile(0.99),
  };
}
