import { InvalidArgumentError, type Option } from 'commander';
import {
  type QuantityKind,
  quantityExample,
  quantityIn,
  quantityProblem,
  quantityText,
} from '../units.ts';

interface Placeholder {
  kind: QuantityKind;
  /** Base units of the kind (bytes, bytes/s, bits/s, seconds, one, hertz) in a number without a unit. */
  per: number;
}

/**
 * What an option takes is said by the word in its brackets: `--downtime-limit <ms>` takes 300, and 300ms or 0.3s as
 * well. A new option of a quantity needs no parser of units of its own, only the right word.
 */
const placeholders: Readonly<Record<string, Placeholder>> = {
  size: { kind: 'size', per: 1 },
  GiB: { kind: 'size', per: 2 ** 30 },
  rate: { kind: 'rate', per: 1 },
  'MB/s': { kind: 'rate', per: 1e6 },
  'MiB/s': { kind: 'rate', per: 2 ** 20 },
  'Gbit/s': { kind: 'link', per: 1e9 },
  us: { kind: 'duration', per: 1e-6 },
  ms: { kind: 'duration', per: 1e-3 },
  s: { kind: 'duration', per: 1 },
  min: { kind: 'duration', per: 60 },
  h: { kind: 'duration', per: 3600 },
  GHz: { kind: 'clock', per: 1e9 },
  n: { kind: 'count', per: 1 },
};

const wordOf = ({ flags }: Option) => /[<[]([^\]>]+?)(?:\.\.\.)?[>\]]/.exec(flags)?.[1] ?? '';

/** What quantity an option takes; undefined where it takes something else, or nothing. */
export function quantityOf(option: Option): Placeholder | undefined {
  const word = wordOf(option);
  // A name of a few is no quantity, whatever its brackets say: --lacp <rate>.
  if (option.argChoices) return undefined;
  return Object.hasOwn(placeholders, word) ? placeholders[word] : undefined;
}

/** The text as a number in the unit of the option, for the parser the option has. */
function inUnit(text: string, { kind, per }: Placeholder): string {
  if (kind !== 'size' && /^\s*[\d.]+(?:e[+-]?\d+)?\s*$/i.test(text)) return text;
  const value = quantityIn(kind, text, per);
  if (value === undefined) throw new InvalidArgumentError(quantityProblem(kind, text));
  return String(kind === 'rate' && per === 1 ? Math.round(value) : value);
}

type Parser = NonNullable<Option['parseArg']>;

/** A parser's answer for a number in the unit of the option; its message quotes what was typed. */
function asTyped(parse: Parser, typed: string, number: string, before: unknown): unknown {
  try {
    return parse(number, before);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const message = error.message.replace(`found "${number}"`, () => `found "${typed}"`);
    throw new InvalidArgumentError(message);
  }
}

/** The default of an option as its user would write it. */
function defaultText({ defaultValue }: Option, { kind, per }: Placeholder): string | undefined {
  return typeof defaultValue === 'number' && defaultValue !== 0
    ? quantityText(kind, Number((defaultValue * per).toPrecision(15)))
    : undefined;
}

/** Makes an option take every unit of its kind and show its default with one. */
export function readQuantities(option: Option): void {
  const quantity = quantityOf(option);
  if (!quantity) return;
  const inner = option.parseArg;
  if (inner)
    option.argParser((text, before) => asTyped(inner, text, inUnit(text, quantity), before));
  const text = option.defaultValueDescription ?? defaultText(option, quantity);
  if (text !== undefined) option.default(option.defaultValue, text);
}

/** A line for each kind of quantity among the options: how it is written. */
export function quantityLines(options: readonly Option[]): string[] {
  const words = new Map<QuantityKind, string[]>();
  for (const option of options) {
    const { kind } = quantityOf(option) ?? {};
    if (kind === undefined || kind === 'count') continue;
    const word = `<${wordOf(option)}>`;
    const known = words.get(kind) ?? [];
    if (!known.includes(word)) words.set(kind, [...known, word]);
  }
  return [...words].map(([kind, list]) => `  ${list.join(', ')}: ${quantityExample(kind)}`);
}
