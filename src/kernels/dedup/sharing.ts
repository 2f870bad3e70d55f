/** What sharing equal blocks of one size would give, in blocks; names as in the recorded ground truth. */
import { num } from '../../elements.ts';

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

/** [copies, contents with so many]. */
export type Multiplicity = readonly [copies: number, contents: number][];

/** What non-zero blocks add up to by content, all of them or those of some contents. */
export interface ContentSums {
  /** Blocks whose content is there once, by VM. */
  unique: number[];
  /** Blocks whose content is more than once in their VM and in no other, by VM. */
  intra: number[];
  /** Contents, each counted once for every VM that has it. */
  contentsInVms: number;
  multiplicity: Multiplicity;
  /**
   * By pair, row after row: entry [a][b] = blocks of VM a whose content VM b has too; [a][a] = blocks of a whose content a
   * has more than once. Null where pairs were not counted.
   */
  matrix: number[] | null;
}

/** Sums of the parts of a whole, where no content is in two parts; multiplicities by falling copies. */
export function addSums(parts: readonly ContentSums[]): ContentSums {
  const add = (rows: readonly (readonly number[])[]) =>
    rows.reduce<number[]>((sum, row) => row.map((n, i) => n + (sum[i] ?? 0)), []);
  const contents = new Map<number, number>();
  for (const [copies, n] of parts.flatMap((part) => part.multiplicity)) {
    contents.set(copies, (contents.get(copies) ?? 0) + n);
  }
  const matrices = parts.map((part) => part.matrix).filter((matrix) => matrix !== null);
  return {
    unique: add(parts.map((part) => part.unique)),
    intra: add(parts.map((part) => part.intra)),
    contentsInVms: parts.reduce((sum, part) => sum + part.contentsInVms, 0),
    multiplicity: [...contents].sort((a, b) => b[0] - a[0]),
    matrix: matrices.length > 0 ? add(matrices) : null,
  };
}

/** The counts of one block size from the blocks of each VM and what they add up to. */
export function countSharing(
  granularity: number,
  sizes: readonly BlockCount[],
  sums: ContentSums,
): SharingCounts {
  const per_vm = sizes.map(({ blocks, zero }, vm) => {
    const [unique, intra] = [num(sums.unique, vm), num(sums.intra, vm)];
    const dup_inter = blocks - zero - unique - intra;
    return { zero, unique, dup_intra_only: intra, dup_inter };
  });
  const sum = (name: 'zero' | 'unique' | 'dup_intra_only' | 'dup_inter') =>
    per_vm.reduce((all, vm) => all + vm[name], 0);
  const total = sizes.reduce((all, { blocks }) => all + blocks, 0);
  const multiplicity = [...sums.multiplicity].sort((a, b) => b[0] - a[0]);
  const distinct = multiplicity.reduce((all, [, contents]) => all + contents, 0);
  const zero = sum('zero');
  const nonzero = total - zero;
  const saved = nonzero - distinct;
  const savedIntra = nonzero - sums.contentsInVms;
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
    multiplicity_top: multiplicity.slice(0, TOP),
    multiplicity_low: Array.from(
      { length: LOW },
      (_, i) => multiplicity.find(([copies]) => copies === i + 1)?.[1] ?? 0,
    ),
  };
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
  multiplicity: Multiplicity,
  zeroPages: number,
  maxPageSharing: number,
  useZeroPages: boolean,
): SettledKsm {
  const settled = { pages_shared: 0, pages_sharing: 0, pages_unshared: 0, ksm_zero_pages: 0 };
  const place = (copies: number, contents: number) => {
    const rest = copies % maxPageSharing;
    const nodes = copies < 2 ? 0 : Math.floor(copies / maxPageSharing) + (rest >= 2 ? 1 : 0);
    const alone = rest === 1 ? 1 : 0;
    settled.pages_shared += contents * nodes;
    settled.pages_sharing += contents * (copies - nodes - alone);
    settled.pages_unshared += contents * alone;
  };
  for (const [copies, contents] of multiplicity) place(copies, contents);
  if (useZeroPages) settled.ksm_zero_pages = zeroPages;
  else if (zeroPages > 0) place(zeroPages, 1);
  return settled;
}
