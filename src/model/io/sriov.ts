import { UserError } from '../../errors.ts';

/** Virtual functions one PCIe function can offer in practice: powers of two up to 512. */
export const vfChoices = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] as const;

/** A PCIe bus number has 256 functions; physical ones take theirs first. */
export function virtualFunctions(physicalFunctions: number, functions = 256): number {
  return functions - physicalFunctions;
}

/** True when the interrupt vectors of all virtual functions stay below the host's limit. */
export function fitsVectors(
  groups: readonly { functions: number; vectorsEach: number }[],
  limit: number,
): boolean {
  return groups.reduce((sum, group) => sum + group.functions * group.vectorsEach, 0) < limit;
}

/** Functions a host can use: the last one is admitted while fewer than `limit` vectors are taken. */
export function admittedFunctions(vectorsEach: number, limit: number): number {
  return Math.ceil(limit / vectorsEach);
}

export interface VfCurve {
  functions: number;
  /** Rate of all functions together, Gbit/s. */
  totalGbps: number;
  perFunctionGbps: number;
  /** CPU of the host, percent of one core, all machines together. */
  cpuPercent: number;
  /** Machines beyond the adapter's functions or vectors share one emulated path. */
  withoutFunction: number;
}

/**
 * One machine per virtual function at line rate: the wire is divided evenly and the host pays per
 * machine (timer and interrupts), not per packet, because the adapter switches in hardware.
 */
export function vfCurve(
  machines: number,
  options: {
    functions: number;
    vectorsEach: number;
    msix: number;
    goodputGbps: number;
    cpuPercentPerMachine: number;
  },
): VfCurve {
  if (!Number.isSafeInteger(machines) || machines < 1)
    throw new UserError(`expected 1 or more machines, found ${machines}.`);
  const usable = Math.min(
    options.functions,
    Math.floor(options.msix / options.vectorsEach),
    machines,
  );
  return {
    functions: usable,
    totalGbps: options.goodputGbps,
    perFunctionGbps: options.goodputGbps / machines,
    cpuPercent: usable * options.cpuPercentPerMachine,
    withoutFunction: machines - usable,
  };
}
