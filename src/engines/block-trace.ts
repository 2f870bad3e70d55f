import { badInput, printable } from '../errors.ts';
import { readTrace } from '../formats/block-traces/read-trace.ts';
import type { BlockAccess, BlockTrace } from '../studies/task-file.ts';

/** Accesses a thread keeps, about 20 MB; a longer trace is read from its file each time. */
const MOST_KEPT = 2 ** 18;

export interface BlockTraceOptions {
  format?: string | undefined;
  /** Only accesses of this device; the first one of the trace by default. */
  device?: string | undefined;
}

/**
 * A block trace of any known format, read to its end once: what is known of it, and its accesses again whenever they are
 * asked for, from memory where it is short.
 */
export async function readBlockTrace(
  path: string,
  { format, device }: BlockTraceOptions,
  mostKept = MOST_KEPT,
): Promise<BlockTrace> {
  let wanted = device;
  let first: number | null = null;
  async function* ofDevice(): AsyncGenerator<BlockAccess[]> {
    for await (const batch of readTrace(path, format)) {
      wanted ??= batch[0]?.disk;
      const mine = batch.filter(({ disk }) => disk === wanted);
      first ??= mine[0]?.timeUs ?? null;
      const start = first ?? 0;
      yield mine.map(({ kind, offset, length, timeUs }) => ({
        ...{ kind, offset, length },
        timeUs: timeUs === null ? null : timeUs - start,
      }));
    }
  }
  let kept: BlockAccess[] | undefined = [];
  let [total, end, takesSnapshots] = [0, 0, false];
  let lastUs: number | null = 0;
  for await (const batch of ofDevice()) {
    total += batch.length;
    for (const access of batch) {
      end = Math.max(end, access.offset + access.length);
      takesSnapshots ||= access.kind === 'snapshot';
      lastUs = lastUs === null ? null : access.timeUs;
    }
    if (total > mostKept) kept = undefined;
    else for (const access of batch) kept?.push(access);
  }
  if (total === 0) {
    throw badInput({
      file: path,
      expected: 'accesses of a block device',
      found: printable(device === undefined ? 'none' : `none of device "${device}"`, 200),
    });
  }
  return {
    ...{ device: wanted ?? '', total, end, takesSnapshots, lastUs },
    async *batches() {
      if (kept) yield kept;
      else yield* ofDevice();
    },
  };
}
