import {
  count,
  exact,
  formatBytes,
  formatOverhead,
  formatSeconds,
  inProse,
  money,
  percentText,
  rounded,
  significant,
} from './format.ts';
import { type Language, languages } from './language.ts';
import { capital } from './words.ts';

/** Something to read: a message in every language, or a name that is the same in all of them. */
export type Text = string | Message;

/** One message in every language. `{name}` is a text, `{name:format}` a value, `{name|one|other}` a word by number. */
export type Entry = Readonly<Record<Language, string>>;

/** What a value is given as, and how each format shows it. */
interface Inputs {
  count: number;
  digits: number;
  short: number;
  number: number;
  prose: number;
  percent: number;
  money: number;
  overhead: number;
  seconds: number;
  ms: number;
  us: number;
  bytes: number;
  list: readonly Text[];
  commas: readonly Text[];
  semicolons: readonly Text[];
  spaces: readonly Text[];
  capital: Text;
}

const shownAs: { [F in keyof Inputs]: (value: Inputs[F], language: Language) => string } = {
  /** A whole number, grouped; a word from a billion on. */
  count,
  /** A number as it is, grouped from five digits on. */
  digits: exact,
  /** Three significant digits. */
  short: (value) => String(rounded(value, 3)),
  /** Four significant digits. */
  number: significant,
  /** Three significant digits, grouped: a number of prose. */
  prose: inProse,
  /** A share of one as percent. */
  percent: percentText,
  /** An amount, without its currency. */
  money,
  /** A ratio minus one as percent with its sign. */
  overhead: formatOverhead,
  /** Durations, given in seconds, milliseconds or microseconds. */
  seconds: formatSeconds,
  ms: (value, language) => formatSeconds(value / 1e3, language),
  us: (value, language) => formatSeconds(value / 1e6, language),
  /** Whole bytes with a binary unit, three significant digits. */
  bytes: (value) => formatBytes(Math.round(value), 3),
  list: (texts, language) => joined(texts, language, ', '),
  /** The same as data has it in English: no spaces. */
  commas: (texts, language) => joined(texts, language, ','),
  /** Clauses, whatever commas they hold. */
  semicolons: (texts, language) =>
    texts.map((text) => textIn(text, language)).join(language === 'zh' ? '；' : '; '),
  /** Sentences after each other. */
  spaces: (texts, language) =>
    texts.map((text) => textIn(text, language)).join(language === 'zh' ? '' : ' '),
  /** A text that begins a sentence. */
  capital: (text, language) => capital(textIn(text, language)),
};

const joined = (texts: readonly Text[], language: Language, between: string): string =>
  texts.map((text) => textIn(text, language)).join(language === 'zh' ? '、' : between);

type Value = Text | number | readonly Text[];
type Values = Readonly<Record<string, Value>>;

/** The holes of a pattern, without their braces. */
type Hole<S extends string> = S extends `${string}{${infer H}}${infer Rest}`
  ? H | Hole<Rest>
  : never;
type NameOf<H> = H extends `${infer N}:${string}`
  ? N
  : H extends `${infer N}|${string}`
    ? N
    : H & string;
type InputOf<H> = H extends `${string}:${infer F}`
  ? F extends keyof Inputs
    ? Inputs[F]
    : { unknownFormat: F }
  : H extends `${string}|${string}`
    ? number
    : Text;
/** The values a pattern asks for, by name. */
export type ValuesOf<S extends string> = {
  [N in NameOf<Hole<S>>]: InputOf<Extract<Hole<S>, N | `${N}:${string}` | `${N}|${string}`>>;
};

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** Refuses a translation whose values are not those of the English one. */
type Checked<T> = {
  [K in keyof T]: T[K] extends Entry
    ? {
        [L in Language]: Same<ValuesOf<T[K][L]>, ValuesOf<T[K]['en']>> extends true
          ? T[K][L]
          : { expectedTheValuesOfTheEnglishMessage: keyof ValuesOf<T[K]['en']> };
      }
    : Entry;
};

type Creators<T extends Record<string, Entry>> = {
  readonly [K in keyof T]: (
    ...values: keyof ValuesOf<T[K]['en']> extends never ? [] : [ValuesOf<T[K]['en']>]
  ) => Message;
};

const hole = /\{(\w+)(?::(\w+)|\|([^{}|]*)\|([^{}|]*))?\}/g;

const CJK = /[\u3400-\u9fff]/;
const LATIN = /[A-Za-z0-9]/;

