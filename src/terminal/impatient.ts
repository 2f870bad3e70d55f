import { constants, openSync, writeSync } from 'node:fs';

const { O_WRONLY, O_NOCTTY, O_NONBLOCK } = constants;

/** Second openings by the descriptor they are of: one terminal needs one. */
const openings = new Map<number, number | undefined>();

/**
 * Another descriptor of the terminal behind `fd` that refuses what the terminal does not take at once: one that is
 * stopped (Ctrl-S) would keep whoever writes waiting, and with it the work a line of progress tells of. Undefined where
 * the system has no such opening.
 */
export function impatient(fd: number): number | undefined {
  if (!openings.has(fd)) openings.set(fd, openedAgain(fd));
  return openings.get(fd);
}

function openedAgain(fd: number): number | undefined {
  try {
    return openSync(`/proc/self/fd/${fd}`, O_WRONLY | O_NOCTTY | O_NONBLOCK);
  } catch {
    return undefined;
  }
}

/** Writes what the terminal takes now and drops the rest. */
export function writeOrDrop(fd: number, text: string): void {
  try {
    writeSync(fd, text);
  } catch {
    // It is stopped or gone: the next line says more than this one.
  }
}
