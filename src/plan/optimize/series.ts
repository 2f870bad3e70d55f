/** What the samples of a series count in. */
export type CpuUnit = 'percent' | 'mhz' | 'cores';
export type MemoryUnit = 'mib' | 'percent';

/** Load of one machine over time, samples in order of time; NaN where a sample has no value. */
export interface MachineSeries {
  name: string;
  /** Seconds since 1970, or since the trace began. */
  times: Float64Array;
  cpu: Float32Array;
  /** `percent` of all vCPUs. */
  cpuUnit: CpuUnit;
  memory: Float32Array;
  memoryUnit: MemoryUnit;
}

/** Load of machines as a source measured it. */
export interface LoadSeries {
  source: string;
  format: string;
  machines: MachineSeries[];
  /** First and last sample of all machines, seconds. */
  firstS: number;
  lastS: number;
}

/** A sample as a reader finds it. */
export interface LoadSample {
  timeS: number;
  cpu?: number | undefined;
  memory?: number | undefined;
}

const FIRST_SAMPLES = 64;

/** Samples of one machine, grown by doubling. */
class Samples {
  private times = new Float64Array(FIRST_SAMPLES);
  private cpu = new Float32Array(FIRST_SAMPLES);
  private memory = new Float32Array(FIRST_SAMPLES);
  private count = 0;
  private ordered = true;

  add({ timeS, cpu = Number.NaN, memory = Number.NaN }: LoadSample): void {
    const last = this.count - 1;
    // Two metrics of one moment are one sample.
    if (last >= 0 && this.times[last] === timeS) {
      if (!Number.isNaN(cpu)) this.cpu[last] = cpu;
      if (!Number.isNaN(memory)) this.memory[last] = memory;
      return;
    }
    if (this.count === this.times.length) this.grow();
    if (last >= 0 && timeS < (this.times[last] ?? 0)) this.ordered = false;
    this.times[this.count] = timeS;
    this.cpu[this.count] = cpu;
    this.memory[this.count++] = memory;
  }

  private grow(): void {
    const size = this.times.length * 2;
    const times = new Float64Array(size);
    const [cpu, memory] = [new Float32Array(size), new Float32Array(size)];
    times.set(this.times);
    cpu.set(this.cpu);
    memory.set(this.memory);
    Object.assign(this, { times, cpu, memory });
  }

  finish(): Pick<MachineSeries, 'times' | 'cpu' | 'memory'> {
    const { count } = this;
    const whole = {
      times: this.times.slice(0, count),
      cpu: this.cpu.slice(0, count),
      memory: this.memory.slice(0, count),
    };
    if (this.ordered) return whole;
    // Metrics one after another: sorted by time, then those of one moment joined.
    const order = Array.from({ length: count }, (_, i) => i).sort(
      (a, b) => (whole.times[a] ?? 0) - (whole.times[b] ?? 0) || a - b,
    );
    const sorted = new Samples();
    for (const i of order)
      sorted.add({ timeS: whole.times[i] ?? 0, cpu: whole.cpu[i], memory: whole.memory[i] });
    return sorted.finish();
  }
}

export interface SeriesUnits {
  cpuUnit: CpuUnit;
  memoryUnit: MemoryUnit;
}

/** Collects samples of machines as they are read. */
export class SeriesBuilder {
  private readonly known = new Map<string, Samples>();
  private units: SeriesUnits = { cpuUnit: 'percent', memoryUnit: 'mib' };
  samples = 0;

  use(units: Partial<SeriesUnits>): void {
    this.units = { ...this.units, ...units };
  }

  get machines(): number {
    return this.known.size;
  }

  add(machine: string, sample: LoadSample): void {
    let samples = this.known.get(machine);
    if (!samples) {
      samples = new Samples();
      this.known.set(machine, samples);
    }
    samples.add(sample);
    this.samples++;
  }

  finish(source: string, format: string): LoadSeries {
    const machines = [...this.known].map(([name, samples]) => ({
      name,
      ...samples.finish(),
      ...this.units,
    }));
    let [firstS, lastS] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { times } of machines) {
      firstS = Math.min(firstS, times[0] ?? firstS);
      lastS = Math.max(lastS, times.at(-1) ?? lastS);
    }
    return { source, format, machines, firstS, lastS };
  }
}
