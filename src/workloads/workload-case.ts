import type { EventId } from '../techniques/events.ts';

/** A workload of a scenario: an address stream (a trace or a pattern) and what the guest does beside it. */
export interface WorkloadCase {
  name: string;
  /** Trace file, its format where nothing inside tells it, and the one process of it that counts. */
  trace?: string | undefined;
  format?: string | undefined;
  process?: number | undefined;
  pattern?: WorkloadPattern | undefined;
  /** Guest instructions per access of the stream. */
  instructionsPerAccess: number;
  /** On bare metal, without waiting for memory or TLB misses. */
  cyclesPerInstruction: number;
  /** Cache misses that overlap; 1 for dependent accesses. */
  missesInFlight: number;
  /** Share of floating-point instructions, 0 to 1. */
  floatShare: number;
  /** Id of an event mix, or events per million guest instructions. */
  events: string | Partial<Record<EventId, number>>;
}

/** A synthetic address stream; sizes in bytes. */
export interface WorkloadPattern {
  kind: string;
  footprint: number;
  accesses: number;
  stride?: number | undefined;
  skew?: number | undefined;
  window?: number | undefined;
}
