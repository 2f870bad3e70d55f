// The published sums of shares ran over a hash map keyed by "2-<vm>", so their last digits depend on its bucket
// order. Buckets: (h ^ h >>> 16) mod capacity with the string hash h; entries of a bucket keep insertion order;
// capacity starts at 16, doubles when more than 3/4 full and never shrinks.

const INITIAL_CAPACITY = 16;
const KEY_PREFIX = '2-';
/** A chain this long makes a small table grow instead. */
const LONG_CHAIN = 8;
const TREE_CAPACITY = 64;

function stringHash(text: string): number {
  let h = 0;
  for (let i = 0; i < text.length; i++) h = (Math.imul(h, 31) + text.charCodeAt(i)) | 0;
  return h;
}

/** Spread hashes of the keys of VMs 0..count-1. */
function keyHashes(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, vm) => {
    const h = stringHash(KEY_PREFIX + vm);
    return h ^ (h >>> 16);
  });
}

/** Bucket order of one map per host; only capacities are state, since entries keep the order of the VM list. */
export class HashOrder {
  private readonly capacity: Int32Array;
  private readonly hashes: Int32Array;

  constructor(hosts: number, vms: number) {
    this.capacity = new Int32Array(hosts).fill(INITIAL_CAPACITY);
    this.hashes = keyHashes(vms);
  }

  /** Notes that `vm` enters the map of `host` that holds `others`; true when the order of the map changed. */
  entering(host: number, others: readonly number[], vm: number): boolean {
    const capacity = this.capacity[host]!;
    const grows =
      others.length + 1 > capacity * 0.75 ||
      (others.length >= LONG_CHAIN &&
        capacity < TREE_CAPACITY &&
        this.chain(others, this.hashes[vm]!, capacity) >= LONG_CHAIN);
    if (grows) this.capacity[host] = capacity * 2;
    return grows;
  }

  private chain(vms: readonly number[], hash: number, capacity: number): number {
    let length = 0;
    for (const vm of vms) if (((this.hashes[vm]! ^ hash) & (capacity - 1)) === 0) length++;
    return length;
  }

  /** Positions in `vms` in the order the map of `host` yields them, written to `out`. */
  positions(host: number, vms: readonly number[], out: number[]): void {
    const mask = this.capacity[host]! - 1;
    const { hashes } = this;
    out.length = vms.length;
    for (let i = 0; i < vms.length; i++) {
      const bucket = hashes[vms[i]!]! & mask;
      let j = i - 1;
      while (j >= 0 && (hashes[vms[out[j]!]!]! & mask) > bucket) {
        out[j + 1] = out[j]!;
        j--;
      }
      out[j + 1] = i;
    }
  }
}
