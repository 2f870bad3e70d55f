/** Fields of YAML files that take a number in the unit of their name, or text with any unit of the one grammar. */

import { z } from 'zod';
import { type QuantityKind, quantityIn, quantityProblem } from './units.ts';

/**
 * A field whose number is in a unit of `per` base units (bytes, bytes/s, bits/s, seconds, one, hertz), and whose text is
 * a quantity of its kind: `amount(z.number().positive(), 'size', 2 ** 30)` takes 64 and "64GiB". Bounds are those of
 * the number.
 */
export const amount = (schema: z.ZodType<number, number>, kind: QuantityKind, per = 1) =>
  z
    .union([z.number(), z.string()])
    .transform((value, context) => {
      if (typeof value === 'number') return value;
      const found = quantityIn(kind, value, per);
      if (found !== undefined) return found;
      context.issues.push({ code: 'custom', message: quantityProblem(kind, value), input: value });
      return z.NEVER;
    })
    .pipe(schema);

type Bounds = z.ZodType<number, number>;
/** GiB and MiB; "1TiB" too. */
export const inGib = (schema: Bounds) => amount(schema, 'size', 2 ** 30);
export const inMib = (schema: Bounds) => amount(schema, 'size', 2 ** 20);
/** Mbit/s and Gbit/s; "25G" too. */
export const inMbit = (schema: Bounds) => amount(schema, 'link', 1e6);
export const inGbit = (schema: Bounds) => amount(schema, 'link', 1e9);
/** MiB a second; "20MB/s" too. */
export const inMibPerS = (schema: Bounds) => amount(schema, 'rate', 2 ** 20);
/** MHz; "2.6GHz" too. */
export const inMhz = (schema: Bounds) => amount(schema, 'clock', 1e6);
/** Durations in milliseconds, seconds, minutes, hours and days; "300ms" too. */
export const inMs = (schema: Bounds) => amount(schema, 'duration', 1e-3);
export const inSeconds = (schema: Bounds) => amount(schema, 'duration');
export const inMinutes = (schema: Bounds) => amount(schema, 'duration', 60);
export const inHours = (schema: Bounds) => amount(schema, 'duration', 3600);
export const inDays = (schema: Bounds) => amount(schema, 'duration', 86_400);
/** Counts; "50k" too. */
export const inOnes = (schema: Bounds) => amount(schema, 'count');
