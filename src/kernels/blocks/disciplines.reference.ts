/**
 * The three pure disciplines with their contents, one block at a time: the clear model behind
 * assembly/blocks/store.ts. An address is a block number of one shared space; new blocks are taken at its end.
 */
export interface Tally {
  hostReads: number;
  hostReadBytes: number;
  hostWrites: number;
  hostWriteBytes: number;
  lookups: number;
  copiedBlocks: number;
  spaceBlocks: number;
}

export function emptyTally(): Tally {
  return {
    hostReads: 0,
    hostReadBytes: 0,
    hostWrites: 0,
    hostWriteBytes: 0,
    lookups: 0,
    copiedBlocks: 0,
    spaceBlocks: 0,
  };
}

/** A disk that keeps snapshots. Contents are any value; partial writes merge through `merge`. */
export interface SnapshotDisk<Content> {
  readonly tally: Tally;
  /** What an address of the store holds. */
  at(address: number): Content | undefined;
  read(block: number): Content | undefined;
  readSnapshot(snapshot: number, block: number): Content | undefined;
  write(block: number, content: Content, bytes: number): void;
  snapshot(): number;
}

/** Copy-on-write: the disk stays where it is; the old block goes to the snapshots' store first. */
export class CopyOnWrite<Content> implements SnapshotDisk<Content> {
  readonly tally = emptyTally();
  private readonly space = new Map<number, Content>();
  private readonly exceptions: Map<number, number>[] = [];
  private next: number;
  private readonly blockBytes: number;

  constructor(blocks: number, blockBytes: number) {
    this.next = blocks;
    this.blockBytes = blockBytes;
  }

  at(address: number): Content | undefined {
    return this.space.get(address);
  }

  read(block: number): Content | undefined {
    return this.space.get(block);
  }

  readSnapshot(snapshot: number, block: number): Content | undefined {
    this.tally.lookups++;
    return this.space.get(this.exceptions[snapshot]!.get(block) ?? block);
  }

  write(block: number, content: Content, bytes: number): void {
    for (const store of this.exceptions) {
      if (store.has(block)) continue;
      const address = this.next++;
      const old = this.space.get(block);
      if (old !== undefined) this.space.set(address, old);
      store.set(block, address);
      this.tally.hostReads++;
      this.tally.hostReadBytes += this.blockBytes;
      this.tally.hostWrites++;
      this.tally.hostWriteBytes += this.blockBytes;
      this.tally.copiedBlocks++;
      this.tally.spaceBlocks++;
    }
    this.space.set(block, content);
    this.tally.hostWrites++;
    this.tally.hostWriteBytes += bytes;
  }

  snapshot(): number {
    this.exceptions.push(new Map());
    return this.exceptions.length - 1;
  }
}

/** Redirect-on-write: a snapshot freezes the layer; new blocks go elsewhere, reads go through the tables. */
export class RedirectOnWrite<Content> implements SnapshotDisk<Content> {
  readonly tally = emptyTally();
  private readonly space = new Map<number, Content>();
  private readonly layers: Map<number, number>[];
  private next: number;
  private readonly blockBytes: number;

  /** `provisioned` blocks lie at their own address in the first layer; 0 for a thin disk. */
  constructor(provisioned: number, blockBytes: number) {
    this.next = provisioned;
    this.blockBytes = blockBytes;
    this.layers = [new Map(Array.from({ length: provisioned }, (_, block) => [block, block]))];
  }

  at(address: number): Content | undefined {
    return this.space.get(address);
  }

  private find(block: number, top: number): number | undefined {
    for (let layer = top; layer >= 0; layer--) {
      this.tally.lookups++;
      const address = this.layers[layer]!.get(block);
      if (address !== undefined) return address;
    }
    return undefined;
  }

  read(block: number): Content | undefined {
    const address = this.find(block, this.layers.length - 1);
    if (address === undefined) return undefined;
    this.tally.hostReads++;
    this.tally.hostReadBytes += this.blockBytes;
    return this.space.get(address);
  }

  readSnapshot(snapshot: number, block: number): Content | undefined {
    const address = this.find(block, snapshot);
    return address === undefined ? undefined : this.space.get(address);
  }

  write(block: number, content: Content, bytes: number): void {
    const top = this.layers.at(-1)!;
    this.tally.lookups++;
    let address = top.get(block);
    if (address === undefined) {
      const below = this.layers.some((layer) => layer.has(block));
      address = this.next++;
      top.set(block, address);
      this.tally.spaceBlocks++;
      if (below && bytes < this.blockBytes) {
        this.tally.hostReads++;
        this.tally.hostReadBytes += this.blockBytes;
        this.tally.copiedBlocks++;
        bytes = this.blockBytes;
      }
    }
    this.tally.hostWrites++;
    this.tally.hostWriteBytes += bytes;
    this.space.set(address, content);
  }

  snapshot(): number {
    this.layers.push(new Map());
    return this.layers.length - 2;
  }
}

/** Write-anywhere: every write takes a new place, snapshot or not; a snapshot is a copy of the one map. */
export class WriteAnywhere<Content> implements SnapshotDisk<Content> {
  readonly tally = emptyTally();
  private readonly space = new Map<number, Content>();
  private map = new Map<number, number>();
  private readonly snapshots: Map<number, number>[] = [];
  private next = 0;
  private readonly blockBytes: number;

  constructor(blockBytes: number) {
    this.blockBytes = blockBytes;
  }

  at(address: number): Content | undefined {
    return this.space.get(address);
  }

  read(block: number): Content | undefined {
    this.tally.lookups++;
    const address = this.map.get(block);
    if (address === undefined) return undefined;
    this.tally.hostReads++;
    this.tally.hostReadBytes += this.blockBytes;
    return this.space.get(address);
  }

  readSnapshot(snapshot: number, block: number): Content | undefined {
    const address = this.snapshots[snapshot]!.get(block);
    return address === undefined ? undefined : this.space.get(address);
  }

  write(block: number, content: Content, bytes: number): void {
    this.tally.lookups++;
    const old = this.map.get(block);
    if (old !== undefined && bytes < this.blockBytes) {
      this.tally.hostReads++;
      this.tally.hostReadBytes += this.blockBytes;
      this.tally.copiedBlocks++;
      bytes = this.blockBytes;
    }
    const pinned = this.snapshots.some((snapshot) => snapshot.get(block) === old);
    if (old === undefined || pinned) this.tally.spaceBlocks++;
    this.map.set(block, this.next);
    this.space.set(this.next++, content);
    this.tally.hostWrites++;
    this.tally.hostWriteBytes += bytes;
  }

  snapshot(): number {
    this.snapshots.push(new Map(this.map));
    return this.snapshots.length - 1;
  }
}
