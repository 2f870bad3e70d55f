import { max, median } from '../../statistics.ts';
import { type Anchor, POOR, solveAnchors } from './anchors.ts';
import { machineOf } from './machines.ts';
import type { CpuRecord } from './records.ts';
import { cyclesOf, releaseIn, rowsOf } from './steps.ts';

/** One choice of three anchors of a machine, and how far the machine's other rows lie from what they predict. */
export interface Trial {
  machine: string;
  anchors: string[];
  rows: number;
  medianError: number;
  worstError: number;
  worstRow: string;
  /** The model was built from this machine's own rows. */
  calibration: boolean;
  /** Judged from the anchors alone, before any other row is seen. */
  poor: boolean;
}

/** Rows a machine needs beyond its three anchors for its errors to say something. */
const LEAST_OTHERS = 2;
const MOST_ROWS = 64;

/** Rows of each machine whose steps are known and whose value was measured. */
function machines(records: readonly CpuRecord[]): Map<string, Anchor[]> {
  const byMachine = new Map<string, Anchor[]>();
  for (const { id, value, conditions } of records) {
    const machine = machineOf(id);
    if (machine === undefined || !/\.vmexit\./.test(id)) continue;
    const rows = rowsOf(machine, releaseIn(conditions));
    const name = id.slice(id.lastIndexOf('.') + 1);
    const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
    if (!row || typeof value !== 'number' || !(value > 0)) continue;
    byMachine.set(machine, [...(byMachine.get(machine) ?? []), { id, row, cycles: value }]);
  }
  return byMachine;
}

function triples<T>(items: readonly T[]): [T, T, T][] {
  return items.flatMap((a, i) =>
    items.slice(i + 1).flatMap((b, j) => items.slice(i + j + 2).map((c): [T, T, T] => [a, b, c])),
  );
}

/** Every choice of three rows that fixes a machine, each judged on the machine's other rows. */
export function crossValidate(records: readonly CpuRecord[]): Trial[] {
  return [...machines(records)].flatMap(([machine, all]) => {
    const rows = all.slice(0, MOST_ROWS);
    if (rows.length < 3 + LEAST_OTHERS) return [];
    return triples(rows).flatMap((anchors): Trial[] => {
      const solved = solveAnchors(anchors);
      if (typeof solved === 'string') return [];
      const errors = rows
        .filter((row) => !anchors.includes(row))
        .map(({ id, row, cycles }) => ({
          id,
          error: Math.abs(cyclesOf(row, solved.steps) / cycles - 1),
        }));
      const worst = errors.reduce((a, b) => (b.error > a.error ? b : a));
      return [
        {
          machine,
          anchors: anchors.map(({ id }) => id),
          rows: errors.length,
          medianError: median(errors.map(({ error }) => error)),
          worstError: worst.error,
          worstRow: worst.id,
          calibration: machine === 'server',
          poor: Object.values(solved.uncertainty).some((part) => part > POOR),
        },
      ];
    });
  });
}

/** The trials of each machine in one line: choices, how many are poor, errors of the good ones. */
export function summarizeTrials(trials: readonly Trial[]) {
  return [...new Set(trials.map(({ machine }) => machine))].map((machine) => {
    const mine = trials.filter((trial) => trial.machine === machine);
    const good = mine.filter(({ poor }) => !poor);
    return {
      machine,
      choices: mine.length,
      poorChoices: mine.length - good.length,
      calibration: mine.every(({ calibration }) => calibration),
      medianError: good.length ? median(good.map(({ medianError }) => medianError)) : null,
      worstError: good.length ? max(good.map(({ worstError }) => worstError)) : null,
    };
  });
}
