import { badInput } from '../../errors.ts';
import { addressOf } from './address.ts';
import { compact } from './compact.ts';
import { TraceHints } from './hints.ts';
import { WordBuffer } from './lines.ts';
import type { MemoryTraceFormat } from './memory-trace.ts';
import { hex64, recordBatches } from './records.ts';

const RECORD_BYTES = 12;
/** Values of `trace_type_t` in DynamoRIO's `drcachesim/common/trace_entry.h`. */
const Type = {
  read: 0,
  write: 1,
  thread: 22,
  pid: 24,
  header: 25,
  footer: 26,
  marker: 28,
  encoding: 47,
} as const;
/** The list ends at 49 in what was read; a margin for later additions. */
const LAST_TYPE = 63;
const PAGE_SIZE_MARKER = 18;
const MAX_VERSION = 255;
const MAX_THREADS = 65_536;

const hasHeader = (view: DataView) =>
  view.byteLength >= RECORD_BYTES &&
  view.getUint16(0, true) === Type.header &&
  view.getUint32(4, true) <= MAX_VERSION &&
  view.getUint32(8, true) === 0;

/** Data references have a canonical address and a size a memory access can have. */
function plausible(view: DataView, at: number): boolean {
  const type = view.getUint16(at, true);
  if (type > LAST_TYPE) return false;
  if (type !== Type.read && type !== Type.write) return true;
  return addressOf(view.getUint32(at + 4, true), view.getUint32(at + 8, true)) >= 0;
}

/**
 * Final traces of DynamoRIO's drmemtrace: packed records `{u16 type, u16 size, u64 addr}`. Loads and
 * stores are data references; instruction fetches, prefetches, flushes and encodings are not.
 */
export const drmemtrace: MemoryTraceFormat = {
  id: 'drmemtrace',
  title: 'DynamoRIO drmemtrace (12-byte records; plain, gzip, zip or framed snappy)',
  sniff(head) {
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const records = Math.min(512, Math.floor(head.length / RECORD_BYTES));
    for (let i = 0; i < records; i++) if (!plausible(view, RECORD_BYTES * i)) return false;
    // A piece without the header has nothing that names it; words of the compact format come first.
    return records > 0 && (hasHeader(view) || (records > 1 && !compact.sniff(head)));
  },
  async *read(chunks, file, hints = new TraceHints()) {
    hints.kindsStated = true;
    const buffer = new WordBuffer();
    const processOf = new Map<number, number>();
    let thread = 0;
    let process: number | undefined;
    for await (const { view, count, offset } of recordBatches(chunks, RECORD_BYTES, file)) {
      for (let i = 0; i < count; i++) {
        const at = RECORD_BYTES * i;
        const type = view.getUint16(at, true);
        if (type > LAST_TYPE) {
          throw badInput({
            file,
            offset: offset + at,
            expected: `a drmemtrace record type of 0 to ${LAST_TYPE}`,
            found: `${type}`,
          });
        }
        const low = view.getUint32(at + 4, true);
        if (type === Type.read || type === Type.write) {
          const address = addressOf(low, view.getUint32(at + 8, true));
          if (address < 0) {
            throw badInput({
              file,
              offset: offset + at,
              expected: 'a canonical address',
              found: hex64(view, at + 4),
            });
          }
          if (hints.wants(process)) buffer.push(address, type, hints.space);
        } else if (type === Type.thread) {
          thread = low;
          process = processOf.get(thread) ?? process;
        } else if (type === Type.pid) {
          process = low;
          if (processOf.size < MAX_THREADS) processOf.set(thread, process);
        } else if (type === Type.marker && view.getUint16(at + 2, true) === PAGE_SIZE_MARKER) {
          hints.page(low);
        }
      }
      const words = buffer.take();
      if (words.length > 0) yield words;
    }
  },
};
