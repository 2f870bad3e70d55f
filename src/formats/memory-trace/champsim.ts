import { badInput } from '../../errors.ts';
import { addressOf } from './address.ts';
import { TraceHints } from './hints.ts';
import { WordBuffer } from './lines.ts';
import type { MemoryTraceFormat } from './memory-trace.ts';
import { hex64, recordBatches } from './records.ts';

const RECORD_BYTES = 64;
const BRANCH_AT = 8;
const DESTINATIONS_AT = 16;
const SOURCES_AT = 32;
const SOURCES = 4;

const memoryAt = (view: DataView, at: number) =>
  addressOf(view.getUint32(at, true), view.getUint32(at + 4, true));

/** The two flags that a record of anything else rarely has right. */
const flagsFit = (view: DataView, at: number) =>
  view.getUint8(at + BRANCH_AT) <= 1 && view.getUint8(at + BRANCH_AT + 1) <= 1;

/**
 * ChampSim's `input_instr`: instruction pointer, two branch flags, 2 + 4 register numbers, 2 destination
 * and 4 source addresses, 64 bytes an instruction; an address of 0 is an empty slot. An address that an
 * instruction reads and writes is one modify.
 */
export const champsim: MemoryTraceFormat = {
  id: 'champsim',
  title: 'ChampSim binary (64-byte instructions; plain, xz or gzip)',
  sniff(head) {
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const records = Math.min(512, Math.floor(head.length / RECORD_BYTES));
    let slots = 0;
    for (let i = 0; i < records; i++) {
      const at = RECORD_BYTES * i;
      if (!flagsFit(view, at) || memoryAt(view, at) <= 0) return false;
      for (let slot = DESTINATIONS_AT; slot < RECORD_BYTES; slot += 8) {
        const address = memoryAt(view, at + slot);
        if (address < 0) return false;
        if (address > 0) slots++;
      }
    }
    // Most slots of real instructions are empty, and no word of a compact trace is.
    return records > 0 && slots <= 3 * records;
  },
  async *read(chunks, file, hints = new TraceHints()) {
    hints.kindsStated = true;
    const buffer = new WordBuffer();
    for await (const { view, count, offset } of recordBatches(chunks, RECORD_BYTES, file)) {
      for (let i = 0; i < count; i++) {
        const at = RECORD_BYTES * i;
        const fail = (expected: string, where: number) =>
          badInput({ file, offset: offset + where, expected, found: hex64(view, where) });
        if (!flagsFit(view, at)) throw fail('ChampSim branch flags of 0 or 1', at + BRANCH_AT);
        const address = (slot: number) => {
          const found = memoryAt(view, slot);
          if (found < 0) throw fail('a canonical address', slot);
          return found;
        };
        const first = address(at + DESTINATIONS_AT);
        const second = address(at + DESTINATIONS_AT + 8);
        let firstRead = false;
        let secondRead = false;
        for (let slot = 0; slot < SOURCES; slot++) {
          const source = address(at + SOURCES_AT + 8 * slot);
          if (source === 0) continue;
          if (source === first) firstRead = true;
          else if (source === second) secondRead = true;
          else buffer.push(source, 0);
        }
        if (first !== 0) buffer.push(first, firstRead ? 2 : 1);
        if (second !== 0) buffer.push(second, secondRead ? 2 : 1);
      }
      const words = buffer.take();
      if (words.length > 0) yield words;
    }
  },
};
