import type { HeldOut } from '../../evidence/cpu-events/fitted-machine.ts';
import type { FigureCell } from '../../figure.ts';
import type { Host } from '../../hosts/host.ts';
import type { Message } from '../../message.ts';

/** What one kind of recording adds to a profile, and how it does on the rows it was not fitted to. */
export interface Part {
  host: Host;
  /** What was fitted, cycles: `step`, `cycles`, `low`, `high`. */
  steps: Record<string, FigureCell>[];
  heldOut: HeldOut[];
  /** Rows of the recording that were no help. */
  left: string[];
  notes: Message[];
  /** More of it for `--json`. */
  json?: Record<string, unknown>;
}

/** A row of the table of steps. */
export const stepRow = (
  step: string,
  { value, low, high }: { value: number; low: number; high: number },
): Record<string, FigureCell> => ({ ...{ step, cycles: value, low, high } });
