import { TreeNode } from './rbtree.reference.ts';

/** What a virtual page is mapped to. A StableNode is a page shared by KSM. */
export type Mapping = 'absent' | 'private' | 'zero' | 'ksm-zero' | StableNode;

/** A page of a VM, with the item KSM keeps for it (rmap_item) once it has been seen. */
export class Page extends TreeNode {
  readonly vm: Vm;
  readonly index: number;
  mapping: Mapping = 'absent';
  key = 0n;
  huge: HugePage | null = null;
  /** In a CPU's LRU add batch: a raised reference count that makes write protection fail. */
  inBatch = false;

  hasItem = false;
  place: 'none' | 'unstable' | 'stable' = 'none';
  /** Scan in which the page was put into the unstable tree. */
  seenIn = 0;
  node: StableNode | null = null;
  /** Checksum of the last visit; compared by the contents themselves. */
  checksum: bigint | null = null;
  age = 0;
  skips = 0;

  constructor(vm: Vm, index: number) {
    super();
    this.vm = vm;
    this.index = index;
  }
}

/** 2 MiB of one VM, mapped as one page until it is split. */
export class HugePage {
  readonly pages: Page[];
  split = false;
  constructor(pages: Page[]) {
    this.pages = pages;
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
  constructor(key: bigint, dups: StableNode[] | null) {
    super();
    this.key = key;
    this.dups = dups;
  }
}

export class Vm {
  readonly id: number;
  readonly pages: Page[];
  exited = false;
  items = 0;
  merging = 0;
  zeroPages = 0;
  constructor(id: number, pages: number) {
    this.id = id;
    this.pages = Array.from({ length: pages }, (_, index) => new Page(this, index));
  }
}
