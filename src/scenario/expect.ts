import { z } from 'zod';
import { parseBytes, parseSeconds } from '../units.ts';
import { technique } from './fields.ts';

/** A bound such as `< 10 %`: what is expected of a figure of every cell it applies to. */
export interface Bound {
  text: string;
  operator: '<' | '<=' | '>' | '>=';
  /** Ratio for percents, seconds for durations, bytes for sizes, else the number. */
  value: number;
}

const form = /^\s*(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)\s*(.*?)\s*$/;

/** The bound in a text; undefined where it is none of this kind. */
export function parseBound(text: string, kind: 'ratio' | 'seconds' | 'bytes' | 'number') {
  const match = form.exec(text);
  if (!match) return undefined;
  const [, operator, digits, unit = ''] = match as unknown as [
    string,
    Bound['operator'],
    string,
    string,
  ];
  const read = (): number | undefined => {
    if (kind === 'ratio')
      return unit === '%' ? Number(digits) / 100 : unit === '' ? Number(digits) : undefined;
    if (kind === 'seconds') return unit === '' ? undefined : parseSeconds(`${digits}${unit}`);
    if (kind === 'bytes') return unit === '' ? undefined : parseBytes(`${digits}${unit}`);
    return unit === '' ? Number(digits) : undefined;
  };
  const value = read();
  return value === undefined ? undefined : { text, operator, value };
}

export function meets(bound: Bound, value: number): boolean {
  switch (bound.operator) {
    case '<':
      return value < bound.value;
    case '<=':
      return value <= bound.value;
    case '>':
      return value > bound.value;
    case '>=':
      return value >= bound.value;
  }
}

/** A figure a scenario can bound, and the study whose rows have it. */
export interface BoundableFigure {
  /** The word in `expect`. */
  word: string;
  study: string;
  column: string;
  kind: 'ratio' | 'seconds' | 'bytes' | 'number';
  /** Factor from the column's unit to that of the kind. */
  scale: number;
  describe: string;
}

const examples = { ratio: '"< 10 %"', seconds: '"< 300 ms"', bytes: '"> 1 GiB"', number: '"> 8"' };

/** `expect:` of a scenario or VM, over the figures studies offer. */
export function expectSchema(figures: readonly BoundableFigure[]) {
  const bounds = figures.map(({ word, kind, describe }) => [
    word,
    z
      .string()
      .refine(
        (text) => parseBound(text, kind) !== undefined,
        `expected a bound such as ${examples[kind]}`,
      )
      .optional()
      .describe(`${describe}, such as ${examples[kind]}`),
  ]);
  return z.strictObject({
    techniques: z
      .array(z.union([technique, z.string().max(200).regex(/\*/)]))
      .min(1)
      .optional()
      .describe('only under these techniques (ids or wildcards); all of the scenario by default'),
    ...(Object.fromEntries(bounds) as Record<string, z.ZodOptional<z.ZodString>>),
  });
}
