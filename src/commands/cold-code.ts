import { setFlagsFromString } from 'node:v8';

/** Bytecode a function runs between two looks at whether it is worth optimizing: V8's own number since 11.3 (Node 20). */
const DEFAULT = 67_584;
/** A page of a dozen charts runs thousands of functions, each for a moment: few reach three times that. */
const PATIENT = 8_000_000;

const setBudget = (bytes: number) => setFlagsFromString(`--interrupt-budget=${bytes}`);

/**
 * Does work that runs much code for a short time: the optimizing compiler waits for what stays hot, else a third of the
 * CPU time of a page goes into compiling functions that are never called again.
 */
export async function onColdCode<T>(work: () => Promise<T>): Promise<T> {
  setBudget(PATIENT);
  try {
    return await work();
  } finally {
    setBudget(DEFAULT);
  }
}
