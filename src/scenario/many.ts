import { z } from 'zod';
import { formatBytes, formatSeconds } from '../format.ts';
import { bandwidth, duration, size } from './fields.ts';

/*
 * Every field of a VM and of a study's settings may be a list: one case for each entry. The strict schema of one case is
 * written once; the schema that also takes lists is derived from it.
 */

interface Def {
  type: string;
  innerType?: z.ZodType;
  shape?: Record<string, z.ZodType>;
}
const defOf = (schema: z.ZodType) => schema.def as unknown as Def;

/** The schema inside optional and default wrappers. */
function bare(schema: z.ZodType): z.ZodType {
  const { innerType } = defOf(schema);
  return innerType === undefined ? schema : bare(innerType);
}

function described<T extends z.ZodType>(schema: T, from: z.ZodType): T {
  const text = from.description ?? bare(from).description;
  return text === undefined ? schema : (schema.describe(text) as T);
}

/** Where every leaf may also be a list of leaves and nothing is required yet; a leaf that is a list itself stays one. */
export function manyOf(schema: z.ZodType): z.ZodType {
  const inner = bare(schema);
  const { type, shape } = defOf(inner);
  if (type === 'object' && shape) {
    const fields = Object.entries(shape).map(
      ([key, field]) => [key, described(manyOf(field).optional(), field)] as const,
    );
    return z.strictObject(Object.fromEntries(fields));
  }
  if (type === 'array') return inner;
  return z.union([inner, z.array(inner).min(1)]);
}

/** One case of something with lists in it, and which entry of each list it has, by path. */
export interface Variant {
  value: Record<string, unknown>;
  choices: Record<string, string>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What reads the text of a quantity; refined and described copies of a schema share it. */
const readerOf = (schema: z.ZodType) => (schema.def as unknown as { out?: unknown }).out;

/** How a chosen value is written in the name of a variant; a slash would part it. */
function shown(value: unknown, schema: z.ZodType): string {
  const reader = readerOf(bare(schema));
  if (typeof value === 'number' && reader !== undefined) {
    if (reader === readerOf(size)) return formatBytes(value).replace(' ', '');
    if (reader === readerOf(bandwidth)) return `${Number(((8 * value) / 1e9).toPrecision(4))}Gbps`;
    if (reader === readerOf(duration)) return formatSeconds(value).replace(' ', '');
  }
  if (Array.isArray(value)) return value.map((one) => shown(one, schema)).join('+');
  return typeof value === 'object' ? 'own' : String(value).replaceAll('/', '_');
}

/** Every combination of the lists in `value`, last list fastest; `schema` is the schema of one case. */
export function variantsOf(value: Record<string, unknown>, schema: z.ZodType): Variant[] {
  const shape = defOf(bare(schema)).shape ?? {};
  let all: Variant[] = [{ value: {}, choices: {} }];
  for (const [key, given] of Object.entries(value)) {
    const field = shape[key];
    const leaf = field && bare(field);
    const options: Variant[] =
      Array.isArray(given) && leaf && defOf(leaf).type !== 'array'
        ? given.map((one) => ({
            value: { [key]: one },
            choices: given.length > 1 ? { [key]: shown(one, leaf) } : {},
          }))
        : isObject(given) && leaf && defOf(leaf).type === 'object'
          ? variantsOf(given, leaf).map((inner) => ({
              value: { [key]: inner.value },
              choices: Object.fromEntries(
                Object.entries(inner.choices).map(([path, text]) => [`${key}.${path}`, text]),
              ),
            }))
          : [{ value: { [key]: given }, choices: {} }];
    all = all.flatMap((before) =>
      options.map((option) => ({
        value: { ...before.value, ...option.value },
        choices: { ...before.choices, ...option.choices },
      })),
    );
  }
  return all;
}

/** `given` over `base`, objects field by field. */
export function laidOver(
  base: Record<string, unknown>,
  given: Record<string, unknown>,
): Record<string, unknown> {
  const merged = { ...base };
  for (const [key, value] of Object.entries(given)) {
    const below = merged[key];
    merged[key] = isObject(below) && isObject(value) ? laidOver(below, value) : value;
  }
  return merged;
}

/** `memory 4GiB, disk.keep 7`: what tells a variant from its siblings; empty where there are none. */
export function choiceText(choices: Readonly<Record<string, string>>): string {
  return Object.entries(choices)
    .map(([path, text]) => `${path} ${text}`)
    .join(', ');
}
