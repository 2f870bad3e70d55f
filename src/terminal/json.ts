import type { Language } from '../language.ts';
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

/**
 * A document with its messages in words: sentences in the language asked for, rows of figures in English. A `sentence`
 * that is a message is followed by `message`, its key and values.
 */
export function inLanguage(value: unknown, language: Language): unknown {
  if (value instanceof Message) return value.in(language);
  if (Array.isArray(value)) return value.map((one) => inLanguage(one, language));
  if (value === null || typeof value !== 'object' || 'toJSON' in value) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => {
      const shown = [name, inLanguage(one, stable.has(name) ? 'en' : language)];
      const spoken = name === 'sentence' && one instanceof Message;
      return spoken ? [shown, ['message', asData(one)]] : [shown];
    }),
  );
}
