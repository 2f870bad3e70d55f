import type { EventId } from '../../techniques/events.ts';

/**
 * What a guest does besides touching memory: events per million guest instructions. A mix is an input,
 * like a synthetic address pattern: it describes a kind of workload and claims no measurement. Replace
 * it by your own rates in the scenario, or import them from a running guest. `branch` counts calls and
 * returns of the guest kernel alone: binary translation runs user code directly.
 */
export interface Mix {
  id: string;
  title: string;
  /** Why the rates are what they are. */
  rationale: string;
  perMillionInstructions: Readonly<Partial<Record<EventId, number>>>;
}
