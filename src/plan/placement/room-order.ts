/** Hosts in rising order of the room they have left, so that best fit looks at few of them. */
import { f64, i32 } from '../../elements.ts';

export class RoomOrder {
  private readonly left: Float64Array;
  private readonly rank: Float64Array;
  private readonly list: Int32Array;
  length = 0;
  private entered = 0;

  constructor(hosts: number) {
    this.left = new Float64Array(hosts);
    this.rank = new Float64Array(hosts);
    this.list = new Int32Array(hosts);
  }

  at(i: number): number {
    return i32(this.list, i);
  }

  /** First position of a host with at least so much room; a rounding error below counts. */
  from(room: number): number {
    return this.position(this.least(room), -1);
  }

  /** What a host has left at least to be found where so much is sought. */
  least(room: number): number {
    return room * (1 - 1e-9) - 1e-12;
  }

  /** Hosts of equal room keep the order they came in. */
  insert(host: number, left: number): void {
    this.rank[host] = this.entered++;
    this.place(host, left);
  }

  remove(host: number): void {
    const i = this.position(f64(this.left, host), f64(this.rank, host));
    this.list.copyWithin(i, i + 1, this.length--);
  }

  change(host: number, left: number): void {
    this.remove(host);
    this.place(host, left);
  }

  private place(host: number, left: number): void {
    this.left[host] = left;
    const i = this.position(left, f64(this.rank, host));
    this.list.copyWithin(i + 1, i, this.length++);
    this.list[i] = host;
  }

  private position(left: number, rank: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const host = i32(this.list, middle);
      const mine = f64(this.left, host);
      if (mine < left || (mine === left && f64(this.rank, host) < rank)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
