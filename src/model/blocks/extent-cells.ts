/** An extent as far as a picture needs it. */
import { nth } from '../../elements.ts';

export interface PlainExtent {
  start: number;
  length: number;
  depth: number;
  present: boolean;
  data: boolean;
  zero: boolean;
}

/** A disk cut into equal cells: each collects how many of its bytes are in which state. */
export class ExtentCells {
  private readonly cellBytes: number;
  private readonly states: Map<string, number>[];

  constructor(size: number, cells: number) {
    this.cellBytes = Math.max(512, Math.ceil(size / cells / 512) * 512);
    const count = Math.max(1, Math.ceil(size / this.cellBytes));
    this.states = Array.from({ length: count }, () => new Map<string, number>());
  }

  add(extent: PlainExtent): void {
    const state = stateOf(extent);
    const end = extent.start + extent.length;
    for (let at = extent.start; at < end; ) {
      const cell = Math.floor(at / this.cellBytes);
      const next = Math.min(end, (cell + 1) * this.cellBytes);
      const states = nth(this.states, cell);
      states.set(state, (states.get(state) ?? 0) + next - at);
      at = next;
    }
  }

  /** The state most bytes of each cell are in, laid out in rows of `columns`. */
  pieces(columns: number): { row: number; column: number; state: string; start: number }[] {
    return this.states.map((states, i) => {
      let most = '';
      for (const [state, bytes] of states) if (bytes > (states.get(most) ?? 0)) most = state;
      return {
        row: Math.floor(i / columns),
        column: i % columns,
        state: most,
        start: i * this.cellBytes,
      };
    });
  }
}

const DEEP = 4;

function stateOf({ depth, present, data, zero }: PlainExtent): string {
  if (!present) return zero ? 'in no layer' : 'in the missing base, or zero';
  if (data && zero) return 'allocated, a hole of the file';
  if (!data) return 'zero';
  if (depth === 0) return 'data, top layer';
  return depth < DEEP ? `data, layer ${depth} below` : `data, ${DEEP} or more below`;
}
