import type { EventId } from '../../techniques/events.ts';

/** Exits of one reason, summed over vCPUs and tables. Times are microseconds spent outside the guest. */
export interface ExitCount {
  /** As the tool names it, without prefix such as EXIT_REASON_. */
  reason: string;
  count: number;
  totalUs?: number;
  minUs?: number;
  maxUs?: number;
  meanUs?: number;
}

/** A counter that is no exit reason: a KVM statistic or a tracepoint. */
export interface Counter {
  name: string;
  count: number;
}

export interface Latency {
  name: string;
  value: number;
  unit: 'cycles' | 'ns' | 'us';
  minimum?: number;
  maximum?: number;
  /** The model's event this is the price of, where the tool measures exactly that. */
  event?: EventId;
}

/** Latency of dependent loads by the size of the array they are in. */
export interface LatencyCurve {
  /** Bytes from one load to the next. */
  stride: number;
  /** Whether the loads are in random order; absent where the file does not say. */
  random?: boolean;
  points: { bytes: number; ns: number }[];
}

/** One table of exits of a recording: of a vCPU, or of an interval. */
export interface ExitTable {
  title: string;
  exits: ExitCount[];
}

/** Percentages are of one vCPU: 100 is one vCPU for all of the time. */
export interface Scheduling {
  usedPercent?: number;
  runPercent?: number;
  systemPercent?: number;
  waitPercent?: number;
  idlePercent?: number;
  /** Runnable, but no physical CPU was free. */
  readyPercent?: number;
  /** Stopped until sibling vCPUs catch up. */
  costopPercent?: number;
  maxLimitedPercent?: number;
  /** Nanoseconds in the run queue, summed over vCPUs. */
  stealNs?: number;
  /** Nanoseconds of CPU time, summed over vCPUs. */
  cpuNs?: number;
}

/** What a monitoring tool or a microbenchmark says about a guest. Counts are never negative and never NaN. */
export interface GuestStats {
  format: string;
  /** Name of the guest, or what the tool says it measured. Comes from the file: escape it. */
  title: string;
  /** Time the counts cover; absent when the file does not say. */
  seconds?: number;
  vcpus?: number;
  exits?: ExitCount[];
  /** All exits, where the tool says so; reasons may cover less. */
  totalExits?: number;
  counters?: Counter[];
  events: Partial<Record<EventId, number>>;
  latencies?: Latency[];
  /** Clock of the processor as the tool measured it, MHz, once a run; load latencies by size. */
  memory?: { mhz: number[]; curves: LatencyCurve[] };
  /** The tables the exits are the sum of, where there are several; rows left out are not among them. */
  tables?: ExitTable[];
  bandwidths?: { name: string; megabytesPerS: number }[];
  scheduling?: Scheduling;
  /** One entry per guest when the file has several; the counts above are their sum. */
  guests?: GuestStats[];
  warnings: string[];
}

/** A reader of one tool's output. A new one is one file and one line in `index.ts`. */
export interface GuestStatsFormat {
  id: string;
  title: string;
  /** What is read from it. */
  describe: string;
  /** How to make such a file. */
  make: string;
  /** True when the beginning of a file (up to 64 Ki characters) looks like this format. */
  sniff(text: string): boolean;
  /** Throws a UserError with file, line, what was expected and what was found. */
  read(text: string, file: string): GuestStats;
}