/**
 * Two pieces of a Chinese sentence: a space between a Chinese and a Latin letter or digit, none between two Chinese
 * ones. Only where pieces meet: what a piece holds, such as a name, stays as it is.
 */
function meet(before: string, after: string): string {
  const spaced = before.endsWith(' ') || after.startsWith(' ');
  const [left, right] = [before.trimEnd().at(-1) ?? '', after.trimStart().at(0) ?? ''];
  if (spaced && CJK.test(left) && CJK.test(right)) return before.trimEnd() + after.trimStart();
  const foreign = (CJK.test(left) && LATIN.test(right)) || (LATIN.test(left) && CJK.test(right));
  return !spaced && foreign ? `${before} ${after}` : before + after;
}

function filled(pattern: string, found: RegExpExecArray, values: Values, language: Language) {
  const [, name = '', format, one, other] = found;
  const value = values[name];
  if (value === undefined) throw new RangeError(`no value "${name}" for "${pattern}"`);
  if (one !== undefined) return value === 1 ? one : (other ?? '');
  if (format === undefined) return textIn(value as Text, language);
  if (!Object.hasOwn(shownAs, format))
    throw new RangeError(`no format "${format}" in "${pattern}"`);
  return shownAs[format as keyof Inputs](value as never, language);
}

function fill(pattern: string, values: Values, language: Language): string {
  const join = language === 'zh' ? meet : (before: string, after: string) => before + after;
  let text = '';
  let at = 0;
  for (const found of pattern.matchAll(hole)) {
    text = join(text, pattern.slice(at, found.index));
    text = join(text, filled(pattern, found, values, language));
    at = found.index + found[0].length;
  }
  return join(text, pattern.slice(at));
}

/** A message with its values, rendered where the language is known: at the terminal, on the page, in `--json`. */
export class Message {
  /** `area.key`, the same in every language. */
  readonly key: string;
  readonly values: Values;
  readonly #entry: Entry;
  /** What it said before: a page asks each of its messages several times. */
  readonly #said: Partial<Record<Language, string>> = {};

  constructor(key: string, values: Values, entry: Entry) {
    this.key = key;
    this.values = values;
    this.#entry = entry;
  }
  in(language: Language): string {
    this.#said[language] ??= fill(this.#entry[language], this.values, language);
    return this.#said[language];
  }
  /** English, for sorting, tests and what stays the same in every language. */
  toString(): string {
    return this.in('en');
  }
  toJSON(): string {
    return this.in('en');
  }
}

export const textIn = (text: Text, language: Language): string =>
  typeof text === 'string' ? text : text.in(language);

/** The table behind an area, for the tests that read all of them. */
export const tableOf = Symbol('table');

export interface Area {
  readonly [tableOf]: { name: string; entries: Readonly<Record<string, Entry>> };
}

/** Messages of one area: `area('plan', { fits: { en: '…', zh: '…' } }).fits()` is a message. */
export function area<const T extends Record<string, Entry>>(
  name: string,
  entries: T & Checked<T>,
): Creators<T> & Area {
  const creators = Object.entries<Entry>(entries).map(([key, entry]) => [
    key,
    (values: Values = {}) => new Message(`${name}.${key}`, values, entry),
  ]);
  return { ...Object.fromEntries(creators), [tableOf]: { name, entries } };
}

type Others = Exclude<Language, 'en'>;

/**
 * Words that stand in data by their English spelling (headings of columns, verdicts, names of techniques): looked up
 * when they are shown, so that stored results, keys of `--json` and CSV are the same in every language.
 */
export interface Vocabulary<W extends string> extends Area {
  /** The word as a message; a text that is none of the words as it is. */
  (text: W): Message;
  (text: string): Text;
}

export function vocabulary<const W extends string>(
  name: string,
  words: Readonly<Record<Others, Readonly<Record<W, string>>>>,
): Vocabulary<W> {
  const entryOf = (en: string) =>
    Object.fromEntries(
      languages.map((language) => [language, language === 'en' ? en : words[language][en as W]]),
    ) as Entry;
  const found = new Map<string, Message>();
  const lookUp = (text: string): Text => {
    if (!Object.hasOwn(words.zh, text)) return text;
    const message = found.get(text) ?? new Message(`${name}.${text}`, {}, entryOf(text));
    found.set(text, message);
    return message;
  };
  const entries = () =>
    Object.fromEntries(Object.keys(words.zh).map((en) => [en, entryOf(en)] as const));
  return Object.defineProperty(lookUp, tableOf, {
    get: () => ({ name, entries: entries() }),
  }) as Vocabulary<W>;
}
