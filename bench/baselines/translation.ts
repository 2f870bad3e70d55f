// What one writes in good JavaScript: typed arrays, one access at a time, move-to-front sets, no objects.
import type { TranslationConfig } from '../../src/kernels/translation/index.ts';

const sets = (entries: number) => new Int32Array(entries).fill(-1);

/** 4-level guest and host tables with 4K leaves, computed frames; same counts as the kernel. */
export class TypedArrayTranslation {
  private readonly withData: boolean;
  private readonly l1Tlb = sets(64);
  private readonly l2Tlb = sets(1536);
  private readonly walkCaches = [0, 1].map(() => [sets(32), sets(4), sets(4)]);
  private readonly nestedTlb = sets(64);
  private readonly l1d = sets(512);
  private readonly l2 = sets(16_384);
  private readonly l3 = sets(524_288);
  private readonly first = 2 ** 32;
  private readonly hostLines: number[] = [0];
  private readonly counts = new Float64Array(8);

  constructor(config: TranslationConfig, bytes: number) {
    this.withData = config.dataReferences;
    const frames = Math.ceil((bytes / 4096) * (1 + 1 / 500) + 8);
    for (let level = 1, line = frames * 64; level <= 4; level++) {
      this.hostLines.push(line);
      line += 64 * Math.ceil(frames / 512 ** level);
    }
  }

  private touch(tags: Int32Array, start: number, ways: number, tag: number): boolean {
    const end = start + ways;
    let at = start;
    while (at < end && tags[at] !== tag) at++;
    const hit = at < end;
    if (!hit) at--;
    for (; at > start; at--) tags[at] = tags[at - 1]!;
    tags[start] = tag;
    return hit;
  }

  private reference(line: number): void {
    const { counts } = this;
    const low = line % 0x4000_0000;
    const tag = Math.floor(line / 64) | 0;
    counts[4]!++;
    if (this.touch(this.l1d, (low & 63) * 8, 8, tag)) return;
    counts[5]!++;
    if (this.touch(this.l2, (low & 1023) * 16, 16, tag)) return;
    counts[6]!++;
    if (!this.touch(this.l3, (low & 32_767) * 16, 16, tag)) counts[7]!++;
  }

  private startLevel(dimension: number, page: number): number {
    const caches = this.walkCaches[dimension]!;
    const directory = Math.floor(page / 512);
    if (this.touch(caches[0]!, (directory & 7) * 4, 4, directory)) return 1;
    if (this.touch(caches[1]!, 0, 4, Math.floor(page / 2 ** 18))) return 2;
    return this.touch(caches[2]!, 0, 4, Math.floor(page / 2 ** 27)) ? 3 : 4;
  }

  private translateHost(frame: number): void {
    if (this.touch(this.nestedTlb, (frame & 15) * 4, 4, frame)) return;
    const start = this.startLevel(1, frame);
    this.counts[3]! += start;
    for (let level = start; level >= 1; level--) {
      this.reference(this.hostLines[level]! + Math.floor(frame / 2 ** (9 * level - 6)));
    }
  }

  private frame(v: number): number {
    const { first } = this;
    let frame = v - first + 4;
    for (let level = 1; level < 4; level++) {
      frame += Math.floor(v / 512 ** level) - Math.floor(first / 512 ** level);
    }
    return frame;
  }

  private walk(v: number): void {
    const data = this.frame(v);
    const start = this.startLevel(0, v);
    this.counts[2]! += start;
    for (let level = start; level >= 1; level--) {
      const span = 512 ** level;
      const table =
        level === 4 ? 0 : this.frame(Math.max(this.first, Math.floor(v / span) * span)) - level;
      this.translateHost(table);
      this.reference(table * 64 + (Math.floor(v / 2 ** (9 * level - 6)) & 63));
    }
    this.translateHost(data);
  }

  /** Counts of the accesses, as the C twin prints them. */
  run(addresses: Float64Array): string {
    const { counts } = this;
    let last = -1;
    for (const address of addresses) {
      const v = Math.floor(address / 4096);
      if (v !== last) {
        last = v;
        const key = v - this.first;
        if (!this.touch(this.l1Tlb, (key & 15) * 4, 4, key)) {
          counts[0]!++;
          if (!this.touch(this.l2Tlb, (key & 127) * 12, 12, key)) {
            counts[1]!++;
            this.walk(v);
          }
        }
      }
      if (this.withData) this.reference(this.frame(v) * 64 + Math.floor((address % 4096) / 64));
    }
    return counts.join('/');
  }
}
