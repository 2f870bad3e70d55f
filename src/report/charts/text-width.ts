/** Size of names in a chart and the height of a line of them, pixels. */
export const FONT = 12;
export const LINE = 14;

/** Advance of the printable characters of ASCII in DejaVu Sans, hundredths of the font size: the widest of common fonts. */
const advances =
  '32 40 46 84 64 95 78 27 39 39 50 84 32 36 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 53 100 68 69 70 77 63 58 77 75 29 29 66 56 86 75 79 60 79 69 63 61 73 68 99 69 61 69 39 34 39 84 50 50 61 63 55 63 62 35 63 63 28 28 58 28 97 63 61 63 63 41 52 39 63 59 82 59 59 52 64 34 64 84'
    .split(' ')
    .map(Number);

/** Characters outside ASCII: ideographs fill a square, signs and accented letters less. */
const advanceOf = (code: number) => advances[code - 32] ?? (code >= 0x2e80 ? 100 : 84);

/** How wide a line of text is, in the unit of its font size; no font is there to measure while a chart is drawn. */
export function textWidth(text: string, fontSize: number): number {
  let hundredths = 0;
  for (const character of text) hundredths += advanceOf(character.codePointAt(0) ?? 32);
  return (hundredths * fontSize) / 100;
}

/** A text in lines no wider than that, broken between words; a word that is wider stands alone. */
export function wrapped(text: string, width: number, fontSize: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    const longer = line === undefined ? word : `${line} ${word}`;
    if (line !== undefined && textWidth(longer, fontSize) <= width)
      lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
