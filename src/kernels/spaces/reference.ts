// The clear oracle of the kernel of many address spaces: entries are objects, invalidations are predicates.

import type { ByKind, LeafLevel, WalkCaches } from '../translation/config.ts';
import { Lru } from '../translation/reference.ts';
import type { InvalidationScope, SpacesConfig, SpacesCounts } from './config.ts';
import { EptReference } from './ept-reference.ts';
import { defaultBase, type SpaceFrames } from './geometry.ts';
import { GuestReference } from './guest-reference.ts';
import { TaggedLru } from './lru-reference.ts';
import { drawn, GLOBAL_SALT, GUEST_SALT, leafByRule, sizeRule, threshold } from './rules.ts';
import { type Matches, scopesOf, type Tag } from './scopes-reference.ts';

const none = (): ByKind => ({ data: 0, guest: 0, host: 0 });

function walkCaches<T>(sizes: WalkCaches | null): (TaggedLru<T> | null)[] {
  const entries = sizes ? [0, 0, sizes.pd, sizes.pdpt, sizes.pml4, sizes.pml5] : [];
  return entries.map((n, level) =>
    n > 0 ? new TaggedLru<T>({ entries: n, ways: (level === 2 && sizes?.pdWays) || n }) : null,
  );
}

/** One simulation, access by access. */
export class SpacesReference {
  private readonly config: SpacesConfig;
  private readonly frames: SpaceFrames;
  private readonly l1: TaggedLru<Tag>[];
  private readonly l2: TaggedLru<Tag> | null;
  private readonly guestCaches: (TaggedLru<Tag> | null)[];
  private readonly hostCaches: (TaggedLru<{ vm: number }> | null)[];
  private readonly nestedTlb: TaggedLru<{ vm: number; frame: number; leaf: number }> | null;
  private readonly caches: Lru[] | null;
  private readonly guest: GuestReference;
  private readonly ept: EptReference;
  private readonly rule;
  private readonly ran = new Map<number, number>();
  private current = -1;
  private readonly counts;
  private readonly served = { l1d: none(), l2: none(), l3: none(), dram: none() };

  constructor(config: SpacesConfig, frames: SpaceFrames) {
    this.config = { ...config, base: defaultBase(config) };
    this.frames = frames;
    const { base } = this.config;
    const first = new TaggedLru<Tag>(base.l1Tlb);
    const of = (sets: typeof config.l1Tlb2M) => (sets ? new TaggedLru<Tag>(sets) : first);
    this.l1 = [first, first, of(config.l1Tlb2M), of(config.l1Tlb1G)];
    this.l2 = base.l2Tlb && new TaggedLru<Tag>(base.l2Tlb);
    this.guestCaches = walkCaches(base.guestWalkCaches);
    const nested = base.mode === 'nested';
    this.hostCaches = nested ? walkCaches(base.hostWalkCaches) : [];
    const entries = base.nestedTlbEntries;
    this.nestedTlb =
      nested && entries > 0
        ? new TaggedLru({ entries, ways: base.nestedTlbWays ?? entries })
        : null;
    this.caches =
      base.caches && [base.caches.l1d, base.caches.l2, base.caches.l3].map((c) => new Lru(c));
    this.guest = new GuestReference(this.config, frames);
    this.rule = sizeRule(config.guestPages, GUEST_SALT, 'guest pages');
    this.counts = {
      accesses: 0,
      l1Misses: 0,
      walks: 0,
      guestRefs: 0,
      hostRefs: 0,
      nestedTlbHits: 0,
      switches: 0,
      vmSwitches: 0,
      cr3Loads: 0,
      dropped: 0,
      misconfigurations: 0,
      tableWrites: 0,
    };
    this.ept = new EptReference(this.config, frames, {
      split: (vm) => this.inveptSingle(vm),
      forget: (frame, leaf) =>
        this.dropNested((held) => held.frame === frame && held.leaf === leaf),
    });
  }

  private vmOf = (space: number) => Math.floor(space / this.config.processes);

