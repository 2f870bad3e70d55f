import { type ContentTallies, ZERO_CONTENT } from '../../kernels/dedup.ts';

/** What sharing equal blocks of one size would give, in blocks; names as in the recorded ground truth. */
export interface SharingCounts {
  granularity: number;
  total: number;
  zero: number;
  nonzero: number;
  distinct_nonzero: number;
  unique_pages: number;
  duplicated_contents: number;
  /** Blocks whose content is more than once in their VM and in no other. */
  pages_intra_only: number;
  /** Blocks whose content is in another VM too. */
  pages_inter: number;
  /** Blocks freed by keeping one of each content. */
  saved_nonzero: number;
  /** The same, keeping one of each content in each VM (sharing between VMs switched off). */
  saved_intra_vm_only: number;
  saved_inter_extra: number;
  saved_nonzero_pct_of_nonzero: number;
  saved_pct_of_total_with_zero: number;
  per_vm: { zero: number; unique: number; dup_intra_only: number; dup_inter: number }[];
  /** [copies, contents with so many], the largest eight. */
  multiplicity_top: [number, number][];
  /** Contents with 1, 2, ... 6 copies. */
  multiplicity_low: number[];
}

const TOP = 8;
const LOW = 6;
/** VMs whose contents fit one mask. */
const MASK_BITS = 32;

/** Two decimals, ties to even, as Python's round does for the recorded percentages. */
export function roundHundredth(value: number): number {
  const scaled = value * 100;
  // Only multiples of 1/8 are exact ties in binary.
  if (Number.isInteger(value * 8) && scaled % 1 === 0.5) {
    const floor = Math.floor(scaled);
    return (floor % 2 === 0 ? floor : floor + 1) / 100;
  }
  return Number(value.toFixed(2));
}

/** Blocks of one VM, and how many of them are zero. */
export interface BlockCount {
  blocks: number;
  zero: number;
}

/** Per-content counts from content numbers, one array of blocks a VM: the twin of what the contents table keeps. */
export function tallyContents(vms: readonly Uint32Array[], contents: number): ContentTallies {
  const tallies = { copies: new Uint32Array(contents), vms: new Uint32Array(contents) };
  vms.forEach((blocks, vm) => {
    for (const content of blocks) {
      if (content === ZERO_CONTENT) continue;
      const seen = tallies.vms[content]!;
      if (tallies.copies[content]!++ === 0 || (seen & 0xffff) !== vm) {
        tallies.vms[content] = ((seen & 0xffff_0000) + 0x1_0000) | vm;
      }
    }
  });
  return tallies;
}

/** Counts from content numbers, one array of blocks a VM; `contents` = how many numbers are in use. */
export function countSharing(
  granularity: number,
  vms: readonly Uint32Array[],
  contents: number,
): SharingCounts {
  const sizes = vms.map((blocks) => ({
    blocks: blocks.length,
    zero: blocks.reduce((sum, content) => sum + (content === ZERO_CONTENT ? 1 : 0), 0),
  }));
  return sharingOfTallies(granularity, sizes, tallyContents(vms, contents));
}

/** Counts from what each content has been seen to have: one pass over the contents, none over the blocks. */
export function sharingOfTallies(
  granularity: number,
  sizes: readonly BlockCount[],
  { copies, vms }: ContentTallies,
): SharingCounts {
  const histogram = new Map<number, number>();
  const low = new Float64Array(LOW + 1);
  const unique = new Float64Array(sizes.length);
  const intra = new Float64Array(sizes.length);
  let distinctInVm = 0;
  for (let i = 0; i < copies.length; i++) {
    const n = copies[i]!;
    if (n === 0) continue;
    const seen = vms[i]!;
    const having = seen >>> 16;
    distinctInVm += having;
    if (n === 1) unique[seen & 0xffff]!++;
    else if (having === 1) intra[seen & 0xffff]! += n;
    if (n <= LOW) low[n]!++;
    else histogram.set(n, (histogram.get(n) ?? 0) + 1);
  }
  low.forEach((contents, n) => {
    if (contents > 0) histogram.set(n, contents);
  });
  const per_vm = sizes.map(({ blocks, zero }, vm) => ({
    zero,
    unique: unique[vm]!,
    dup_intra_only: intra[vm]!,
    dup_inter: blocks - zero - unique[vm]! - intra[vm]!,
  }));
  const sum = (name: 'zero' | 'unique' | 'dup_intra_only' | 'dup_inter') =>
    per_vm.reduce((all, vm) => all + vm[name], 0);
  const total = sizes.reduce((all, { blocks }) => all + blocks, 0);
  const distinct = [...histogram.values()].reduce((all, contents) => all + contents, 0);
  const zero = sum('zero');
  const nonzero = total - zero;
  const saved = nonzero - distinct;
  const savedIntra = nonzero - distinctInVm;
  return {
    granularity,
    total,
    zero,
    nonzero,
    distinct_nonzero: distinct,
    unique_pages: sum('unique'),
    duplicated_contents: distinct - sum('unique'),
    pages_intra_only: sum('dup_intra_only'),
    pages_inter: sum('dup_inter'),
    saved_nonzero: saved,
    saved_intra_vm_only: savedIntra,
    saved_inter_extra: saved - savedIntra,
    saved_nonzero_pct_of_nonzero: roundHundredth((100 * saved) / Math.max(1, nonzero)),
    saved_pct_of_total_with_zero: roundHundredth(
      (100 * (saved + Math.max(0, zero - 1))) / Math.max(1, total),
    ),
    per_vm,
    multiplicity_top: [...histogram].sort((a, b) => b[0] - a[0]).slice(0, TOP),
    multiplicity_low: Array.from({ length: LOW }, (_, i) => low[i + 1]!),
  };
}

