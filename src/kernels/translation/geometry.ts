import { num } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import type { LeafLevel, Sets, TranslationConfig, WalkCaches } from './config.ts';
import * as at from './layout.ts';

/** Most guest memory one simulation addresses, 1 TiB, in 4K frames. */
export const MAX_FRAMES = 2 ** 28;

export const isPowerOfTwo = (n: number) => Number.isInteger(Math.log2(n));

export function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

export interface Structure {
  id: number;
  sets: number;
  ways: number;
  /** Rows of u16 tags. */
  narrow?: boolean;
  /** Rows of 64-bit words. */
  wide?: boolean;
  /** Fully associative, kept as a list. */
  list?: boolean;
}

export function structure(id: number, { entries, ways }: Sets, what: string): Structure {
  if (!Number.isInteger(entries) || entries < 1 || !Number.isInteger(ways) || ways < 1) {
    throw new UserError(
      `${what}: expected at least 1 entry and 1 way, found ${entries} entries of ${ways} ways.`,
    );
  }
  if (entries % ways !== 0) {
    throw new UserError(`${what}: expected ways that divide ${entries} entries, found ${ways}.`);
  }
  return { id, sets: entries / ways, ways };
}

export function structuresOf(config: TranslationConfig): Structure[] {
  const { guestWalkCaches, hostWalkCaches, caches } = config;
  const list = [structure(at.L1_TLB, config.l1Tlb, 'L1 TLB')];
  if (config.l2Tlb) list.push(structure(at.L2_TLB, config.l2Tlb, 'L2 TLB'));
  const small = (id: number, entries: number, what: string, ways = entries) => {
    if (entries !== 0) list.push(structure(id, { entries, ways }, what));
  };
  const walkCaches = (first: number, sizes: WalkCaches | null, leaf: number, levels: number) => {
    const byLevel = [0, 0, sizes?.pd ?? 0, sizes?.pdpt ?? 0, sizes?.pml4 ?? 0, sizes?.pml5 ?? 0];
    for (let level = leaf + 1; level <= levels; level++) {
      const ways = level === 2 ? sizes?.pdWays : undefined;
      small(first + level, num(byLevel, level), `page-walk cache of level ${level}`, ways);
    }
  };
  walkCaches(at.GUEST_PWC, guestWalkCaches, config.guestLeaf, config.guestLevels);
  if (config.mode === 'nested') {
    walkCaches(at.HOST_PWC, hostWalkCaches, config.hostLeaf, config.hostLevels);
    small(at.NESTED_TLB, config.nestedTlbEntries, 'nested TLB', config.nestedTlbWays);
  }
  if (caches) {
    list.push(structure(at.L1D, caches.l1d, 'L1D'), structure(at.L2, caches.l2, 'L2 cache'));
    list.push(structure(at.L3, caches.l3, 'L3 cache'));
  }
  return list;
}

export const vectorsOf = ({ ways, narrow, wide }: Structure) =>
  Math.ceil(ways / (narrow ? 8 : wide ? 2 : 4));

/** The bit of the last way among those of a row that match (assembly/translation/rows.ts); in longer rows its number. */
export function rowLimit({ ways, narrow }: Structure): number {
  const vectors = vectorsOf({ id: 0, sets: 1, ways, narrow: narrow === true });
  if (vectors > (narrow ? 2 : 4)) return ways - 1;
  return 2 ** ((ways - 1) * (vectors === (narrow ? 1 : 2) ? 2 : 1));
}

/** What a structure takes in a kernel's memory. */
export const structureBytes = (structure: Structure) =>
  structure.list ? at.LIST_BYTES : structure.sets * rowBytes(structure);
export const rowBytes = (structure: Structure) => vectorsOf(structure) * 16;
export const align64 = (n: number) => Math.ceil(n / 64) * 64;

/** Entry page: the smaller leaf decides what one TLB entry covers. */
export function entryLeaf(config: TranslationConfig): LeafLevel {
  if (config.mode === 'native') return config.guestLeaf;
  return Math.min(config.guestLeaf, config.hostLeaf) as LeafLevel;
}

