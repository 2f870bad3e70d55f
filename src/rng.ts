/**
 * sfc32 (Chris Doty-Humphrey, PractRand): the one pseudo-random generator of virtcost, the twin of
 * assembly/lib/rng.ts. 32-bit state words, so JavaScript and WebAssembly draw the same numbers.
 */
export class Rng {
  private a = 0;
  private b: number;
  private c = 0x9e3779b9 | 0;
  private counter = 1;

  constructor(seed: number) {
    this.b = seed | 0;
    for (let i = 0; i < 15; i++) this.nextU32();
  }

  nextU32(): number {
    const out = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + out) | 0;
    return out >>> 0;
  }

  /** Uniform integer in [0, bound), bound < 2^32, by multiply-shift; bias below bound / 2^32. */
  nextBelow(bound: number): number {
    return Math.floor((this.nextU32() * bound) / 0x1_0000_0000);
  }

  /** Uniform in [0, 1) with 53 bits. */
  nextUnit(): number {
    const high = this.nextU32() >>> 5;
    const low = this.nextU32() >>> 6;
    return (high * 0x400_0000 + low) / 0x20_0000_0000_0000;
  }
}
