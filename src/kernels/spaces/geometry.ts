import { UserError } from '../../errors.ts';
import type { TranslationConfig } from '../translation/config.ts';
import {
  framesOf,
  hostTables,
  MAX_FRAMES,
  narrowed,
  type Structure,
  structure,
  structuresOf,
} from '../translation/geometry.ts';
import * as at from '../translation/layout.ts';
import type { SpacesConfig } from './config.ts';
import * as own from './layout.ts';
import { isFlat, uniformLeaf } from './rules.ts';

const GIGABYTE = 2 ** 18;
/** With events each frame has a byte of state: 256 GiB of guest memory at most. */
const MAX_STATEFUL_FRAMES = 2 ** 26;
const up = (n: number, to: number) => Math.ceil(n / to) * to;

/** The base of a configuration with the default sizes its mixes make. */
export function defaultBase({ base, guestPages, hostPages }: SpacesConfig): TranslationConfig {
  const guestLeaf = uniformLeaf(guestPages) ?? 1;
  return { ...base, guestLeaf, hostLeaf: uniformLeaf(hostPages) ?? 1 };
}

/** Pages of the populated region. */
export function pagesOf({ frames }: TranslationConfig): { first: number; end: number } {
  if (frames === 'first-touch') return { first: 0, end: 0 };
  const first = Math.floor(frames.base / 4096);
  return { first, end: Math.ceil((frames.base + frames.bytes) / 4096) };
}

/** First frame of the tables of each level of a computed mapping of mixed sizes, and the frames it takes. */
export function flatTables(base: TranslationConfig): {
  firstPage: number;
  starts: number[];
  frames: number;
} {
  const { first, end } = pagesOf(base);
  const firstPage = Math.floor(first / GIGABYTE) * GIGABYTE;
  let next = up(end - firstPage, GIGABYTE);
  const starts = [0];
  for (let level = 1; level <= 5; level++) {
    starts.push(next);
    next += Math.floor((end - 1) / 512 ** level) - Math.floor(first / 512 ** level) + 1;
  }
  return { firstPage, starts, frames: up(next, GIGABYTE) };
}

export interface SpaceFrames {
  /** Frames of a process in a computed mapping, of a VM (a multiple of 1G), and of all. */
  process: number;
  vm: number;
  total: number;
  /** First lines of the flat host tables of a VM and the first line behind them. */
  starts: number[];
  vmLines: number;
}

export function spaceFrames(config: SpacesConfig): SpaceFrames {
  const { vms, processes, events } = config;
  const base = defaultBase(config);
  const most = events ? MAX_STATEFUL_FRAMES : MAX_FRAMES;
  const computed = base.frames !== 'first-touch';
  let process = 0;
  let vm = Math.floor(most / vms / GIGABYTE) * GIGABYTE;
  if (computed) {
    process = isFlat(config)
      ? flatTables(base).frames
      : up(framesOf(base), base.guestLeaf === 3 ? GIGABYTE : 512);
    vm = up(process * processes, GIGABYTE);
  }
  if (vm * vms > most * 1.01 || vm * vms > MAX_FRAMES) {
    throw new UserError(
      `expected at most ${(most * 4096) / 2 ** 30} GiB of guest memory in all address spaces, found ${Math.ceil((vm * vms * 4096) / 2 ** 30)} GiB.`,
    );
  }
  // One process of one size: lines as the translation kernel has them.
  const alone = vms === 1 && (!computed || (processes === 1 && !isFlat(config)));
  const { starts, end } = hostTables(alone ? framesOf(base) : vm, base.hostLevels);
  return { process, vm, total: vm * vms, starts, vmLines: end };
}

const wideIds: readonly number[] = [
  at.L1_TLB,
  at.L2_TLB,
  ...[2, 3, 4, 5].map((level) => at.GUEST_PWC + level),
  own.L1_TLB_2M,
  own.L1_TLB_1G,
];

/** Every structure of the kernel: those with tags hold 64-bit words. */
export function spaceStructures(config: SpacesConfig, lines: number): Structure[] {
  const list = structuresOf({ ...config.base, guestLeaf: 1, hostLeaf: 1 });
  if (config.l1Tlb2M) list.push(structure(own.L1_TLB_2M, config.l1Tlb2M, 'L1 TLB of 2M'));
  if (config.l1Tlb1G) list.push(structure(own.L1_TLB_1G, config.l1Tlb1G, 'L1 TLB of 1G'));
  const wide = list.map((entry) => (wideIds.includes(entry.id) ? { ...entry, wide: true } : entry));
  return narrowed(wide, lines);
}
