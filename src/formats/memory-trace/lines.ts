import { badInput } from '../../errors.ts';
import { packInto } from '../../trace-word.ts';
import type { ByteChunks } from './memory-trace.ts';

const MAX_LINE_BYTES = 64 * 1024;

const decoder = new TextDecoder('latin1');

/** Text lines of a byte stream without their ends, in batches; latin-1, so that any byte is one character. */
export async function* lineBatches(chunks: ByteChunks, file: string): AsyncGenerator<string[]> {
  let rest = '';
  let line = 1;
  for await (const chunk of chunks) {
    const text = rest + decoder.decode(chunk);
    const lines = text.split('\n');
    rest = lines.pop()!;
    if (rest.length > MAX_LINE_BYTES) {
      throw badInput({
        file,
        line: line + lines.length,
        expected: 'lines of text',
        found: 'one of over 64 KiB',
      });
    }
    line += lines.length;
    yield lines;
  }
  if (rest !== '') yield [rest];
}

/** Collects words and hands them on in arrays. */
export class WordBuffer {
  private words = new BigUint64Array(16_384);
  private halves = new Uint32Array(this.words.buffer);
  private used = 0;

  /** `address` below 2^53, `space` below 64. */
  push(address: number, kind: number, space = 0): void {
    if (this.used === this.words.length) this.grow();
    packInto(this.halves, 2 * this.used++, address, kind, space);
  }

  private grow(): void {
    const words = new BigUint64Array(this.words.length * 2);
    words.set(this.words);
    this.words = words;
    this.halves = new Uint32Array(words.buffer);
  }

  /** What was collected; the buffer starts over, and the array is valid until the next push. */
  take(): BigUint64Array {
    const taken = this.words.subarray(0, this.used);
    this.used = 0;
    return taken;
  }
}