  private dropFrom<T>(lists: Iterable<TaggedLru<T> | null>, matches: (tag: T) => boolean): void {
    for (const list of lists) this.counts.dropped += list?.drop(matches) ?? 0;
  }
  private dropTlbs = (matches: Matches) => this.dropFrom([...new Set(this.l1), this.l2], matches);
  private dropWalkCaches = (matches: Matches) => this.dropFrom(this.guestCaches, matches);
  private dropLinear(matches: Matches): void {
    this.dropTlbs(matches);
    this.dropWalkCaches(matches);
  }
  private dropNested = (matches: (held: { vm: number; frame: number; leaf: number }) => boolean) =>
    this.dropFrom([this.nestedTlb], matches);
  private dropGuestPhysical(vm?: number): void {
    const matches = (held: { vm: number }) => vm === undefined || held.vm === vm;
    this.dropFrom(this.hostCaches, matches);
    this.dropNested(matches);
  }
  private inveptSingle(vm: number): void {
    this.dropLinear((tag) => tag.vm === vm);
    this.dropGuestPhysical(vm);
  }

  exitVm(): void {
    if (this.config.tags.vpid) return;
    this.dropLinear(() => true);
    if (this.config.nestedKind === 'npt') this.dropGuestPhysical();
  }

  switchTo(space: number): void {
    const { tags } = this.config;
    const before = this.current;
    if (before === space) return;
    this.current = space;
    const vm = this.vmOf(space);
    if (before >= 0) {
      this.counts.switches++;
      if (this.vmOf(before) !== vm) {
        this.counts.vmSwitches++;
        this.exitVm();
      }
    }
    const ran = this.ran.get(vm);
    this.ran.set(vm, space);
    if (ran === undefined || ran === space) return;
    this.counts.cr3Loads++;
    if (tags.pcid && tags.keepOnLoad !== false) return;
    this.dropLinear((tag) => !tag.global && tag.vm === vm && (!tags.pcid || tag.space === space));
  }

  invalidate(scope: InvalidationScope, address = 0): void {
    const v = Math.floor(address / 4096);
    const space = this.current;
    const vm = this.vmOf(space);
    const { tlbs, walkCaches } = scopesOf({ space, vm, v, leaf: leafByRule(this.rule, v) })[scope];
    this.dropTlbs(tlbs);
    this.dropWalkCaches(walkCaches);
    if (scope === 'invept-single') this.dropGuestPhysical(vm);
    if (scope === 'invept-global') this.dropGuestPhysical();
  }

  newRound(): void {
    if (!this.config.events) return;
    this.ept.protectAgain();
    this.invalidate('invept-global');
  }

  private reference(vm: number, line: number, kind: keyof ByKind): void {
    if (!this.caches) return;
    const at = vm * this.frames.vmLines + line;
    const level = this.caches.findIndex((cache) => cache.touch(at));
    this.served[(['l1d', 'l2', 'l3', 'dram'] as const)[level < 0 ? 3 : level]!][kind]++;
  }

  private walkHost(vm: number, frame: number, cached: boolean): void {
    const { base } = this.config;
    const leaf = this.ept.leafAt(vm, frame);
    const everywhere = vm * this.frames.vm + frame;
    const page = Math.floor(everywhere / 512 ** (leaf - 1));
    // Sizes beside the usual one have a code in their key, which moves them where sets are no power of two.
    const key = page + ((leaf - base.hostLeaf + 4) % 4) * 2 ** 28;
    if (cached && this.nestedTlb?.touch(key, String(key), { vm, frame: page, leaf })) {
      this.counts.nestedTlbHits++;
      return;
    }
    let start: number = base.hostLevels;
    for (let level = leaf + 1; level <= base.hostLevels; level++) {
      const held = vm * 2 ** 20 + Math.floor(frame / 512 ** (level - 1));
      if (this.hostCaches[level]?.touch(held, String(held), { vm })) {
        start = level - 1;
        break;
      }
    }
    for (let level = start; level >= leaf; level--) {
      this.counts.hostRefs++;
      const line = this.frames.starts[level]! + Math.floor(frame / 512 ** (level - 1) / 8);
      this.reference(vm, line, 'host');
    }
  }

  private tableAccess(vm: number, table: number, flagged: boolean): void {
    const isWrite = flagged || this.config.nestedKind !== 'ept';
    if (isWrite) this.counts.tableWrites++;
    this.ept.access(vm, table, isWrite);
  }

