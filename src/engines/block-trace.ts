import { badInput, printable } from '../errors.ts';
import { readTrace } from '../formats/block-traces/read-trace.ts';
import type { BlockTrace } from '../studies/task-file.ts';

/** Accesses of a device that are replayed at most, so that a trace fits the memory of every worker. */
const MOST_ACCESSES = 2 ** 21;

export interface BlockTraceOptions {
  format?: string | undefined;
  /** Only accesses of this device; the first one of the trace by default. */
  device?: string | undefined;
}

/** Accesses of one device of a block trace of any known format, and which device that is. */
export async function readBlockTrace(
  path: string,
  { format, device }: BlockTraceOptions,
): Promise<BlockTrace & { device: string }> {
  const kinds: BlockTrace['kinds'][number][] = [];
  const offsets: number[] = [];
  const lengths: number[] = [];
  const times: number[] = [];
  let wanted = device;
  let timed = true;
  let total = 0;
  for await (const batch of readTrace(path, format)) {
    for (const access of batch) {
      wanted ??= access.disk;
      if (access.disk !== wanted || ++total > MOST_ACCESSES) continue;
      kinds.push(access.kind);
      offsets.push(access.offset);
      lengths.push(access.length);
      timed &&= access.timeUs !== null;
      times.push(access.timeUs ?? 0);
    }
  }
  if (total === 0) {
    throw badInput({
      file: path,
      expected: 'accesses of a block device',
      found: printable(device === undefined ? 'none' : `none of device "${device}"`, 200),
    });
  }
  const first = times[0] ?? 0;
  return {
    kinds,
    offsets: Float64Array.from(offsets),
    lengths: Float64Array.from(lengths),
    timesUs: timed ? Float64Array.from(times, (time) => time - first) : null,
    total,
    device: wanted ?? '',
  };
}
