/** Where a unit of memory stands: not looked at, the zero frame, or a frame it shares with `references` - 1 others. */
export interface Frame {
  bytes: string;
  units: Set<number>;
}

/**
 * Pages that share frames, kept by their bytes as text: the clear twin of assembly/dedup/store.ts. Same calls, same
 * answers.
 */
export class PageStoreReference {
  private readonly owners = new Map<number, Frame | 'zero'>();
  private readonly frames = new Map<string, Frame>();
  private readonly memory: Uint8Array;
  private readonly unitBytes: number;

  constructor(memory: Uint8Array, unitBytes: number) {
    this.memory = memory;
    this.unitBytes = unitBytes;
  }

  private bytesOf(unit: number): string {
    const at = unit * this.unitBytes;
    return Buffer.from(this.memory.subarray(at, at + this.unitBytes)).toString('latin1');
  }

  /** Shares the units [from, to); returns how many joined a frame that was there already. */
  share(from: number, to: number): number {
    let joined = 0;
    for (let unit = from; unit < to; unit++) {
      if (this.owners.has(unit)) continue;
      const bytes = this.bytesOf(unit);
      if (/^\0*$/.test(bytes)) {
        this.owners.set(unit, 'zero');
        continue;
      }
      let frame = this.frames.get(bytes);
      if (frame) joined++;
      else {
        frame = { bytes, units: new Set() };
        this.frames.set(bytes, frame);
      }
      frame.units.add(unit);
      this.owners.set(unit, frame);
    }
    return joined;
  }

  /** The guest is about to write: 1 = bytes copied, 2 = left the zero frame, 0 = nobody else had the frame. */
  breakUnit(unit: number): number {
    const frame = this.owners.get(unit);
    if (!frame) return 0;
    this.owners.delete(unit);
    if (frame === 'zero') return 2;
    frame.units.delete(unit);
    if (frame.units.size > 0) return 1;
    this.frames.delete(frame.bytes);
    return 0;
  }

  /** Units mapping the frame of `unit`: -1 unseen, -2 zero. */
  references(unit: number): number {
    const frame = this.owners.get(unit);
    if (!frame) return -1;
    return frame === 'zero' ? -2 : frame.units.size;
  }
}
