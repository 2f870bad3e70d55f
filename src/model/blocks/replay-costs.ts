import { totalWriteAmplification, writeAmplification } from './accounting.ts';
import { chainReadUs, flatReadUs } from './chain.ts';
import type { Device } from './device.ts';
import { mixOf, type Performance, simulateDevice } from './latency.ts';
import type { ReplayResult } from './replay.ts';

/** A replay with what its counts mean: host bytes for a guest byte, and rates on a device. */
export interface PricedResult extends ReplayResult {
  performance: Performance;
  /** Host bytes written for a guest byte, data alone. */
  writeAmplification: number;
  /** The same with tables, refcounts and exceptions. */
  totalWriteAmplification: number;
}

/** `loop`: requests the rates are taken over; the device's own where absent. */
export function pricedResult(
  result: ReplayResult,
  device: Device,
  depth: number,
  loop?: number,
): PricedResult {
  return {
    ...result,
    performance: simulateDevice(device, mixOf(result.account), depth, 1, loop),
    writeAmplification: writeAmplification(result.account),
    totalWriteAmplification: totalWriteAmplification(result.account),
  };
}

/** Rate and slowest percent of one discipline at one queue depth. */
export interface QueuePoint {
  discipline: string;
  queue: number;
  iops: number;
  p99Us: number;
}

/** What the counts of each replay mean at other queue depths, up to the asked one and 32 at least. */
export function queueCurves(
  results: readonly ReplayResult[],
  device: Device,
  depth: number,
): QueuePoint[] {
  const depths = [1, 2, 4, 8, 16, 32, 64, 128].filter((value) => value <= Math.max(depth, 32));
  return results.flatMap(({ discipline, account }) =>
    depths.map((queue) => {
      const { iops, p99Us } = simulateDevice(device, mixOf(account), queue);
      return { discipline: discipline.title, queue, iops, p99Us };
    }),
  );
}

/** Cost of a cached 4 KiB read through a chain. */
export interface ChainRead {
  chain: string;
  depth: number;
  us: number;
}

/** Reads through chains of 1 to 64 layers, walked and flattened. */
export function chainReads(): ChainRead[] {
  return [1, 2, 4, 8, 16, 32, 64].flatMap((depth) => [
    { chain: 'walked, empty layers', depth, us: chainReadUs(depth, 0) },
    { chain: 'walked, 2 % held by each layer', depth, us: chainReadUs(depth, 0.02) },
    { chain: 'flattened map', depth, us: flatReadUs() },
  ]);
}
