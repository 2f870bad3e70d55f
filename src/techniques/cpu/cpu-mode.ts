import type { PathContext, Paths } from '../context.ts';
import type { CostPart, CostTerm, CpuModeId } from '../technique.ts';

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
