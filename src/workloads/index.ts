import { UserError } from '../errors.ts';
import { unknownName } from '../names.ts';
import { chase } from './chase.ts';
import { gups } from './gups.ts';
import { phases } from './phases.ts';
import { sequential, strided } from './strided.ts';
import { uniform } from './uniform.ts';
import type { Workload } from './workload.ts';
import { zipf } from './zipf.ts';

/** Every synthetic address stream. A new one is one file and one line. */
export const workloads: readonly Workload[] = [
  sequential,
  strided,
  uniform,
  zipf,
  gups,
  chase,
  phases,
];

export function findWorkload(id: string): Workload {
  const found = workloads.find((workload) => workload.id === id);
  if (found) return found;
  throw new UserError(
    unknownName(
      'a pattern',
      id,
      workloads.map((workload) => workload.id),
    ),
  );
}
