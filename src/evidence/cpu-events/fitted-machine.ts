import { UserError } from '../../errors.ts';
import type { Host } from '../../hosts/host.ts';
import { sourced } from '../../sourced.ts';
import { max, median } from '../../statistics.ts';
import { type Anchor, type Calibration, POOR, solveAnchors } from './anchors.ts';
import { cyclesOf, type RowSteps, rowsOf } from './steps.ts';

/** The bound of the suite for vmexit rows: what a calibration has to keep on rows it did not see. */
export const HELD_OUT_BOUND = 0.15;
/** Rows kept back that say something together. */
export const LEAST_HELD_OUT = 2;
/** Rows of one log that are tried as anchors. */
const MOST_ROWS = 64;

/** A row of the recording that took no part in the fit. */
export interface HeldOut {
  row: string;
  measured: number;
  predicted: number;
  /** predicted / measured - 1 */
  error: number;
}

export interface FittedMachine {
  anchors: string[];
  calibration: Calibration;
  heldOut: HeldOut[];
  medianError: number | null;
  worstError: number | null;
  /** Rows of the log whose steps are not known, or depend on a release nobody named. */
  left: string[];
}

export type Release = readonly [number, number];

/** The rows of a log with known steps. Without a release, those that every release takes the same way. */
function known(cycles: ReadonlyMap<string, number>, release: Release | undefined) {
  const kind = cycles.has('hvc') ? 'arm_vgic' : 'x86';
  const rows = rowsOf(kind, release);
  const newest = rowsOf(kind, [99, 0]);
  const same = (name: string) =>
    release !== undefined || JSON.stringify(rows[name]) === JSON.stringify(newest[name]);
  const found: Anchor[] = [];
  const left: string[] = [];
  for (const [id, value] of cycles) {
    const row: RowSteps | undefined = Object.hasOwn(rows, id) ? rows[id] : undefined;
    if (row && value > 0 && same(id)) found.push({ id, row, cycles: value });
    else left.push(id);
  }
  return { found: found.slice(0, MOST_ROWS), left };
}

const weakness = ({ uncertainty }: Calibration) => max(Object.values(uncertainty));

/** Of all rows those three that fix every step best, judged by how they repeat, never by the rows kept back. */
function bestAnchors(rows: readonly Anchor[]): Anchor[] {
  let best: { anchors: Anchor[]; weakness: number } | undefined;
  for (const [i, a] of rows.entries()) {
    for (const [j, b] of rows.entries()) {
      if (j <= i) continue;
      for (const c of rows.slice(j + 1)) {
        const solved = solveAnchors([a, b, c]);
        if (typeof solved === 'string') continue;
        const weak = weakness(solved);
        if (!best || weak < best.weakness) best = { anchors: [a, b, c], weakness: weak };
      }
    }
  }
  if (best) return best.anchors;
  throw new UserError(
    'expected three rows that fix a machine: vmcall or cpuid, portio_no_eventfd or mmio_no_eventfd, and ipi or ipi_halt (hvc, mmio_read_user and ipi on Arm).',
  );
}

function named(rows: readonly Anchor[], ids: readonly string[]): Anchor[] {
  const chosen = ids.map((id) => {
    const row = rows.find((one) => one.id === id);
    if (row) return row;
    const names = rows.map((one) => one.id).join(', ');
    throw new UserError(`--anchors: expected rows of the log (${names}), found "${id}".`);
  });
  if (new Set(ids).size === 3 && ids.length === 3) return chosen;
  throw new UserError(`--anchors: expected three different rows, found "${ids.join(',')}".`);
}

/**
 * A machine from three rows of a recording, in cycles per operation; the other rows are held out and judge it.
 * UserError where no three rows fix it. `ids` names the three; `release` is that of the kernel that ran.
 */
export function fitMachine(
  cycles: ReadonlyMap<string, number>,
  { ids, release }: { ids?: readonly string[] | undefined; release?: Release | undefined },
): FittedMachine {
  const { found, left } = known(cycles, release);
  const anchors = ids ? named(found, ids) : bestAnchors(found);
  const calibration = solveAnchors(anchors);
  if (typeof calibration === 'string') {
    throw new UserError(`--anchors: expected three rows that fix a machine, but ${calibration}.`);
  }
  const heldOut = found
    .filter((row) => !anchors.includes(row))
    .map(({ id, row, cycles: measured }): HeldOut => {
      const predicted = cyclesOf(row, calibration.steps);
      return { row: id, measured, predicted, error: predicted / measured - 1 };
    })
    .sort((a, b) => Math.abs(b.error) - Math.abs(a.error));
  const errors = heldOut.map(({ error }) => Math.abs(error));
  return {
    anchors: anchors.map(({ id }) => id),
    calibration,
    heldOut,
    medianError: errors.length > 0 ? median(errors) : null,
    worstError: errors.length > 0 ? max(errors) : null,
    left,
  };
}

/** Whether a step is known too badly for what is derived from it. */
export const isPoor = (calibration: Calibration): boolean => weakness(calibration) > POOR;

/** A profile with the exits of a fitted machine; an interval is never narrower than 5 % and than the anchors allow. */
export function withSteps(
  profile: Host,
  { steps, uncertainty }: Calibration,
  source: string,
): Host {
  const measured = (cycles: number, spread: number) =>
    sourced(cycles, 'cycles', 'measured', source, Math.min(1, Math.max(0.05, spread)));
  return {
    ...profile,
    anchors: {
      smallestExitCycles: measured(steps.exit, uncertainty.exit),
      userExitCycles: measured(steps.exit + steps.user, uncertainty.user),
      ipiWakeCycles: measured(steps.wake, uncertainty.wake),
    },
  };
}