/** What the references of the guest's side follow from, beside the accesses; null where data is not among them. */
function guestSide(config: TranslationConfig): unknown {
  if (!config.caches || !config.dataReferences) return null;
  const { guestLevels, guestLeaf, l1Tlb, l2Tlb, guestWalkCaches, frames } = config;
  const region = frames === 'first-touch' ? frames : [frames.base, frames.bytes];
  return [entryLeaf(config), guestLevels, guestLeaf, l1Tlb, l2Tlb, guestWalkCaches, region];
}

/** True where two simulations of the same accesses differ in their second level and data caches alone. */
export function shareGuestSide(a: TranslationConfig, b: TranslationConfig): boolean {
  const side = guestSide(a);
  return side !== null && JSON.stringify(side) === JSON.stringify(guestSide(b));
}

/** Most sets of L1D and L2 that are looked through after each batch. */
const SCANNED_SETS = 8192;

/** The structures that are a simulation's own beside those of its guest's side. */
export function ownStructures(config: TranslationConfig): Structure[] {
  const lines = hostTables(framesOf(config), config.hostLevels).end;
  const all = listed(narrowed(structuresOf(config), lines));
  return all.filter(({ id }) => id > at.HOST_PWC + 1 && id <= at.L3);
}

/**
 * True where nested walks `b` can be the companion of native ones `a` (assembly/translation/pair.ts): one guest, the same
 * data caches, whose numbers of sets divide each other from level to level.
 */
export function canPair(a: TranslationConfig, b: TranslationConfig): boolean {
  if (a.mode !== 'native' || b.mode !== 'nested' || !shareGuestSide(a, b)) return false;
  const [mine, other] = [a, b].map((config) =>
    ownStructures(config).filter(({ id }) => id >= at.L1D && id <= at.L3),
  );
  if (!mine || JSON.stringify(mine) !== JSON.stringify(other)) return false;
  if (mine.some(({ list }) => list)) return false;
  const [l1d, l2, l3] = mine.map(({ sets }) => sets);
  if (l1d === undefined || l2 === undefined || l3 === undefined) return false;
  return l2 % l1d === 0 && l3 % l2 === 0 && l2 <= SCANNED_SETS;
}

/** Upper bound of frames a populated region needs, tables and alignment included. */
export function framesOf(config: TranslationConfig): number {
  if (config.frames === 'first-touch') return MAX_FRAMES;
  const block = 512 ** (config.guestLeaf - 1);
  const pages = Math.ceil((config.frames.base + config.frames.bytes) / 4096 / block);
  const touched = pages - Math.floor(config.frames.base / 4096 / block);
  return Math.ceil((touched * (1 + 1 / 500) + 8) * block);
}

/** First line of the flat host table of each level, behind guest memory, and the first line behind all. */
export function hostTables(frames: number, levels: number): { starts: number[]; end: number } {
  let end = frames * 64;
  const starts = [0];
  for (let level = 1; level <= levels; level++) {
    starts.push(end);
    end += 64 * Math.ceil(frames / 512 ** level);
  }
  return { starts, end };
}

/** Data caches whose tags fit u16 (0xffff is the empty way) get rows of half the size. */
export function narrowed(structures: readonly Structure[], lines: number): Structure[] {
  return structures.map((entry) => {
    if (entry.id < at.L1D || entry.id > at.L3) return entry;
    if (lines / entry.sets >= 0xffff_ffff) {
      throw new UserError('data cache: expected more sets for a footprint of this size.');
    }
    return { ...entry, narrow: entry.ways <= 16 && Math.ceil(lines / entry.sets) < 0xffff };
  });
}

/** Long fully associative structures as lists. */
export function listed(structures: readonly Structure[]): Structure[] {
  return structures.map((entry) => ({
    ...entry,
    list: entry.sets === 1 && entry.ways >= at.LIST_WAYS_MIN && entry.ways <= at.LIST_WAYS_MAX,
  }));
}
