import type { LeafLevel } from '../translation/config.ts';
import type { SpacesConfig } from './config.ts';
import type { SpaceFrames } from './geometry.ts';
import {
  DEVICE_SALT,
  drawn,
  HOST_SALT,
  leafByRule,
  MERGED_SALT,
  sizeRule,
  threshold,
} from './rules.ts';

interface FrameState {
  touched?: true;
  written?: true;
  unshared?: true;
  accessed?: true;
  dirty?: true;
}

/** Host mappings and what leaves to the monitor, frame by frame. */
export class EptReference {
  readonly on: boolean;
  readonly violations = { firstTouch: 0, logging: 0, sharing: 0 };
  readonly splits = { logging: 0, sharing: 0 };
  /** Set by a split, which flushes. */
  flushed = false;
  private readonly events;
  private readonly isPopulated: boolean;
  private readonly deviceLimit: number;
  private readonly mergedLimit: number;
  private readonly frames: SpaceFrames;
  private readonly rule;
  private readonly react: { split(vm: number): void; forget(page: number, leaf: number): void };
  /** Leaf of each 2M; 1G blocks that broke and why; 2M and 1G pages that are backed. */
  private readonly leaves = new Map<string, LeafLevel>();
  private readonly giants = new Map<string, 'whole' | 'shared' | 'logged'>();
  private readonly backed = new Set<string>();
  private readonly states = new Map<string, FrameState>();

  constructor(config: SpacesConfig, frames: SpaceFrames, react: EptReference['react']) {
    this.events = config.events;
    this.deviceLimit = threshold(config.events?.device ?? 0, 'device pages');
    this.mergedLimit = threshold(config.events?.merged ?? 0, 'merged pages');
    this.on = config.events !== null && config.base.mode === 'nested';
    this.isPopulated = config.base.frames !== 'first-touch';
    this.frames = frames;
    this.rule = sizeRule(config.hostPages, HOST_SALT, 'host pages');
    this.react = react;
  }

  isDevice(frame: number): boolean {
    return drawn(Math.floor(frame / 512), DEVICE_SALT, this.deviceLimit);
  }

  private isMerged(frame: number): boolean {
    return drawn(frame, MERGED_SALT, this.mergedLimit);
  }

  private anyMerged(frame: number, size: number): boolean {
    if (!this.events?.merged) return false;
    const first = frame - (frame % size);
    for (let i = 0; i < size; i++) if (this.isMerged(first + i)) return true;
    return false;
  }

  private settle(vm: number, frame: number): LeafLevel {
    const leaf = leafByRule(this.rule, frame);
    if (this.isDevice(frame)) return 1;
    if (leaf === 1) return 1;
    let broken: string = 'whole';
    if (leaf === 3) {
      const giant = `${vm}/${Math.floor(frame / 2 ** 18)}`;
      if (!this.giants.has(giant)) {
        this.giants.set(giant, this.anyMerged(frame, 2 ** 18) ? 'shared' : 'whole');
      }
      broken = this.giants.get(giant)!;
      if (broken === 'whole') return 3;
    }
    const shared = this.anyMerged(frame, 512);
    if (shared || broken === 'shared') this.splits.sharing++;
    return shared ? 1 : 2;
  }

  leafAt(vm: number, frame: number): LeafLevel {
    const key = `${vm}/${Math.floor(frame / 512)}`;
    let leaf = this.leaves.get(key);
    if (leaf === undefined) {
      leaf = this.settle(vm, frame);
      this.leaves.set(key, leaf);
    }
    return leaf;
  }

  private state(vm: number, frame: number): FrameState {
    const key = `${vm}/${frame}`;
    let state = this.states.get(key);
    if (!state) {
      // A populated region was written once: its flags are set.
      state = this.isPopulated ? { accessed: true, dirty: true } : {};
      this.states.set(key, state);
    }
    return state;
  }

  /** Sets a flag of the guest entry that points to `frame`; true when it was clear. */
  setsFlag(vm: number, frame: number, flag: 'accessed' | 'dirty'): boolean {
    const state = this.state(vm, frame);
    const clear = !state[flag];
    state[flag] = true;
    return clear;
  }

  private split(vm: number, frame: number): void {
    this.splits.logging++;
    if (this.leafAt(vm, frame) === 3) {
      const giant = Math.floor(frame / 2 ** 18);
      for (let i = 0; i < 512; i++) {
        const key = `${vm}/${giant * 512 + i}`;
        if (this.leaves.get(key) === 3) this.leaves.set(key, 2);
      }
      this.giants.set(`${vm}/${giant}`, 'logged');
    }
    this.leaves.set(`${vm}/${Math.floor(frame / 512)}`, 1);
    this.flushed = true;
    this.react.split(vm);
  }

  private forget(vm: number, frame: number): void {
    const leaf = this.leafAt(vm, frame);
    this.react.forget(Math.floor((vm * this.frames.vm + frame) / 512 ** (leaf - 1)), leaf);
  }

  /** An access to host memory; true when a violation dropped the mapping it used. */
  access(vm: number, frame: number, isWrite: boolean): boolean {
    const { coldHost, logging } = this.events!;
    const state = this.state(vm, frame);
    const names = [2, 3].map((leaf) => `${vm}/${leaf}/${Math.floor(frame / 512 ** (leaf - 1))}`);
    if (coldHost && !state.touched && !names.some((name) => this.backed.has(name))) {
      this.violations.firstTouch++;
      const leaf = this.leafAt(vm, frame);
      if (leaf === 1) state.touched = true;
      else this.backed.add(names[leaf - 2]!);
      if (!isWrite) return false;
      state.written = true;
      state.unshared = true;
      if (logging && leaf > 1) this.split(vm, frame);
      return false;
    }
    if (!isWrite) return false;
    if (!state.unshared && this.isMerged(frame)) {
      this.violations.sharing++;
      state.written = true;
      state.unshared = true;
      this.forget(vm, frame);
      return true;
    }
    if (!logging || state.written) return false;
    this.violations.logging++;
    state.written = true;
    if (this.leafAt(vm, frame) > 1) {
      this.split(vm, frame);
      return false;
    }
    this.forget(vm, frame);
    return true;
  }

  protectAgain(): void {
    for (const state of this.states.values()) delete state.written;
  }
}
