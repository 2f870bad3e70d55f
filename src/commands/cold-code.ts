import { setV8Flag } from '../v8-flags.ts';

/** A page of a dozen charts runs thousands of functions, each for a moment: few run as much bytecode. */
const PATIENT = 8_000_000;

/**
 * Does work that runs much code for a short time: the optimizing compiler waits for what stays hot, else a third of the
 * CPU time of a page goes into compiling functions that are never called again.
 */
export async function onColdCode<T>(work: () => Promise<T>): Promise<T> {
  setV8Flag('interrupt-budget', PATIENT);
  try {
    return await work();
  } finally {
    setV8Flag('interrupt-budget');
  }
}
