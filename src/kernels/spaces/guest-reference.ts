import { GuestFrames } from '../translation/reference.ts';
import type { SpacesConfig } from './config.ts';
import { flatTables, pagesOf, type SpaceFrames } from './geometry.ts';
import { isFlat } from './rules.ts';

/** Guest frames of every address space, in the frames of its VM. */
export class GuestReference {
  private readonly config: SpacesConfig;
  private readonly frames: SpaceFrames;
  /** Frames handed out one by one: per VM the next, per owner and place the frame. */
  private readonly next: number[] = [];
  private readonly handedOut = new Map<string, number>();
  private readonly flat;
  /** The same frames in every process of a computed mapping of one size. */
  private readonly block: GuestFrames | null = null;
  touches = 0;

  constructor(config: SpacesConfig, frames: SpaceFrames) {
    this.config = config;
    this.frames = frames;
    const { base } = config;
    this.flat = base.frames !== 'first-touch' && isFlat(config) ? flatTables(base) : null;
    if (base.frames === 'first-touch' || this.flat) return;
    this.block = new GuestFrames(base.guestLevels, base.guestLeaf);
    const { first, end } = pagesOf(base);
    for (let v = first; v < end; v++) this.block.data(v);
  }

  private vmOf = (space: number) => Math.floor(space / this.config.processes);

  private hand(space: number, key: string, pages: number): number {
    const vm = this.vmOf(space);
    const known = this.handedOut.get(`${vm}/${key}`);
    if (known !== undefined) return known;
    const frame = Math.ceil((this.next[vm] ?? 0) / pages) * pages;
    this.next[vm] = frame + pages;
    this.handedOut.set(`${vm}/${key}`, frame);
    return frame;
  }

  private blockOf(space: number, shared: boolean): number {
    return (shared ? 0 : space % this.config.processes) * this.frames.process;
  }

  table(space: number, v: number, level: number, global: boolean): number {
    const shared = global && level < 2;
    const index = Math.floor(v / 512 ** level);
    if (this.block) return this.blockOf(space, shared) + this.block.table(level, v);
    if (this.flat) {
      const first = Math.floor(pagesOf(this.config.base).first / 512 ** level);
      return this.blockOf(space, shared) + this.flat.starts[level]! + index - first;
    }
    if (level === this.config.base.guestLevels) return this.hand(space, `root ${space}`, 1);
    return this.hand(space, `${level} ${shared ? 'all' : space} ${index}`, 1);
  }

  data(space: number, v: number, leaf: number, global: boolean): number {
    if (this.block) return this.blockOf(space, global) + this.block.data(v);
    if (this.flat) return this.blockOf(space, global) + v - this.flat.firstPage;
    for (let level = this.config.base.guestLevels; level >= leaf; level--) {
      this.table(space, v, level, global);
    }
    const pages = 512 ** (leaf - 1);
    const before = this.handedOut.size;
    const key = `page ${leaf} ${global ? 'all' : space} ${Math.floor(v / pages)}`;
    const frame = this.hand(space, key, pages);
    this.touches += this.handedOut.size - before;
    return frame + (v % pages);
  }
}
