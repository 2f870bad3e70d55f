import { badInput } from '../../errors.ts';
import { isPlausible } from '../../trace-word.ts';
import { TraceHints } from './hints.ts';
import type { MemoryTraceFormat } from './memory-trace.ts';

const expected = 'words of address << 2 | kind (kind 0, 1 or 2; address below 2^56)';

/** 8-byte little-endian words `address << 2 | kind`. */
export const compact: MemoryTraceFormat = {
  id: 'compact',
  title: 'compact binary: 8-byte words, address << 2 | kind',
  sniff(head) {
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const words = Math.min(512, Math.floor(head.length / 8));
    for (let i = 0; i < words; i++) {
      if (!isPlausible(view.getUint32(8 * i, true), view.getUint32(8 * i + 4, true))) return false;
    }
    return words > 0;
  },
  async *read(chunks, file, hints = new TraceHints()) {
    hints.kindsStated = true;
    let rest = new Uint8Array(0);
    let offset = 0;
    for await (const chunk of chunks) {
      const bytes = new Uint8Array(rest.length + chunk.length);
      bytes.set(rest);
      bytes.set(chunk, rest.length);
      const whole = bytes.length - (bytes.length % 8);
      const halves = new Uint32Array(bytes.buffer, 0, whole / 4);
      for (let i = 0; i < halves.length; i += 2) {
        if (isPlausible(halves[i]!, halves[i + 1]!)) continue;
        const found = `0x${halves[i + 1]!.toString(16)}${halves[i]!.toString(16).padStart(8, '0')}`;
        throw badInput({ file, offset: offset + 4 * i, expected, found });
      }
      if (whole > 0) yield new BigUint64Array(bytes.buffer, 0, whole / 8);
      rest = bytes.slice(whole);
      offset += whole;
    }
    if (rest.length > 0) {
      throw badInput({
        file,
        offset,
        expected: 'a whole 8-byte word',
        found: `the end after ${rest.length} bytes`,
        hint: 'The trace is truncated.',
      });
    }
  },
};
