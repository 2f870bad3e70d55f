/** Events in the order of their time; of equal times the first added comes first. */
import { nth } from '../../elements.ts';

export class EventQueue<T> {
  private readonly heap: { at: number; order: number; event: T }[] = [];
  private added = 0;

  get nextAt(): number {
    return this.heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  private before(a: number, b: number): boolean {
    const [x, y] = [nth(this.heap, a), nth(this.heap, b)];
    return x.at < y.at || (x.at === y.at && x.order < y.order);
  }

  private swap(a: number, b: number): void {
    const kept = nth(this.heap, a);
    this.heap[a] = nth(this.heap, b);
    this.heap[b] = kept;
  }

  add(at: number, event: T): void {
    let i = this.heap.push({ at, order: this.added++, event }) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.before(i, parent)) break;
      this.swap(i, parent);
      i = parent;
    }
  }

  /** Takes the first event; undefined when there is none. */
  take(): { at: number; event: T } | undefined {
    const first = this.heap[0];
    const last = this.heap.pop();
    if (first === undefined || last === undefined || first === last) return first;
    this.heap[0] = last;
    for (let i = 0; ; ) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < this.heap.length && this.before(child, least)) least = child;
      }
      if (least === i) return first;
      this.swap(i, least);
      i = least;
    }
  }
}
