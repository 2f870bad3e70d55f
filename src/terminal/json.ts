import type { Language } from '../language.ts';
import { LazyList } from '../lazy-list.ts';
import { Message } from '../message.ts';

/** What scripts read: rows and charts of a figure are the same in every language. */
const stable = new Set(['rows', 'spec']);

/** A message as data: its key and values, so that no script has to read words. */
function asData(message: Message): Record<string, unknown> {
  const values = Object.entries(message.values).map(([name, value]) => [name, plain(value)]);
  return { key: message.key, ...(values.length > 0 && { values: Object.fromEntries(values) }) };
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  return value instanceof Message ? asData(value) : value;
}

/** The entries of an object, each in its language: a `sentence` that is a message is followed by its key and values. */
function* entriesOf(
  value: object,
  language: Language,
): Generator<[name: string, entry: unknown, language: Language]> {
  for (const [name, one] of Object.entries(value)) {
    yield [name, one, stable.has(name) ? 'en' : language];
    if (name === 'sentence' && one instanceof Message) yield ['message', asData(one), language];
  }
}

const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Message);

/** A document with its messages in words: sentences in the language asked for, rows of figures in English. */
function inLanguage(value: unknown, language: Language): unknown {
  if (value instanceof Message) return value.in(language);
  if (Array.isArray(value)) return value.map((one) => inLanguage(one, language));
  if (!isContainer(value) || 'toJSON' in value) return value;
  const entries: [string, unknown][] = [];
  for (const [name, one, its] of entriesOf(value, language))
    entries.push([name, inLanguage(one, its)]);
  return Object.fromEntries(entries);
}

/** Values of a container that is written at once; as many characters of a text count as one more. */
const FEW = 1000;
const CHARACTERS = 1024;

/** Whether all that a value holds is so little that its text is made at once; `room` is what may still be in it. */
function isSmall(value: unknown, room = { left: FEW }): boolean {
  if (value instanceof LazyList) return false;
  room.left -= typeof value === 'string' ? 1 + value.length / CHARACTERS : 1;
  if (room.left < 0) return false;
  if (!isContainer(value) || 'toJSON' in value) return true;
  const values: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return values.every((one) => isSmall(one, room));
}

/** JSON escapes control characters below a space; a terminal obeys some above, too. */
const escaped = (text: string) =>
  text.replace(
    /[\u007f-\u009f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * The text of `JSON.stringify(document, null, 2)` piece by piece, its messages in words: rows of a million cells are longer
 * than one text can be, and the whole never stands in memory.
 */
export function* jsonPieces(value: unknown, language: Language, indent = ''): Generator<string> {
  if (isSmall(value) || !isContainer(value) || 'toJSON' in value) {
    const text = JSON.stringify(inLanguage(value, language), null, 2) ?? 'null';
    yield escaped(indent === '' ? text : text.replaceAll('\n', `\n${indent}`));
    return;
  }
  const inner = `${indent}  `;
  let before = '\n';
  if (Array.isArray(value) || value instanceof LazyList) {
    yield '[';
    for (const one of value) {
      yield `${before}${inner}`;
      yield* jsonPieces(one, language, inner);
      before = ',\n';
    }
    yield before === '\n' ? ']' : `\n${indent}]`;
    return;
  }
  yield '{';
  for (const [name, one, its] of entriesOf(value as object, language)) {
    if (one === undefined || typeof one === 'function') continue;
    yield `${before}${inner}${escaped(JSON.stringify(name))}: `;
    yield* jsonPieces(one, its, inner);
    before = ',\n';
  }
  yield before === '\n' ? '}' : `\n${indent}}`;
}