  private walk(
    space: number,
    v: number,
    frame: number,
    leaf: LeafLevel,
    global: boolean,
    cached: boolean,
  ) {
    const { base, nestedKind } = this.config;
    const vm = this.vmOf(space);
    const nested = base.mode === 'nested';
    if (this.ept.on) {
      let below = frame - (frame % 512 ** (leaf - 1));
      for (let level: number = leaf; level <= base.guestLevels; level++) {
        const flagged = this.ept.setsFlag(vm, below, 'accessed');
        below = this.guest.table(space, v, level, global);
        if (flagged && nestedKind === 'ept') this.tableAccess(vm, below, true);
      }
    }
    let start: number = base.guestLevels;
    for (let level = leaf + 1; level <= base.guestLevels; level++) {
      const page = Math.floor(v / 512 ** (level - 1));
      const tag = { vm, space, global: false, size: level, page };
      if (this.guestCaches[level]?.touch(page, `${space}:${page}`, tag)) {
        start = level - 1;
        break;
      }
    }
    for (let level = start; level >= leaf; level--) {
      const table = this.guest.table(space, v, level, global);
      if (this.ept.on) this.tableAccess(vm, table, false);
      if (nested) this.walkHost(vm, table, true);
      this.counts.guestRefs++;
      const index = Math.floor(v / 512 ** (level - 1)) % 512;
      this.reference(vm, table * 64 + Math.floor(index / 8), 'guest');
    }
    if (nested) this.walkHost(vm, frame, cached);
  }

  access(address: number, isWrite: boolean): void {
    const { base, global: share } = this.config;
    const space = this.current;
    const vm = this.vmOf(space);
    const v = Math.floor(address / 4096);
    const leaf = leafByRule(this.rule, v);
    const region = Math.floor(v / (leaf === 3 ? 2 ** 18 : 512));
    const global = drawn(region, GLOBAL_SALT + leaf, threshold(share, 'global'));
    const frame = this.guest.data(space, v, leaf, global);
    this.counts.accesses++;
    if (this.ept.on && this.ept.isDevice(frame)) {
      for (const what of ['misconfigurations', 'l1Misses', 'walks'] as const) this.counts[what]++;
      this.walk(space, v, frame, leaf, global, false);
      return;
    }
    const tagOf = (size: number): Tag => {
      return {
        vm,
        space: global ? -1 : space,
        global,
        size,
        page: Math.floor(v / 512 ** (size - 1)),
      };
    };
    const same = (a: Tag) => (b: Tag) =>
      (['vm', 'space', 'global', 'size', 'page'] as const).every((key) => a[key] === b[key]);
    if (this.ept.on) {
      const first = frame - (frame % 512 ** (leaf - 1));
      if (isWrite && this.ept.setsFlag(vm, first, 'dirty')) {
        this.tableAccess(vm, this.guest.table(space, v, leaf, global), true);
      }
      const stale = this.ept.access(vm, frame, isWrite);
      if (stale) this.dropTlbs(same(tagOf(Math.min(leaf, this.ept.leafAt(vm, frame)))));
    }
    const size = base.mode === 'nested' ? Math.min(leaf, this.ept.leafAt(vm, frame)) : leaf;
    const tag = tagOf(size);
    const key = JSON.stringify(tag);
    const l2 = this.config.l2Leaves.includes(size as LeafLevel) ? this.l2 : null;
    if (!this.l1[size]!.touch(tag.page, key, tag)) {
      this.counts.l1Misses++;
      if (!l2?.touch(tag.page, key, tag)) {
        this.counts.walks++;
        this.ept.flushed = false;
        this.walk(space, v, frame, leaf, global, true);
        if (this.ept.flushed && !this.l1[size]!.touch(tag.page, key, tag)) {
          l2?.touch(tag.page, key, tag);
        }
      }
    }
    if (base.dataReferences) {
      this.reference(vm, frame * 64 + Math.floor((address % 4096) / 64), 'data');
    }
  }

  result(): SpacesCounts {
    const { violations, splits } = this.ept;
    const served = this.caches ? this.served : null;
    return { ...this.counts, firstTouches: this.guest.touches, served, violations, splits };
  }
}
