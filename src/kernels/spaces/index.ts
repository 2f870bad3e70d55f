import { num } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import type { KernelPattern } from '../../workloads/kernel-pattern.ts';
import { wasmBase64 } from '../generated/spaces.wasm.ts';
import { type Instance, instantiate } from '../load.ts';
import { align64, rowBytes, type Structure } from '../translation/geometry.ts';
import * as at from '../translation/layout.ts';
import {
  checkFault,
  enlarged,
  FIRST_HASH_SLOTS,
  type FrameTableExports,
  HASH_SLOT_BYTES,
  NONE,
  readCounts,
  writeConfig,
  writeDescriptor,
  writePattern,
} from '../translation/memory.ts';
import {
  type InvalidationScope,
  invalidationScopes,
  nestedKinds,
  type SpacesConfig,
  type SpacesCounts,
} from './config.ts';
import {
  defaultBase,
  flatTables,
  pagesOf,
  type SpaceFrames,
  spaceFrames,
  spaceStructures,
} from './geometry.ts';
import * as own from './layout.ts';
import { GUEST_SALT, HOST_SALT, isFlat, type SizeRule, sizeRule, threshold } from './rules.ts';

export type * from './config.ts';
export { invalidationScopes, nestedKinds };

interface Exports extends FrameTableExports {
  seed(value: number): void;
  simulateWords(count: number): void;
  simulatePattern(count: number): void;
  switchTo(space: number): void;
  exitVm(): void;
  invalidate(scope: number, high: number, low: number): void;
  newRound(): void;
}

function checkSpaces({ vms, processes }: SpacesConfig): void {
  const whole = (n: number) => Number.isInteger(n) && n >= 1;
  if (!whole(vms) || !whole(processes) || vms * processes > own.MAX_SPACES) {
    throw new UserError(
      `expected 1 to ${own.MAX_SPACES} address spaces, found ${vms} VMs of ${processes} processes.`,
    );
  }
}

/** Translation for many address spaces on one processor, in its own WebAssembly memory. */
export class SpacesKernel {
  private instance: Instance<Exports>;
  private readonly config: SpacesConfig;
  private readonly frames: SpaceFrames;
  private readonly patternTable: number;
  private readonly hashBase: number;
  private readonly tagEnd: number;
  private hashSlots = 0;
  private running = -1;

  /** Throws a UserError for impossible geometry, shares or regions. */
  constructor(config: SpacesConfig, pattern?: KernelPattern) {
    checkSpaces(config);
    const rules = {
      guest: sizeRule(config.guestPages, GUEST_SALT, 'guest pages'),
      host: sizeRule(config.hostPages, HOST_SALT, 'host pages'),
    };
    this.config = { ...config, base: defaultBase(config) };
    this.frames = spaceFrames(config);
    const structures = spaceStructures(this.config, this.frames.vmLines * config.vms);
    let end: number = own.SPACES_ARENA;
    const take = (bytes: number) => {
      const base = align64(end);
      end = base + bytes;
      return base;
    };
    const bases = structures.map((entry) => take(entry.sets * rowBytes(entry)));
    this.tagEnd = end;
    this.patternTable = take(pattern?.bins?.byteLength ?? 0);
    const directory = take(this.frames.total / 512);
    const giants = take(this.frames.total / 2 ** 18);
    const state = take(config.events ? this.frames.total : 0);
    if (config.base.frames === 'first-touch') this.hashSlots = FIRST_HASH_SLOTS;
    this.hashBase = take(this.hashSlots * HASH_SLOT_BYTES);
    if (end > 2 ** 32) {
      throw new UserError('expected structures that fit 4 GiB of simulator memory.');
    }
    this.instance = instantiate<Exports>(wasmBase64, end);
    this.emptyStructures();
    structures.forEach((entry, i) => {
      writeDescriptor(this.view, entry, num(bases, i));
    });
    const hash = { base: this.hashBase, slots: this.hashSlots };
    writeConfig(this.view, this.config.base, this.frames.starts, hash);
    this.configure(structures, { directory, giants, state });
    if (config.events && config.base.frames !== 'first-touch') {
      // A populated region was written once: its flags are set.
      const bytes = new Uint8Array(this.instance.memory.buffer, state, this.frames.total);
      bytes.fill(own.ACCESSED | own.DIRTY);
    }
    this.writeRule(own.GUEST_RULE, rules.guest, own.GUEST_REGIONS);
    this.writeRule(own.HOST_RULE, rules.host, own.HOST_REGIONS);
    if (pattern) this.setPattern(pattern);
  }

