import { TreeNode } from './rbtree.reference.ts';

/** What a virtual page is mapped to. A StableNode is a page shared by KSM. */
export type Mapping = 'absent' | 'zero' | 'ksm-zero' | Frame | StableNode;

/** 2 MiB that are one page in memory until it is split, whoever maps parts of it. */
export class HugePage {
  readonly frames = new Set<Frame>();
}

/** A page of memory that KSM does not share: of one virtual page, or of several after a fork. */
export class Frame {
  key: bigint;
  readonly pages = new Set<Page>();
  huge: HugePage | null = null;
  /** In a CPU's LRU add batch: a raised reference count that makes write protection fail. */
  inBatch = false;
  /** Some page table entry of it was write-protected by a fork. */
  forked = false;
  /** Taken for a shared page whose merge then failed: those who still map it keep a page KSM cannot merge. */
  orphaned = false;
  constructor(key: bigint) {
    this.key = key;
  }
}

/** A virtual page of a VM, with the item KSM keeps for it (rmap_item) once it has been seen. */
export class Page extends TreeNode {
  readonly vm: Vm;
  mapping: Mapping = 'absent';
  /** Inside a mapping of the process (vma); madvise(MERGEABLE) set for it; writable. */
  mapped = true;
  mergeable = true;
  writable = true;

  hasItem = false;
  place: 'none' | 'unstable' | 'stable' = 'none';
  /** Scan in which the page was put into the unstable tree. */
  seenIn = 0;
  node: StableNode | null = null;
  /** Checksum of the last visit; compared by the contents themselves. */
  checksum: bigint | null = null;
  age = 0;
  skips = 0;

  constructor(vm: Vm) {
    super();
    this.vm = vm;
  }

  get key(): bigint {
    return typeof this.mapping === 'string' ? 0n : this.mapping.key;
  }

  /** Whether ksmd can get at it: anonymous memory in a mergeable mapping. */
  get isScanned(): boolean {
    return this.mergeable && typeof this.mapping !== 'string';
  }
}

/** A shared page in the stable tree, or (with `dups`) the chain of the copies of one content. */
export class StableNode extends TreeNode {
  readonly key: bigint;
  readonly dups: StableNode[] | null;
  chain: StableNode | null = null;
  sites = new Set<Page>();
  /** Page-table entries that map the page; at 0 the page is gone and the node stale. */
  mapped = 0;
  /** Memory node of the tree it is in; 0 while all share one. */
  readonly node: number;
  constructor(key: bigint, dups: StableNode[] | null, node: number) {
    super();
    this.key = key;
    this.node = node;
    this.dups = dups;
  }
}

export class Vm {
  readonly id: number;
  /** Memory node its pages are on. */
  readonly node: number;
  /** In the order of addresses. */
  pages: Page[];
  /** Virtual page of each page of guest memory: another one after mremap. */
  readonly at: Page[];
  /** Regions of 2 MiB, by number, without a page table: the next write may bring a huge page. */
  readonly empty = new Set<number>();
  exited = false;
  /** ksmd has it on its list. */
  listed = true;
  items = 0;
  merging = 0;
  zeroPages = 0;
  constructor(id: number, pages: number, node = 0) {
    this.id = id;
    this.node = node;
    this.pages = Array.from({ length: pages }, () => new Page(this));
    this.at = [...this.pages];
  }
}
