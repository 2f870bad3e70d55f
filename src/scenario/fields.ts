import * as z from 'zod';
import { group, present } from '../elements.ts';
import { UserError } from '../errors.ts';
import { techniqueById, techniques } from '../techniques/compositions.ts';
import { parseBytes, parseSeconds } from '../units.ts';

/** A name of the user: short enough for a table, free of what separates the parts of a cell's name. */
export const name = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u,
    'expected letters, digits, space, dot, dash; at most 64',
  );

/** A number or text with a unit, as a number; `of` gives undefined for what it cannot read. */
function quantity(of: (text: string) => number | undefined, expected: string) {
  return z.union([z.number(), z.string()]).transform((value, context) => {
    const found = typeof value === 'number' ? value : of(value);
    if (found !== undefined && found > 0 && Number.isFinite(found)) return found;
    context.issues.push({ code: 'custom', message: expected, input: value });
    return z.NEVER;
  });
}

/** Bytes as a number or as text with a unit. */
export const size = quantity(parseBytes, 'expected a size such as 64MiB or 8GiB').refine(
  Number.isSafeInteger,
  'expected whole bytes',
);

/** Seconds as a number or as text with a unit. */
export const duration = quantity(parseSeconds, 'expected a duration such as 300ms or 24h');

/** Bytes a second: 10Gb/s (bits), 1.2GB/s or 128MiB/s. */
export const bandwidth = quantity((text) => {
  const bits = /^\s*(\d+(?:\.\d+)?)\s*([kMGT]?)b(?:it)?(?:\/s|ps)\s*$/.exec(text);
  if (bits)
    return (
      (Number(bits[1]) * present({ '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 }[group(bits, 2)])) / 8
    );
  return parseBytes(text.replace(/\/s\s*$/, ''));
}, 'expected a bandwidth such as 10Gb/s or 128MiB/s');

export const share = z.number().min(0).max(1);

/** A composition, or one with knobs turned: its id names them in the order of their list, so that each has one name. */
const turned = z
  .string()
  .regex(/^[a-z0-9-]{1,40}@[a-z0-9,-]{1,200}$/, 'expected TECHNIQUE@KNOB such as hardware@hosted')
  .transform((text, context) => {
    try {
      return techniqueById(text).id;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      context.issues.push({ code: 'custom', message: error.message, input: text });
      return z.NEVER;
    }
  });
export const technique = z.union([z.enum(techniques.map(({ id }) => id)), turned]);
