import type { StorageMode } from './mode-list.ts';
import { type Pooling, pooling, storageMode } from './modes.ts';
import { type Raid, raidBandwidth, raidFigures, raidIops } from './raid.ts';
import type { Transport } from './transport-list.ts';
import { transport } from './transports.ts';

export interface StackChoice {
  transport: string;
  raid: Raid;
  mode: string;
  pooling: string;
  readShare: number;
  /** One disk of the array. */
  diskIops: number;
  diskBytesPerSecond: number;
}

export interface StorageStack {
  latencyUs: number;
  latencyRangeUs: readonly [number, number];
  iops: number;
  bytesPerSecond: number;
  usableShare: number;
  toleratedFailures: number;
  writeOperations: number;
  transport: Transport;
  mode: StorageMode;
  pooling: Pooling;
}

/**
 * What a guest sees of disks behind RAID, a pool and a transport: a write waits for two rounds of disk
 * operations under parity RAID, an in-band pool makes the request travel twice.
 */
export function storageStack(choice: StackChoice, read: boolean): StorageStack {
  const way = transport(choice.transport);
  const pool = pooling(choice.pooling);
  const figures = raidFigures(choice.raid);
  const rounds =
    !read &&
    figures.writeOperations > figures.toleratedFailures + 1 &&
    (choice.raid.level === 5 || choice.raid.level === 6)
      ? 2
      : 1;
  const factor = pool.trips * rounds;
  return {
    latencyUs: way.latencyUs.value * factor,
    latencyRangeUs: [way.latencyUs.low * factor, way.latencyUs.high * factor],
    iops: raidIops(choice.raid, choice.diskIops, choice.readShare) * pool.rateFactor.value,
    bytesPerSecond:
      raidBandwidth(choice.raid, choice.diskBytesPerSecond, read) * pool.rateFactor.value,
    usableShare: figures.usableShare,
    toleratedFailures: figures.toleratedFailures,
    writeOperations: figures.writeOperations,
    transport: way,
    mode: storageMode(choice.mode),
    pooling: pool,
  };
}
