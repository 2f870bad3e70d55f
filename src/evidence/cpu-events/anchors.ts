import { srv } from '../../hosts/srv.ts';
import { kernelCycles, type MachineSteps, type RowSteps } from './steps.ts';

/** A measured row that calibrates a machine. */
export interface Anchor {
  id: string;
  row: RowSteps;
  cycles: number;
}

/** Steps of a machine with the relative uncertainty each has from these anchors. */
export interface Calibration {
  steps: MachineSteps;
  uncertainty: MachineSteps;
}

const REFERENCE_EXIT = srv.anchors.smallestExitCycles.value;
const kinds = ['exit', 'user', 'wake'] as const;
/** How far the kernel part of a row may be off on another machine; the wide end of what the reference machines show. */
const KERNEL_SPREAD = 0.3;
/** How well a row repeats on one machine with the CPU pinned (averages of seven runs). */
const ROW_SPREAD = 0.02;
/** Above it, what is derived from a step may miss 15 % on the step's account alone. */
export const POOR = 0.1;

/** Which rows fix which step, for messages. */
const advice: Readonly<Record<(typeof kinds)[number], string>> = {
  exit: 'vmcall, cpuid, a MSR row, outl_to_kernel or portio_*_eventfd (hvc on Arm)',
  user: 'portio_no_eventfd (mmio_read_user on Arm); mmio_no_eventfd and inl_from_* are weaker',
  wake: 'ipi_halt or ipi',
};

function determinant(m: readonly (readonly number[])[]): number {
  const [a = [], b = [], c = []] = m;
  const at = (row: readonly number[], i: number) => row[i] ?? 0;
  return (
    at(a, 0) * (at(b, 1) * at(c, 2) - at(b, 2) * at(c, 1)) -
    at(a, 1) * (at(b, 0) * at(c, 2) - at(b, 2) * at(c, 0)) +
    at(a, 2) * (at(b, 0) * at(c, 1) - at(b, 1) * at(c, 0))
  );
}

/** The step no anchor of these reaches, or that they do not tell apart from another. */
function undetermined(anchors: readonly Anchor[]): string {
  const missing = kinds.find((kind) => anchors.every(({ row }) => row[kind] === 0));
  const step = missing ?? 'exit';
  const what = { exit: 'smallest exit', user: 'exit to user space', wake: 'wake-up' }[step];
  return missing
    ? `the ${what} is in none of them; give one of ${advice[step]}`
    : `they measure the same steps twice; give one each of: ${kinds.map((kind) => advice[kind]).join('; ')}`;
}

/** Cramer's rule on what the rows measure beyond their kernel parts, with the weight each row has in each step. */
function solve(anchors: readonly Anchor[], kernel: readonly number[], whole: number) {
  const matrix = anchors.map(({ row }) => kinds.map((kind) => row[kind]));
  const steps = { exit: 0, user: 0, wake: 0 };
  const variance = { exit: 0, user: 0, wake: 0 };
  for (const [column, kind] of kinds.entries()) {
    for (const [i, { cycles }] of anchors.entries()) {
      const unit = matrix.map((line, r) =>
        line.map((value, c) => (c === column ? (r === i ? 1 : 0) : value)),
      );
      const weight = determinant(unit) / whole;
      const software = kernel[i] ?? 0;
      steps[kind] += weight * (cycles - software);
      variance[kind] +=
        weight ** 2 * ((ROW_SPREAD * cycles) ** 2 + (KERNEL_SPREAD * software) ** 2);
    }
  }
  return { steps, variance };
}

/** Rounds after which the exit a handler is scaled by and the exit found agree to well below a cycle. */
const ROUNDS = 40;

/** The machine's steps from three rows, or why these three do not fix them. */
export function solveAnchors(anchors: readonly Anchor[]): Calibration | string {
  const whole = determinant(anchors.map(({ row }) => kinds.map((kind) => row[kind])));
  if (anchors.length !== 3 || Math.abs(whole) < 1e-9) return undetermined(anchors);
  const kernelAt = (exit: number) => anchors.map(({ row }) => kernelCycles(row, exit));
  let solved = solve(anchors, kernelAt(REFERENCE_EXIT), whole);
  for (let round = 0; round < ROUNDS; round++) {
    solved = solve(anchors, kernelAt(Math.max(1, solved.steps.exit)), whole);
  }
  const { steps, variance } = solved;
  const negative = kinds.find((kind) => !(steps[kind] > 0));
  if (negative) return `they contradict each other: the ${negative} step comes out below nothing`;
  const part = (kind: (typeof kinds)[number]) => Math.sqrt(variance[kind]) / steps[kind];
  return {
    steps,
    uncertainty: { exit: part('exit'), user: part('user'), wake: part('wake') },
  };
}

/** A sentence for every step these anchors fix badly. */
export function weakSteps({ uncertainty }: Calibration): string[] {
  return kinds
    .filter((kind) => uncertainty[kind] > POOR)
    .map(
      (kind) =>
        `poor anchors: they fix the ${kind} step to ${Math.round(100 * uncertainty[kind])} % only; better: ${advice[kind]}`,
    );
}
