import { printable } from '../errors.ts';
import { type Text, textIn } from '../message.ts';
import { jsonPieces } from './json.ts';
import { language } from './language.ts';
import { paint } from './paint.ts';
import { outputSettings } from './settings.ts';

/** Text of any length with nothing in it that a terminal obeys. */
const shown = (text: Text) => printable(textIn(text, language()), Number.POSITIVE_INFINITY);

/** Characters that are gathered before they are written. */
const PIECE = 2 ** 16;
/** Bytes a slow reader of a pipe may leave waiting here before it is waited for. */
const MOST_WAITING = 2 ** 22;

/** One JSON document on standard output, nothing else; what a slow reader has not taken of a long one is made when it has. */
export function printJson(document: unknown): void {
  const pieces = jsonPieces(document, language());
  const goOn = () => {
    for (let ended = false; !ended; ) {
      let text = '';
      while (!ended && text.length < PIECE) {
        const { done, value } = pieces.next();
        ended = done === true;
        text += ended ? '\n' : value;
      }
      process.stdout.write(text);
      if (ended || process.stdout.writableLength <= MOST_WAITING) continue;
      process.stdout.once('drain', goOn);
      return;
    }
  };
  goOn();
}

/**
 * The answer in words: its sentence stands first on standard output. Where tables go out as CSV, words go to standard
 * error, so that standard output holds tables alone.
 */
export function say(text: Text): void {
  const { format } = outputSettings();
  if (format === 'csv') note(text);
  else process.stdout.write(`${shown(text)}\n${format === 'markdown' ? '\n' : ''}`);
}

/** An empty line between the parts of an answer; Markdown has one behind every part already. */
export function blankLine(): void {
  if (outputSettings().format !== 'markdown') process.stdout.write('\n');
}

/** The sentence an answer begins with. */
export function sayFirst(text: Text): void {
  if (outputSettings().format !== 'table') say(text);
  else process.stdout.write(`${paint(shown(text), 'bold')}\n`);
}

/** The name of the table that follows. */
export function heading(text: Text): void {
  const { format } = outputSettings();
  const title = shown(text);
  if (format === 'markdown') process.stdout.write(`## ${title}\n\n`);
  // Not CSV proper, but what readers of several tables skip or split at.
  else if (format === 'csv') process.stdout.write(`# ${title.replace(/\s+/g, ' ')}\n`);
  else process.stdout.write(`${paint(title, 'bold')}\n`);
}

/** Text for people: always standard error, so that standard output stays machine-readable. */
export function note(text: Text): void {
  if (!outputSettings().quiet) process.stderr.write(`${shown(text)}\n`);
}

/** What is wrong, though the command goes on: said even when it is to be quiet. */
export function warn(text: Text): void {
  process.stderr.write(`${paint(shown(text), 'red', process.stderr)}\n`);
}
