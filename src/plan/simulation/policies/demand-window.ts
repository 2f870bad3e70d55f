import { addF64, f64, i32, nth } from '../../../elements.ts';
import type { ClusterControl } from '../scenario.ts';

/** Demand of each machine over the last steps, so that a host is judged by the machines it carries now. */
export class DemandWindow {
  private readonly rows: Float64Array[] = [];
  private readonly most: number;
  private next = 0;

  constructor(steps: number) {
    this.most = steps;
  }

  get length(): number {
    return this.rows.length;
  }

  add(demandMhz: Float64Array): void {
    if (this.rows.length < this.most) this.rows.push(Float64Array.from(demandMhz));
    else nth(this.rows, this.next).set(demandMhz);
    this.next = (this.next + 1) % this.most;
  }

  /** Mean demand of the machines on each host, or on their way to it, over the last `steps`, share of its clock. */
  means(cluster: ClusterControl, steps: number): Float64Array {
    const count = Math.min(steps, this.rows.length);
    const mhz = new Float64Array(cluster.hosts);
    for (let back = 1; back <= count; back++) {
      const row = nth(this.rows, (this.next - back + this.most) % this.most);
      for (let vm = 0; vm < cluster.vms; vm++) {
        const target = i32(cluster.targetOf, vm);
        const host = target >= 0 ? target : i32(cluster.hostOf, vm);
        if (host >= 0) addF64(mhz, host, f64(row, vm));
      }
    }
    return mhz.map((sum, host) => sum / Math.max(1, count) / f64(cluster.capacityMhz, host));
  }
}
