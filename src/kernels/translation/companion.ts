import { num } from '../../elements.ts';
import type { TranslationConfig, TranslationCounts } from './config.ts';
import { align64, framesOf, hostTables, ownStructures, structureBytes } from './geometry.ts';
import * as at from './layout.ts';
import { readCounts, writeDescriptor } from './memory.ts';

/** Nested walks of the same guest in the memory of native ones; rows of the data caches equal in both are kept once. */
export class Companion {
  readonly config: TranslationConfig;
  private readonly placed: readonly {
    entry: ReturnType<typeof ownStructures>[number];
    base: number;
  }[];
  /** End of its structures, which are emptied with those of the native walks. */
  readonly tagEnd: number;
  /** Flags of the sets of each level, zeros when new, and the end of what it takes. */
  private readonly flags: readonly number[];
  readonly end: number;

  /** Takes room from `start` on. */
  constructor(config: TranslationConfig, start: number) {
    this.config = config;
    let end = start;
    this.placed = ownStructures(config).map((entry) => {
      const base = align64(end);
      end = base + structureBytes(entry);
      return { entry, base };
    });
    this.tagEnd = end;
    this.flags = this.placed
      .filter(({ entry }) => entry.id >= at.L1D)
      .map(({ entry }) => {
        const base = align64(end);
        end = base + entry.sets;
        return base;
      });
    this.end = end;
  }

  /** Writes what the kernel knows of it, once all is written of the native walks. */
  write({ buffer }: WebAssembly.Memory): void {
    new Uint8Array(buffer).copyWithin(at.COMPANION, 0, at.HEADER_BYTES);
    const header = new DataView(buffer, at.COMPANION, at.HEADER_BYTES);
    const { config } = this;
    header.setUint32(at.NESTED, 1, true);
    header.setUint32(at.HOST_LEVELS, config.hostLevels, true);
    header.setUint32(at.HOST_LEAF, config.hostLeaf, true);
    hostTables(framesOf(config), config.hostLevels).starts.forEach((line, level) => {
      header.setBigUint64(at.HOST_TABLE_LINES + 8 * level, BigInt(line), true);
    });
    for (const { entry, base } of this.placed) writeDescriptor(header, entry, base);
    this.empty(new DataView(buffer));
  }

  /** Every row is one again: all are empty. */
  empty(view: DataView): void {
    new Uint8Array(view.buffer, at.PAIR_ENDED, at.PAIR_MISSES - at.PAIR_ENDED).fill(0);
    new Uint8Array(view.buffer, num(this.flags, 0), this.end - num(this.flags, 0)).fill(0);
    this.flags.forEach((base, level) => {
      view.setUint32(at.PAIR_FLAGS + 4 * level, base, true);
    });
  }

  /** Its counters, but those of the guest's side, start from 0. */
  clear({ buffer }: WebAssembly.Memory): void {
    new Uint8Array(buffer, at.COMPANION + at.ACCESSES, at.PATTERN - at.ACCESSES).fill(0);
  }

  counts({ buffer }: WebAssembly.Memory): TranslationCounts {
    new Uint8Array(buffer).copyWithin(
      at.COMPANION + at.ACCESSES,
      at.ACCESSES,
      at.GUEST_COUNTERS_END,
    );
    return readCounts(new DataView(buffer, at.COMPANION, at.HEADER_BYTES), this.config);
  }
}
