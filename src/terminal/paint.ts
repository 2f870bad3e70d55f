import { outputSettings } from './settings.ts';

const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39] } as const;

/** Colour only for a terminal that knows it, unless --no-color or NO_COLOR (https://no-color.org) says otherwise. */
export function isColored(
  stream: { isTTY?: boolean },
  environment: NodeJS.ProcessEnv = process.env,
): boolean {
  const { color, format } = outputSettings();
  const { NO_COLOR, TERM } = environment;
  return stream.isTTY === true && color && format === 'table' && !NO_COLOR && TERM !== 'dumb';
}

/** A text in a style, where the stream shows styles. */
export function paint(
  text: string,
  style: keyof typeof codes,
  stream: { isTTY?: boolean } = process.stdout,
): string {
  const [on, off] = codes[style];
  return isColored(stream) && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}
