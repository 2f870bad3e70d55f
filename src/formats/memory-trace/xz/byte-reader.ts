import type { ByteChunks } from '../memory-trace.ts';

/** Reads a byte stream in pieces of the sizes a format asks for. */
export class ByteReader {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private chunk: Uint8Array = new Uint8Array(0);
  private at = 0;

  constructor(chunks: ByteChunks) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** At least one byte and at most `most`; undefined at the end of the stream. */
  async some(most: number): Promise<Uint8Array | undefined> {
    while (this.at === this.chunk.length) {
      const next = await this.chunks.next();
      if (next.done) return undefined;
      this.chunk = next.value;
      this.at = 0;
    }
    const end = Math.min(this.chunk.length, this.at + most);
    const piece = this.chunk.subarray(this.at, end);
    this.at = end;
    return piece;
  }

  /** Exactly `length` bytes; an Error when the stream ends before. */
  async exactly(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const piece = await this.some(length - done);
      if (!piece) throw new Error('the end of the file inside the stream');
      bytes.set(piece, done);
      done += piece.length;
    }
    return bytes;
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
  }
}