/**
 * Sharing by pair: entry [a][b] = non-zero blocks of VM a whose content VM b has too; [a][a] = blocks of a whose content a
 * has more than once.
 */
export function sharingMatrix(vms: readonly Uint32Array[], contents: number): number[][] {
  const matrix = vms.map(() => vms.map(() => 0));
  for (let group = 0; group < vms.length; group += MASK_BITS) {
    const others = vms.slice(group, group + MASK_BITS);
    // Bit b: VM group + b has the content; has it twice.
    const once = new Uint32Array(contents);
    const twice = new Uint32Array(contents);
    others.forEach((blocks, b) => {
      const bit = 1 << b;
      for (const content of blocks) {
        if (content === ZERO_CONTENT) continue;
        const seen = once[content]!;
        if (seen & bit) twice[content]! |= bit;
        else once[content] = seen | bit;
      }
    });
    vms.forEach((blocks, a) => {
      const own = a >= group && a < group + MASK_BITS ? 1 << (a - group) : 0;
      const row = matrix[a]!;
      for (const content of blocks) {
        if (content === ZERO_CONTENT) continue;
        let having = (once[content]! & ~own) | (twice[content]! & own);
        while (having !== 0) {
          row[group + 31 - Math.clz32(having & -having)]!++;
          having &= having - 1;
        }
      }
    });
  }
  return matrix;
}

/** Settled counters of KSM for static memory: no writes, every page scanned often enough. */
export interface SettledKsm {
  pages_shared: number;
  pages_sharing: number;
  pages_unshared: number;
  ksm_zero_pages: number;
}

/**
 * The cap rule: n copies of a content fill shared pages of max_page_sharing sites; one copy left over stays unshared.
 * `zeroPages` are the zero pages KSM sees (present in the host); with use_zero_pages they leave KSM's counters.
 */
export function settledKsm(
  copiesOf: ArrayLike<number>,
  zeroPages: number,
  maxPageSharing: number,
  useZeroPages: boolean,
): SettledKsm {
  const settled = { pages_shared: 0, pages_sharing: 0, pages_unshared: 0, ksm_zero_pages: 0 };
  const place = (copies: number) => {
    const full = Math.floor(copies / maxPageSharing);
    const rest = copies % maxPageSharing;
    const nodes = full + (rest >= 2 ? 1 : 0);
    settled.pages_shared += nodes;
    settled.pages_sharing += copies - nodes - (rest === 1 ? 1 : 0);
    if (rest === 1) settled.pages_unshared++;
  };
  for (let i = 0; i < copiesOf.length; i++) {
    const copies = copiesOf[i]!;
    if (copies === 1) settled.pages_unshared++;
    else if (copies > 0) place(copies);
  }
  if (useZeroPages) settled.ksm_zero_pages = zeroPages;
  else if (zeroPages > 0) place(zeroPages);
  return settled;
}

/** Copies of every content, zero left out. */
export function copiesOfContents(vms: readonly Uint32Array[], contents: number): Uint32Array {
  const copies = new Uint32Array(contents);
  for (const blocks of vms) {
    for (const content of blocks) if (content !== ZERO_CONTENT) copies[content]!++;
  }
  return copies;
}
