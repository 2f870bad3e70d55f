import { addF64, f64, i32, nth } from '../../elements.ts';
import { badInput } from '../../errors.ts';

/** Most fragments kept of one trace, and most cells of its grid. */
const MOST_FRAGMENTS = 50_000_000;
const MOST_CELLS = 60_000_000;

interface FragmentMachine {
  name: string;
  vcpus: number;
  /** 0 where the trace does not say. */
  capacityMhz: number;
  memoryMib: number;
}

/** Fragments of a trace as they were read: machine, start, duration and demand, grown by doubling. */
export class FragmentList {
  readonly machines: FragmentMachine[] = [];
  private index = new Int32Array(1024);
  private starts = new Float64Array(1024);
  private durations = new Float64Array(1024);
  private demands = new Float64Array(1024);
  private count = 0;

  add(machine: number, startMs: number, durationMs: number, mhz: number): void {
    if (this.count === this.index.length) this.grow();
    const i = this.count++;
    this.index[i] = machine;
    this.starts[i] = startMs;
    this.durations[i] = durationMs;
    this.demands[i] = mhz;
  }

  private grow(): void {
    const size = this.index.length * 2;
    if (size > MOST_FRAGMENTS)
      throw badInput({ expected: `at most ${MOST_FRAGMENTS} fragments`, found: 'more' });
    const wider = <T extends Int32Array | Float64Array>(old: T, next: T): T => {
      next.set(old);
      return next;
    };
    this.index = wider(this.index, new Int32Array(size));
    this.starts = wider(this.starts, new Float64Array(size));
    this.durations = wider(this.durations, new Float64Array(size));
    this.demands = wider(this.demands, new Float64Array(size));
  }

  get fragments(): number {
    return this.count;
  }

  /** First start and last end, ms since 1970. */
  span(): { firstMs: number; lastMs: number } {
    let [firstMs, lastMs] = [Infinity, -Infinity];
    for (let i = 0; i < this.count; i++) {
      firstMs = Math.min(firstMs, f64(this.starts, i));
      lastMs = Math.max(lastMs, f64(this.starts, i) + f64(this.durations, i));
    }
    return { firstMs, lastMs };
  }

  /** Highest demand of any fragment of each machine, MHz. */
  peaks(): Float64Array {
    const peaks = new Float64Array(this.machines.length);
    for (let i = 0; i < this.count; i++) {
      const machine = i32(this.index, i);
      peaks[machine] = Math.max(f64(peaks, machine), f64(this.demands, i));
    }
    return peaks;
  }

  /** MHz s of all fragments, and of the clock the machines had while they lasted. */
  totals(): { demandMhzS: number; capacityMhzS: number } {
    let [demandMhzS, capacityMhzS] = [0, 0];
    for (let i = 0; i < this.count; i++) {
      const seconds = f64(this.durations, i) / 1000;
      demandMhzS += f64(this.demands, i) * seconds;
      capacityMhzS += nth(this.machines, i32(this.index, i)).capacityMhz * seconds;
    }
    return { demandMhzS, capacityMhzS };
  }

  /**
   * Mean demand of each machine on a grid of `stepS` from the first fragment on, row per step; a machine exists
   * from its first to its last fragment.
   */
  onGrid(stepS: number): {
    steps: number;
    demandMhz: Float64Array;
    firstStep: Int32Array;
    endStep: Int32Array;
  } {
    const width = this.machines.length;
    const stepMs = stepS * 1000;
    const { firstMs: first, lastMs: last } = this.span();
    const steps = this.count > 0 ? Math.ceil((last - first) / stepMs) : 0;
    if (!(steps * width <= MOST_CELLS))
      throw badInput({
        expected: `at most ${MOST_CELLS} machines x steps of ${stepS} s`,
        found: `${width} machines x ${steps} steps`,
      });
    const demandMhz = new Float64Array(steps * width);
    const firstStep = new Int32Array(width).fill(steps);
    const endStep = new Int32Array(width);
    for (let i = 0; i < this.count; i++) {
      const machine = i32(this.index, i);
      let at = f64(this.starts, i) - first;
      const end = at + f64(this.durations, i);
      let step = Math.floor(at / stepMs);
      firstStep[machine] = Math.min(i32(firstStep, machine), step);
      while (at < end) {
        const until = Math.min(end, (step + 1) * stepMs);
        addF64(demandMhz, step * width + machine, (f64(this.demands, i) * (until - at)) / stepMs);
        at = until;
        step++;
      }
      endStep[machine] = Math.max(i32(endStep, machine), step);
    }
    return { steps, demandMhz, firstStep, endStep };
  }
}
