/** Quantities with units in text: "4KiB", "1.5 GB", "250ms". KiB and a bare K are binary (as in QEMU), kB is decimal. */
import { group, present } from './elements.ts';

/** Bytes of a GiB. */
export const GIB = 2 ** 30;
/** MiB of a GiB: inventories state memory in MiB, people in GiB. */
export const MIB_PER_GIB = 1024;

const binary: Record<string, number> = {
  '': 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
  p: 2 ** 50,
};
const decimal: Record<string, number> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12, p: 1e15 };
const seconds: Record<string, number> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  min: 60,
  h: 3600,
  d: 86_400,
};

/** Bytes from "4096", "4KiB", "1.5GB"; undefined when it is not a size or not a whole number of bytes. */
export function parseBytes(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgtp]?)(i?)(b?)\s*$/i.exec(text);
  if (!match) return undefined;
  const prefix = group(match, 2).toLowerCase();
  if (match[3] && !prefix) return undefined;
  const isDecimal = match[4] && !match[3];
  const bytes = Number(match[1]) * present((isDecimal ? decimal : binary)[prefix]);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Seconds from "250ms", "1.5 h", "20"; undefined when it is not a duration. */
export function parseSeconds(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s|min|h|d)?\s*$/.exec(text);
  return match ? Number(match[1]) * present(seconds[match[2] ?? 's']) : undefined;
}