  private get view(): DataView {
    return new DataView(this.instance.memory.buffer);
  }

  private emptyStructures(): void {
    const from = own.SPACES_ARENA;
    new Uint8Array(this.instance.memory.buffer, from, this.tagEnd - from).fill(0xff);
    for (const field of [own.LAST_V, own.LAST_REGION]) this.view.setBigUint64(field, NONE, true);
    this.view.setUint32(own.CURRENT, own.NO_SPACE, true);
  }

  private configure(
    structures: readonly Structure[],
    tables: { directory: number; giants: number; state: number },
  ): void {
    const { view, frames } = this;
    const { base, tags, events, ...config } = this.config;
    const u32 = (field: number, value: number) => view.setUint32(field, value, true);
    const u64 = (field: number, value: number) => view.setBigUint64(field, BigInt(value), true);
    u32(own.WORD_SPACES, config.namedSpaces ? 1 : 0);
    u32(own.VMS, config.vms);
    u32(own.PROCESSES, config.processes);
    u32(own.TAGS, (tags.pcid ? own.TAG_PCID : 0) | (tags.vpid ? own.TAG_VPID : 0));
    u32(own.KEEP_ON_LOAD, tags.keepOnLoad === false ? 0 : 1);
    u32(own.NESTED_KIND, nestedKinds.indexOf(config.nestedKind));
    u32(own.EVENTS, events && base.mode === 'nested' ? 1 : 0);
    u32(own.COLD_HOST, events?.coldHost ? 1 : 0);
    u32(own.LOGGING, events?.logging ? 1 : 0);
    u64(own.MERGED, threshold(events?.merged ?? 0, 'merged pages'));
    u64(own.DEVICE, threshold(events?.device ?? 0, 'device pages'));
    u64(own.GLOBAL, threshold(config.global, 'global pages'));
    u32(own.VM_FRAMES, frames.vm);
    u32(own.PROCESS_FRAMES, frames.process);
    u64(own.VM_LINES, frames.vmLines);
    u32(own.DIRECTORY, tables.directory);
    u32(own.GIANTS, tables.giants);
    u32(own.STATE, tables.state);
    if (base.frames !== 'first-touch' && isFlat(this.config)) {
      const flat = flatTables(base);
      u32(own.FLAT, 1);
      u64(own.FLAT_FIRST, flat.firstPage);
      u64(own.FLAT_BASE, pagesOf(base).first);
      flat.starts.forEach((frame, level) => {
        u64(own.FLAT_START + 8 * level, frame);
      });
    }
    const descriptor = (id: number) =>
      structures.some((entry) => entry.id === id) ? at.DESCRIPTORS + id * at.DESCRIPTOR_BYTES : 0;
    const first = descriptor(at.L1_TLB);
    u32(own.L1_OF + 4, first);
    u32(own.L1_OF + 8, descriptor(own.L1_TLB_2M) || first);
    u32(own.L1_OF + 12, descriptor(own.L1_TLB_1G) || first);
    for (const leaf of config.l2Leaves) u32(own.L2_OF + 4 * leaf, descriptor(at.L2_TLB));
  }

