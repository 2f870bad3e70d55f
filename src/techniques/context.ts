import type { Host } from '../hosts/host.ts';
import { type Sourced, sourced, unverified } from '../sourced.ts';
import type { EventId } from './events.ts';
import { carry, type Reference } from './references/reference.ts';
import type { Settings } from './settings.ts';
import type { CostPart, CostTerm, CpuModeId, Technique } from './technique.ts';

/** How guest code runs and how it reaches the monitor. */
export interface CpuMode {
  id: CpuModeId;
  title: string;
  describe: string;
  /** Reaching the monitor and coming back, with the smallest handler. */
  trap: (context: PathContext, part: CostPart) => readonly CostTerm[];
  /** Reaching a device outside the monitor's kernel part and coming back. */
  deviceTrap: (context: PathContext) => readonly CostTerm[];
  /** A device's completion interrupt, delivery and acknowledgement. */
  interrupt: (context: PathContext) => readonly CostTerm[];
  /** Paths that differ from native; an event that is absent runs as on bare metal. */
  paths: Paths;
}

/** All a cost path may depend on. */
export interface PathContext {
  host: Host;
  technique: Technique;
  cpu: CpuMode;
  settings: Settings;
}

export interface Path {
  /** What happens, in order. */
  path: string;
  terms: readonly CostTerm[];
}

export type PathOf = (context: PathContext) => Path;
export type Paths = Readonly<Partial<Record<EventId, PathOf>>>;

export function term(label: string, part: CostPart, cycles: Sourced): CostTerm {
  return { label, part, cycles };
}

/** A term from a number of a reference machine. */
export function carried(
  label: string,
  part: CostPart,
  reference: Reference,
  { host }: PathContext,
): CostTerm {
  return term(label, part, carry(reference, host));
}

/** A term whose path is known and whose price nobody was seen measuring. */
export function guessed(label: string, part: CostPart, cycles: number, why: string): CostTerm {
  return term(label, part, unverified(cycles, 'cycles', `path known, cost estimated: ${why}`));
}

/** A step that costs nothing by construction. */
export function free(label: string, part: CostPart, why: string): CostTerm {
  return term(label, part, sourced(0, 'cycles', 'derived', why));
}
