import { z } from 'zod';
import { UserError } from '../errors.ts';
import { techniqueById, techniques } from '../techniques/compositions.ts';
import {
  parseLink,
  parseQuantityOf,
  parseRate,
  type QuantityKind,
  quantityExample,
  quantityProblem,
} from '../units.ts';

/** A name of the user: short enough for a table, free of what separates the parts of a cell's name. */
export const name = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u,
    'expected letters, digits, space, dot, dash; at most 64',
  );

/** A number in the base unit, or text of the one grammar, as a number; `of` replaces how the text is read. */
function quantity(
  kind: QuantityKind,
  of = (text: string): number | undefined => parseQuantityOf(kind, text),
) {
  return z.union([z.number(), z.string()]).transform((value, context) => {
    const found = typeof value === 'number' ? value : of(value);
    if (found !== undefined && found > 0 && Number.isFinite(found)) return found;
    const message =
      typeof value === 'string'
        ? quantityProblem(kind, value)
        : `expected ${quantityExample(kind)}`;
    context.issues.push({ code: 'custom', message, input: value });
    return z.NEVER;
  });
}

/** Bytes as a number or as text with a unit. */
export const size = quantity('size').refine(Number.isSafeInteger, 'expected whole bytes');

/** Seconds as a number or as text with a unit. */
export const duration = quantity('duration');

/** Bytes a second as a number, or what a link carries as text: 10Gb/s and 25G are bits, 128MiB/s bytes. */
export const bandwidth = quantity('link', (text) => {
  // A number alone is in bytes, as one that is no text.
  const bits = /^\s*\d+(?:\.\d+)?\s*$/.test(text)
    ? 8 * (parseRate(text) ?? Number.NaN)
    : parseLink(text);
  return bits === undefined ? undefined : bits / 8;
});

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