  private writeRule(rule: number, { salt, limit1G, limit2M, regions }: SizeRule, list: number) {
    const { view } = this;
    view.setBigUint64(rule + own.RULE_1G, BigInt(limit1G), true);
    view.setBigUint64(rule + own.RULE_2M, BigInt(limit2M), true);
    view.setUint32(rule + own.RULE_COUNT, regions.length, true);
    view.setUint32(rule + own.RULE_SALT, salt, true);
    view.setUint32(rule + own.RULE_REGIONS, list, true);
    regions.forEach(({ start, end, leaf }, i) => {
      [start, end, leaf].forEach((value, k) => {
        view.setBigUint64(list + i * own.REGION_BYTES + 8 * k, BigInt(value), true);
      });
    });
  }

  private setPattern(pattern: KernelPattern): void {
    writePattern(this.instance.memory, pattern, this.patternTable);
    this.instance.exports.seed(pattern.seed);
  }

  /** Where the reference finds frames and host tables. */
  get layout(): SpaceFrames {
    return this.frames;
  }

  /** Address spaces in all. */
  get spaces(): number {
    return this.config.vms * this.config.processes;
  }

  /** Runs this address space (number: VM x processes + process) from now on. */
  switchTo(space: number): void {
    if (!(Number.isInteger(space) && space >= 0 && space < this.spaces)) {
      throw new RangeError(`address space ${space} of ${this.spaces}`);
    }
    if (space !== this.running) this.instance.exports.switchTo(space);
    this.running = space;
  }

  /** A VM exit and entry. */
  exitVm(): void {
    this.instance.exports.exitVm();
  }

  /** An invalidation by the running address space; `address` for the scopes that name a page. */
  invalidate(scope: InvalidationScope, address = 0): void {
    const high = Math.floor(address / 2 ** 32);
    this.instance.exports.invalidate(invalidationScopes.indexOf(scope), high, address >>> 0);
  }

  /** Dirty logging starts over: every page is write-protected again and the contexts are flushed. */
  newRound(): void {
    if (!this.config.events) return;
    this.instance.exports.newRound();
    this.instance.exports.invalidate(invalidationScopes.indexOf('invept-global'), 0, 0);
  }

  /** Simulates `accesses` (any number) of the pattern given at construction. */
  runPattern(accesses: number): void {
    if (this.running < 0) this.switchTo(0);
    for (let left = accesses; left > 0; left -= at.BATCH) {
      this.instance.exports.simulatePattern(Math.min(left, at.BATCH));
    }
  }

  /** Simulates words of a trace (`TraceWord`), with the address space where they name it. */
  feed(words: BigUint64Array): void {
    if (this.running < 0 && !this.config.namedSpaces) this.switchTo(0);
    for (let done = 0; done < words.length; done += at.BATCH) {
      if (this.hashSlots > 0 && !this.instance.exports.hasRoom()) {
        this.instance = enlarged(this.instance, wasmBase64, this.hashBase, this.hashSlots);
        this.hashSlots *= 2;
      }
      const batch = words.subarray(done, done + at.BATCH);
      new BigUint64Array(this.instance.memory.buffer, at.WORDS, batch.length).set(batch);
      this.instance.exports.simulateWords(batch.length);
      checkFault(this.instance.exports, `${(this.frames.vm * 4096) / 2 ** 30} GiB`);
    }
  }

  counts(): SpacesCounts {
    const { view } = this;
    const u64 = (field: number) => Number(view.getBigUint64(field, true));
    const misconfigurations = u64(own.MISCONFIGURATIONS);
    return {
      ...readCounts(view, this.config.base, misconfigurations),
      switches: u64(own.SWITCHES),
      vmSwitches: u64(own.VM_SWITCHES),
      cr3Loads: u64(own.CR3_LOADS),
      dropped: u64(own.DROPPED),
      violations: {
        firstTouch: u64(own.FIRST_VIOLATIONS),
        logging: u64(own.WRITE_VIOLATIONS),
        sharing: u64(own.SHARING_VIOLATIONS),
      },
      misconfigurations,
      splits: { logging: u64(own.LOG_SPLITS), sharing: u64(own.SHARE_SPLITS) },
      tableWrites: u64(own.TABLE_WRITES),
    };
  }
}
