import { printable } from '../errors.ts';
import { type Text, textIn } from '../message.ts';
import { inLanguage } from './json.ts';
import { language } from './language.ts';

/** One JSON document on standard output, nothing else. */
export function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(inLanguage(document, language()), null, 2)}\n`);
}

/** The answer in words: its sentence stands first on standard output. */
export function say(text: Text): void {
  process.stdout.write(`${printable(textIn(text, language()))}\n`);
}

/** Text for people: always standard error, so that standard output stays machine-readable. */
export function note(text: Text): void {
  process.stderr.write(`${textIn(text, language())}\n`);
}
