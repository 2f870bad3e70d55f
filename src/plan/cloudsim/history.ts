import type { Cluster } from './cluster.ts';

/** Ticks a VM's utilisation is remembered. */
export const HISTORY = 30;

/** Utilisation of VMs at the last ticks, newest first, and what it makes of a host: sums over its present VMs. */
export class History {
  private readonly cluster: Cluster;
  private readonly rows: Float64Array[] = [];
  /** HISTORY values per host, newest first, valid where `fresh`. */
  private readonly hostRows: Float64Array;
  private readonly fresh: Uint8Array;
  private readonly scratch = new Float64Array(HISTORY);

  constructor(cluster: Cluster) {
    this.cluster = cluster;
    this.hostRows = new Float64Array(cluster.hosts * HISTORY);
    this.fresh = new Uint8Array(cluster.hosts);
  }

  record(utilization: Float64Array): void {
    const row =
      this.rows.length === HISTORY ? this.rows.pop()! : new Float64Array(utilization.length);
    row.set(utilization);
    this.rows.unshift(row);
    this.fresh.fill(0);
  }

  /** To be called when the list of VMs of a host changed. */
  changed(host: number): void {
    this.fresh[host] = 0;
  }

  private add(target: Float64Array, start: number, vm: number, totalMips: number): void {
    const mips = this.cluster.vmMips[vm]!;
    for (let i = 0; i < this.rows.length; i++) {
      target[start + i]! += (this.rows[i]![vm]! * mips) / totalMips;
    }
  }

  /**
   * Utilisation history of a host, with one more VM unless `extra` is -1; HISTORY values that are overwritten by
   * the next call.
   */
  host(host: number, extra: number): Float64Array {
    const start = host * HISTORY;
    const total = this.cluster.totalMips[host]!;
    if (!this.fresh[host]) {
      this.hostRows.fill(0, start, start + HISTORY);
      for (const vm of this.cluster.lists[host]!) this.add(this.hostRows, start, vm, total);
      this.fresh[host] = 1;
    }
    const { scratch } = this;
    for (let i = 0; i < HISTORY; i++) scratch[i] = this.hostRows[start + i]!;
    if (extra >= 0) this.add(scratch, 0, extra, total);
    return scratch;
  }
}

/** Length of a history without its trailing zeros; at least 1. */
export function historyLength(values: Float64Array): number {
  let length = values.length;
  while (length > 1 && values[length - 1] === 0) length--;
  return length;
}
