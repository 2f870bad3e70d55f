import { PAGE_BYTES } from './replay-input.ts';

const PACKET_PAGES = 128;
const HEADER_BYTES = 1344;

/** Packets of the multifd channels: a header and up to 128 pages, of which zero pages are only named. */
export class Packets {
  private readonly grain: number;
  private readonly pages: number;
  private filled = 0;
  private zeros = 0;

  /** One page stands for `grain`: fewer fill a packet, and the shortest packets stand for several. */
  constructor(grain: number) {
    this.grain = grain;
    this.pages = Math.max(1, Math.round(PACKET_PAGES / grain));
  }

  /** One more page; the packet's bytes once it is full, 0 before. */
  add(zero: boolean): number {
    this.filled++;
    if (zero) this.zeros++;
    return this.filled === this.pages ? this.flush() : 0;
  }

  /** Bytes of the packet as it stands; 0 when it is empty. */
  flush(): number {
    if (this.filled === 0) return 0;
    const header =
      this.grain > 1 ? Math.round((HEADER_BYTES * this.filled) / PACKET_PAGES) : HEADER_BYTES;
    const bytes = header + (this.filled - this.zeros) * PAGE_BYTES;
    this.filled = 0;
    this.zeros = 0;
    return bytes;
  }

  /** One packet of each channel ends a turn. */
  syncBytes(channels: number): number {
    return Math.round((channels * HEADER_BYTES) / this.grain);
  }
}
