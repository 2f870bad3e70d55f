// What the kernels of translation keep in the first pages of their memory: written by the bindings, read back as counts.
import { present } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import type { KernelPattern } from '../../workloads/kernel-pattern.ts';
import { type Instance, instantiate } from '../load.ts';
import type { ByKind, TranslationConfig, TranslationCounts } from './config.ts';
import { isPowerOfTwo, rowLimit, type Structure, vectorsOf } from './geometry.ts';
import * as at from './layout.ts';

export const HASH_SLOT_BYTES = 16;
export const FIRST_HASH_SLOTS = 16_384;
export const NONE = 0xffff_ffff_ffff_ffffn;

export interface FrameTableExports {
  hasRoom(): number;
  fault(): number;
  rehash(from: number, oldSlots: number): void;
}

/** The inverse of the sets has at most so many bits, a key at most 35. */
const INVERSE_BITS = 28;

/** The descriptor of a structure whose rows start at `base`. */
export function writeDescriptor(view: DataView, entry: Structure, base: number): void {
  const { id, sets, ways, narrow } = entry;
  const d = at.DESCRIPTORS + id * at.DESCRIPTOR_BYTES;
  view.setUint32(d, base, true);
  view.setUint32(d + 4, sets, true);
  view.setUint32(d + 8, isPowerOfTwo(sets) ? sets - 1 : 0xffff_ffff, true);
  const form = (narrow ? at.NARROW : 0) | (entry.wide || isPowerOfTwo(sets) ? 0 : at.MODULO);
  view.setUint32(d + 12, entry.list ? at.LIST : vectorsOf(entry) | form, true);
  view.setUint32(d + 16, ways - 1, true);
  const bits = Math.floor(Math.log2(sets));
  const shift = isPowerOfTwo(sets) ? bits : bits + INVERSE_BITS;
  view.setUint32(d + 20, shift, true);
  if (isPowerOfTwo(sets)) view.setUint32(d + at.LIMIT, rowLimit(entry), true);
  else view.setBigUint64(d + 24, 2n ** BigInt(shift) / BigInt(sets), true);
}

/** The words both kernels read; `hash` describes the table of frames handed out at first touch. */
export function writeConfig(
  view: DataView,
  config: TranslationConfig,
  hostTableLines: readonly number[],
  hash: { base: number; slots: number },
): void {
  const u32 = (field: number, value: number) => view.setUint32(field, value, true);
  u32(at.NESTED, config.mode === 'nested' ? 1 : 0);
  u32(at.GUEST_LEVELS, config.guestLevels);
  u32(at.HOST_LEVELS, config.hostLevels);
  u32(at.GUEST_LEAF, config.guestLeaf);
  u32(at.HOST_LEAF, config.hostLeaf);
  u32(at.WITH_CACHES, config.caches ? 1 : 0);
  u32(at.WITH_DATA, config.caches && config.dataReferences ? 1 : 0);
  u32(at.HASH_BASE, hash.base);
  u32(at.HASH_SLOTS, hash.slots);
  for (let way = 0; way < 16; way++) {
    for (let i = 0; i <= way; i++) {
      u32(at.MASKS + 64 * way + 4 * i, 0xffff_ffff);
      view.setUint16(at.NARROW_MASKS + 32 * way + 2 * i, 0xffff, true);
    }
  }
  hostTableLines.forEach((line, level) => {
    view.setBigUint64(at.HOST_TABLE_LINES + 8 * level, BigInt(line), true);
  });
  if (config.frames === 'first-touch') {
    u32(at.EXPLICIT, 1);
    return;
  }
  const first = Math.floor(config.frames.base / 4096);
  view.setBigUint64(at.BASE_PAGE, BigInt(first), true);
  let bias = config.guestLevels - first;
  for (let level = 1; level < config.guestLevels; level++) bias -= Math.floor(first / 512 ** level);
  view.setBigUint64(at.FRAME_BIAS, BigInt.asUintN(64, BigInt(bias)), true);
}

