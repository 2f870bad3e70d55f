import { u32 } from '../../elements.ts';
import { wasmBase64 } from '../generated/ksm.wasm.ts';
import { type Instance, instantiate } from '../load.ts';
import * as at from './layout.ts';
import {
  derived,
  type KsmCounters,
  type KsmKnobs,
  type KsmMachine,
  type KsmRoom,
  type KsmRules,
  type MemoryChange,
  type VmCounters,
} from './machine.ts';
import type { Population, WriteMode } from './population.ts';

interface Exports {
  setUp(vms: number): void;
  classify(vm: number, from: number, to: number): void;
  backHuge(vm: number): void;
  populate(vm: number, from: number, to: number): number;
  rewriteVolatile(vm: number, step: number): number;
  writePages(vm: number, mode: number, share24: number, salt: number, mask: number): number;
  loadKeys(vm: number, from: number, to: number, keys: number): void;
  exitVm(vm: number): void;
  forkVm(vm: number): void;
  changePages(vm: number, kind: number, from: number, to: number): void;
  dropPages(vm: number, from: number, to: number): void;
  collapsePages(vm: number, from: number, to: number): void;
  movePages(vm: number, from: number, to: number): void;
  unmergeAll(): void;
  setLimit(limit: number): void;
  setAcrossNodes(across: number): void;
  scan(count: number): number;
}

const RECORD_BYTES = 1 << at.RECORD_SHIFT;
const REGION_BYTES = 1 << at.REGION_SHIFT;
/** Every page can hold a stable node, every second one a chain beside it. */
const NODES_PER_PAGE = 1.5;

/** Pages handled in one call: a call stays in the milliseconds, so that V8 gets to optimise the code. */
const PAGES_PER_CALL = 8192;
/** Keys passed to the kernel in one call. */
const KEYS_PER_CALL = 4096;

/** Numbers of assembly/ksm/guest.ts. */
const changes: readonly MemoryChange[] = [
  ...(['unmap', 'drop', 'unmergeable', 'mergeable', 'read-only', 'writable'] as const),
];
const modes: readonly WriteMode[] = ['new', 'share', 'zero', 'same'];

const noRoom: KsmRoom = { forks: 0, movedPages: 0, above: false };

/** Bytes of kernel memory for so many VMs of so many pages each. */
export function ksmMemoryBytes(vms: number, pages: number, room: KsmRoom = noRoom): number {
  return layout(vms, pages, room).end;
}

/** Where everything begins behind the VMs' records, see assembly/ksm/layout.ts. */
function layout(initialVms: number, pages: number, { forks, movedPages }: KsmRoom) {
  const vms = initialVms + forks;
  const places = pages + movedPages;
  const align = (end: number) => Math.ceil(end / RECORD_BYTES) * RECORD_BYTES;
  const regions = at.VMS + vms * RECORD_BYTES;
  const keys = align(regions + vms * Math.ceil(pages / at.PAGES_PER_REGION) * REGION_BYTES);
  const moved = keys + KEYS_PER_CALL * 8;
  const homes = moved + (movedPages ? vms * pages * 4 : 0);
  const firstPage = align(homes + vms * movedPages * 4);
  const nodes = firstPage + vms * places * RECORD_BYTES;
  const entries = nodes + Math.ceil(vms * places * NODES_PER_PAGE + 16) * RECORD_BYTES;
  const end = entries + vms * places * at.ENTRY_BYTES;
  return { regions, keys, moved, homes, firstPage, nodes, entries, end };
}

/** Writes the parameters of a population where the kernel expects them. */
export function storePopulation(buffer: ArrayBuffer, of: Population): void {
  const words = [
    ...[of.seed, of.zero24, of.shared24, of.dup24, of.vol24, of.untouched24, of.rdzero24],
    ...[of.shared_pool, of.dup_pool, of.vol_pool, of.aligned, of.vol_period, of.vol_share],
    of.diff_at,
  ];
  new BigUint64Array(buffer, at.PARAMS, words.length).set(words.map((word) => BigInt(word)));
}

