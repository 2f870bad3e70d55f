import type {
  LeafLevel,
  Sets,
  TranslationConfig,
  TranslationCounts,
} from '../translation/config.ts';

/** Pages of one size over a 2M-aligned (1G pages: 1G-aligned) range of a dimension. */
export interface SizedRegion {
  start: number;
  bytes: number;
  leaf: LeafLevel;
}

/** Which page size maps what: the listed regions, then shares of the rest; what remains of 1 is 4K. */
export interface PageMix {
  share2M: number;
  share1G: number;
  regions?: readonly SizedRegion[];
}

/** Events of nested paging; shares are of guest memory. */
export interface EptEvents {
  /** The host has backed nothing: the first access to a host page is a violation. */
  coldHost: boolean;
  /** Dirty logging is on: first writes fault and split large host pages. */
  logging: boolean;
  /** Share of 4K frames merged with equal ones: mapped read-only, and their 2M as 4K pages. */
  merged: number;
  /** Share of 2M frames that are emulated devices: misconfigured on purpose, so each access exits. */
  device: number;
}

export interface Tags {
  /** Processes keep their translations over a CR3 load. */
  pcid: boolean;
  /** VMs (ASID on AMD) keep theirs over VM exits and switches. */
  vpid: boolean;
  /** CR3 is loaded with the no-flush bit (63); without it the tag that is loaded is flushed. Default true. */
  keepOnLoad?: boolean;
}

/** Who reads guest tables how: EPT, EPT with accessed and dirty flags (every read is a write), AMD NPT (as well). */
export type NestedKind = 'ept' | 'ept-ad' | 'npt';
export const nestedKinds: readonly NestedKind[] = ['ept', 'ept-ad', 'npt'];

/** `guestLeaf` and `hostLeaf` of `base` are the usual sizes; mixes, where given, decide. */
export interface SpacesConfig {
  base: TranslationConfig;
  /** First-level TLBs of 2M and 1G entries; null: they share the one of 4K entries. */
  l1Tlb2M: Sets | null;
  l1Tlb1G: Sets | null;
  /** Entry sizes the second level holds. */
  l2Leaves: readonly LeafLevel[];
  guestPages: PageMix;
  hostPages: PageMix;
  vms: number;
  /** Address spaces of each VM. */
  processes: number;
  tags: Tags;
  nestedKind: NestedKind;
  /** Share of 2M regions (1G where pages are) mapped by global pages, which all processes of a VM have in common. */
  global: number;
  events: EptEvents | null;
  /** The top six bits of a word name its address space. */
  namedSpaces?: boolean;
}

export const invalidationScopes = [
  'invlpg',
  'invpcid-address',
  'invpcid-single',
  'invpcid-all',
  'invpcid-all-retaining-globals',
  'invvpid-address',
  'invvpid-single',
  'invvpid-all',
  'invvpid-single-retaining-globals',
  'invept-single',
  'invept-global',
] as const;
export type InvalidationScope = (typeof invalidationScopes)[number];

export interface SpacesCounts extends TranslationCounts {
  /** Changes of the running address space; of these, to another VM. */
  switches: number;
  vmSwitches: number;
  /** Loads of CR3 by a switch inside a VM. */
  cr3Loads: number;
  /** Cached translations dropped by loads, exits, invalidations and violations. */
  dropped: number;
  /** EPT violations (NPT faults): pages the host had not backed, first writes while logged, writes to merged pages. */
  violations: { firstTouch: number; logging: number; sharing: number };
  /** Accesses to device pages (EPT misconfigurations; reserved-bit faults on AMD). */
  misconfigurations: number;
  /** Large host mappings that fell to a smaller size. */
  splits: { logging: number; sharing: number };
  /** Guest-table accesses that counted as writes. */
  tableWrites: number;
}
