import { printable } from '../errors.ts';

/** One JSON document on standard output, nothing else. */
export function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** The answer in words: its sentence stands first on standard output. */
export function say(text: string): void {
  process.stdout.write(`${printable(text)}\n`);
}

/** Text for people: always standard error, so that standard output stays machine-readable. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
