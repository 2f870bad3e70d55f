/** The bytes of an image file that hold guest data: one fill byte per 512-byte sector. */
export class HostContent {
  private bytes = new Uint8Array(256);

  /** A copy of `count` sectors from `sector` on. */
  read(sector: number, count: number): Uint8Array {
    const out = new Uint8Array(count);
    out.set(this.bytes.subarray(sector, sector + count));
    return out;
  }

  write(sector: number, data: Uint8Array): void {
    this.reserve(sector + data.length);
    this.bytes.set(data, sector);
  }

  zero(sector: number, count: number): void {
    this.reserve(sector + count);
    this.bytes.fill(0, sector, sector + count);
  }

  private reserve(sectors: number): void {
    if (sectors <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(sectors, this.bytes.length * 2));
    grown.set(this.bytes);
    this.bytes = grown;
  }
}
