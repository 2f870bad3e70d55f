import { f64, num } from '../../elements.ts';
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

/**
 * A closed loop of `depth` guest requests on the device: each is a chain of host requests that wait for
 * each other (read the old block, write, write metadata, flush); channels serve first come, first served.
 */
export function simulateDevice(device: Device, mix: Mix, depth: number, seed = 1): Performance {
  const rng = new Rng(seed);
  const channels = new Float64Array(Math.max(1, Math.round(device.channels.value)));
  const ready = new Float64Array(depth);
  const latencies: number[] = [];
  let linkFree = 0;
  let started = 0;
  let end = 0;

  const serve = (at: number, us: number, bytes: number): number => {
    let channel = 0;
    for (let i = 1; i < channels.length; i++)
      if (f64(channels, i) < f64(channels, channel)) channel = i;
    const from = Math.max(at, f64(channels, channel));
    const spread = 1 + device.spread.value * (2 * rng.nextUnit() - 1);
    const served = from + us * spread;
    // The link carries one transfer at a time.
    linkFree = Math.max(linkFree, served) + (bytes / device.bytesPerSecond.value) * 1e6;
    channels[channel] = Math.max(served, bytes > 0 ? linkFree : served);
    return f64(channels, channel);
  };
  const times = (mean: number) => Math.floor(mean) + (rng.nextUnit() < mean % 1 ? 1 : 0);

  for (let i = 0; i < REQUESTS + WARM_UP; i++) {
    let client = 0;
    for (let j = 1; j < depth; j++) if (f64(ready, j) < f64(ready, client)) client = j;
    const start = f64(ready, client);
    let at = start;
    if (rng.nextUnit() < mix.readShare) {
      const parts = times(mix.readParts);
      for (let part = 0; part < parts; part++) {
        at = serve(at, device.readUs.value, mix.readBytes / parts);
      }
    } else {
      const copies = rng.nextUnit() < mix.copyShare;
      if (copies) at = serve(at, device.readUs.value, mix.copyBytes);
      at = serve(at, device.writeUs.value, mix.writeBytes + (copies ? mix.copyBytes : 0));
      if (rng.nextUnit() < mix.metadataShare) {
        at = serve(at, device.writeUs.value, mix.metadataBytes);
      }
      for (let n = times(mix.flushes); n > 0; n--) at = serve(at, device.flushUs.value, 0);
    }
    ready[client] = at;
    if (i < WARM_UP) started = Math.max(started, start);
    else latencies.push(at - start);
    end = Math.max(end, at);
  }
  latencies.sort((a, b) => a - b);
  const quantile = (share: number) => num(latencies, Math.floor(share * (latencies.length - 1)));
  return {
    iops: end > started ? (latencies.length / (end - started)) * 1e6 : Number.POSITIVE_INFINITY,
    meanUs: latencies.reduce((sum, us) => sum + us, 0) / latencies.length,
    p50Us: quantile(0.5),
    p99Us: quantile(0.99),
  };
}