/** KSM over a population, in WebAssembly. Throws RangeError where the population needs more than 4 GiB. */
export class KsmKernel implements KsmMachine {
  readonly population: Population;
  private readonly kernel: Instance<Exports>;
  private readonly keysPtr: number;
  private readonly state: Uint32Array;
  private readonly vmRecords: Uint32Array;
  private readonly room: KsmRoom;
  private movedPages = 0;
  vmCount: number;

  constructor(
    population: Population,
    knobs: KsmKnobs,
    rules: KsmRules,
    keys?: KeySource,
    room: KsmRoom = noRoom,
  ) {
    const { vms, pages } = population;
    const begins = layout(vms, pages, room);
    this.population = population;
    this.room = room;
    this.vmCount = vms;
    this.keysPtr = begins.keys;
    this.kernel = instantiate<Exports>(wasmBase64, begins.end);
    const { buffer } = this.kernel.memory;
    this.state = new Uint32Array(buffer, 0, at.VMS / 4);
    this.vmRecords = new Uint32Array(buffer, at.VMS, ((vms + room.forks) * RECORD_BYTES) / 4);
    storePopulation(buffer, population);
    new Uint32Array(buffer, at.USE_ZERO_PAGES, 8).set([
      Number(knobs.useZeroPages),
      knobs.maxPageSharing,
      Number(knobs.smartScan),
      Number(knobs.pruneAlways),
      Number(rules.stableFirst),
      Number(rules.hasSmartScan),
      Number(rules.splitDropsZeros),
      rules.lruBatch,
    ]);
    new Uint32Array(buffer, at.PAGES_PER_VM, 15).set([
      ...[pages, room.movedPages, pages + room.movedPages],
      ...[begins.regions, begins.moved, begins.homes],
      ...[begins.firstPage, begins.nodes, begins.entries],
      ...[Number(rules.reclaimsTables), population.thp, 0],
      ...(room.above ? [0, pages] : [room.movedPages, 0]),
      population.nodes ?? 1,
    ]);
    new Uint32Array(buffer, at.ACROSS_NODES, 1)[0] = Number(knobs.mergeAcrossNodes ?? true);
    this.kernel.exports.setUp(vms);
    for (let vm = 0; vm < vms; vm++) {
      if (keys) this.loadKeys(vm, keys);
      else this.populate(vm);
    }
  }

  private populate(vm: number): void {
    const { pages, thp } = this.population;
    const { classify, backHuge, populate } = this.kernel.exports;
    for (let from = 0; from < pages; from += PAGES_PER_CALL) {
      classify(vm, from, Math.min(pages, from + PAGES_PER_CALL));
    }
    if (thp) backHuge(vm);
    for (let from = 0; from < pages; from += PAGES_PER_CALL) {
      populate(vm, from, Math.min(pages, from + PAGES_PER_CALL));
    }
  }

  private loadKeys(vm: number, source: KeySource): void {
    const pages = Math.min(this.population.pages, source.pages(vm));
    const window = new BigUint64Array(this.kernel.memory.buffer, this.keysPtr, KEYS_PER_CALL);
    for (let from = 0; from < pages; from += KEYS_PER_CALL) {
      const to = Math.min(pages, from + KEYS_PER_CALL);
      source.fill(vm, from, window.subarray(0, to - from));
      this.kernel.exports.loadKeys(vm, from, to, this.keysPtr);
    }
  }

  private overVms(act: (vm: number) => number): number {
    let count = 0;
    for (let vm = 0; vm < this.vmCount; vm++) count += act(vm);
    return count;
  }

  rewriteVolatile(step: number): number {
    if (!this.population.vol_period) return 0;
    return this.overVms((vm) => this.kernel.exports.rewriteVolatile(vm, step));
  }