/** A pattern and its table at `table`. */
export function writePattern(memory: WebAssembly.Memory, pattern: KernelPattern, table: number) {
  const view = new DataView(memory.buffer);
  const u32 = (field: number, value: number) => view.setUint32(field, value, true);
  const u64 = (field: number, value: number) => view.setBigUint64(field, BigInt(value), true);
  const pages = Math.ceil(pattern.bytes / 4096);
  u32(at.PATTERN, pattern.code);
  u32(at.PATTERN_KIND, pattern.kind);
  u64(at.PATTERN_BASE, pattern.base);
  u64(at.PATTERN_BYTES, pattern.bytes);
  view.setBigUint64(at.PATTERN_STATE, pattern.state ?? 0n, true);
  u64(at.PATTERN_STEP, pattern.step ?? 0);
  u32(at.PATTERN_PAGES, pages);
  u32(at.PATTERN_MASK, 2 ** Math.ceil(Math.log2(pages)) - 1);
  u32(at.PATTERN_WINDOW, pattern.windowPages ?? 0);
  u32(at.PATTERN_PHASE, pattern.phaseAccesses ?? 0);
  if (pattern.bins) {
    u32(at.PATTERN_BINS, pattern.bins.length / 4);
    u32(at.PATTERN_TABLE, table);
    new Uint32Array(memory.buffer, table, pattern.bins.length).set(pattern.bins);
  }
}

/** Throws what a kernel could not go on with. */
export function checkFault(exports: FrameTableExports, memory: string): void {
  const fault = exports.fault();
  if (fault === 1) throw new UserError('the trace touches more than 3072 separate 4 GiB ranges.');
  if (fault === 2) throw new UserError(`the trace touches more than ${memory} of guest memory.`);
}

/** The simulation in a memory with twice the room for guest frames, whose table of `slots` is the last thing in it. */
export function enlarged<Exports extends FrameTableExports>(
  old: Instance<Exports>,
  wasmBase64: string,
  hashBase: number,
  slots: number,
): Instance<Exports> {
  const newEnd = hashBase + 2 * slots * HASH_SLOT_BYTES;
  const bytes = newEnd + slots * HASH_SLOT_BYTES;
  if (bytes > 2 ** 32) throw new UserError('the trace touches more pages than 4 GiB can describe.');
  const instance = instantiate<Exports>(wasmBase64, bytes);
  const target = new Uint8Array(instance.memory.buffer);
  target.set(new Uint8Array(old.memory.buffer, 0, hashBase));
  target.set(new Uint8Array(old.memory.buffer, hashBase, slots * HASH_SLOT_BYTES), newEnd);
  new DataView(instance.memory.buffer).setUint32(at.HASH_SLOTS, slots * 2, true);
  instance.exports.rehash(newEnd, slots);
  return instance;
}

export function readCounts(
  view: DataView,
  config: Pick<TranslationConfig, 'caches' | 'dataReferences'>,
  /** Accesses that never reached the data caches. */
  withoutData = 0,
): TranslationCounts {
  const u64 = (field: number) => Number(view.getBigUint64(field, true));
  const kinds = (field: number): ByKind => ({
    data: u64(field),
    guest: u64(field + 8),
    host: u64(field + 16),
  });
  const less = (a: ByKind, b: ByKind): ByKind => ({
    data: a.data - b.data,
    guest: a.guest - b.guest,
    host: a.host - b.host,
  });
  const [m1, m2, m3] = [0, 24, 48].map((offset) => kinds(at.CACHE_MISSES + offset));
  // Every reference is looked up once: the walks' own counts say how many.
  const lookups = {
    data: config.dataReferences ? u64(at.ACCESSES) - withoutData : 0,
    guest: u64(at.GUEST_REFS),
    host: u64(at.HOST_REFS),
  };
  return {
    accesses: u64(at.ACCESSES),
    l1Misses: u64(at.L1_MISSES),
    walks: u64(at.WALKS),
    guestRefs: u64(at.GUEST_REFS),
    hostRefs: u64(at.HOST_REFS),
    nestedTlbHits: u64(at.NESTED_TLB_HITS),
    firstTouches: u64(at.FIRST_TOUCHES),
    served: config.caches
      ? {
          l1d: less(lookups, present(m1)),
          l2: less(present(m1), present(m2)),
          l3: less(present(m2), present(m3)),
          dram: present(m3),
        }
      : null,
  };
}