  write(mode: WriteMode, share24: number, salt: number, mask: number): number {
    const code = modes.indexOf(mode);
    return this.overVms((vm) => this.kernel.exports.writePages(vm, code, share24, salt, mask));
  }

  exit(vm: number): void {
    this.kernel.exports.exitVm(vm);
  }

  /** Throws RangeError where more forks are asked for than there is room. */
  fork(vm: number): void {
    if (this.vmCount >= this.population.vms + this.room.forks) {
      throw new RangeError(`room for ${this.room.forks} forks, not for more`);
    }
    this.kernel.exports.forkVm(vm);
    this.vmCount++;
  }

  change(change: MemoryChange, vm: number, first: number, pages: number): void {
    const to = Math.min(first + pages, this.population.pages);
    const { exports } = this.kernel;
    if (change === 'drop') exports.dropPages(vm, first, to);
    else if (change === 'collapse') exports.collapsePages(vm, first, to);
    else if (change === 'move') {
      this.movedPages += pages;
      if (this.movedPages > this.room.movedPages) {
        throw new RangeError(`room to move ${this.room.movedPages} pages, not more`);
      }
      exports.movePages(vm, first, to);
    } else exports.changePages(vm, changes.indexOf(change), first, to);
  }

  unmergeAll(): void {
    this.kernel.exports.unmergeAll();
  }

  wake(pages: number): void {
    for (let left = pages; left > 0; left -= PAGES_PER_CALL) {
      if (this.kernel.exports.scan(Math.min(left, PAGES_PER_CALL))) return;
    }
  }

  setKnobs(knobs: Partial<KsmKnobs>): void {
    const { useZeroPages, smartScan, pruneAlways, maxPageSharing, mergeAcrossNodes } = knobs;
    const set = (knob: number, value: boolean) => {
      this.state[knob / 4] = Number(value);
    };
    if (useZeroPages !== undefined) set(at.USE_ZERO_PAGES, useZeroPages);
    if (smartScan !== undefined) set(at.SMART_SCAN, smartScan);
    if (pruneAlways !== undefined) set(at.PRUNE_ALWAYS, pruneAlways);
    if (maxPageSharing !== undefined) this.kernel.exports.setLimit(maxPageSharing);
    if (mergeAcrossNodes !== undefined) {
      this.kernel.exports.setAcrossNodes(Number(mergeAcrossNodes));
    }
  }

  counters(): KsmCounters {
    const word = (address: number) => u32(this.state, address / 4);
    return derived({
      fullScans: word(at.FULL_SCANS),
      shared: word(at.SHARED),
      sharing: word(at.SHARING),
      unshared: word(at.UNSHARED),
      scanned: word(at.SCANNED),
      skipped: word(at.SKIPPED),
      zeroPages: word(at.ZERO_PAGES),
      chains: word(at.CHAINS),
      dups: word(at.DUPS),
      items: word(at.ITEMS),
      compares: word(at.COMPARES),
      checksums: word(at.CHECKSUMS),
      mergedVisits: word(at.MERGED_VISITS),
      merges: word(at.MERGES),
      cowBreaks: word(at.COW_BREAKS),
      refused: word(at.REFUSED),
    });
  }

  vmCounters(vm: number): VmCounters {
    const word = (field: number) => u32(this.vmRecords, (vm * RECORD_BYTES + field) / 4);
    return {
      items: word(at.VM_ITEMS),
      merging: word(at.VM_MERGING),
      zeroPages: word(at.VM_ZERO_PAGES),
      exited: word(at.EXITED) === 1,
    };
  }
}

/** Contents of real memory in place of a population's. */
export interface KeySource {
  /** Pages a VM has; those up to the population's `pages` are absent. */
  pages(vm: number): number;
  /** Fills `keys` with the contents of pages `from`...; equal numbers mean equal pages, 0 is the zero page. */
  fill(vm: number, from: number, keys: BigUint64Array): void;
}
