import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withoutStacks } from '../../files/ragged-csv.ts';
import { PlainLines, type Row } from './plain-lines.ts';
import { rowsIn } from './rows.ts';

/** Rows, and the message where the text is refused, by the parser alone. */
function parsedWhole(text: string, delimiter: string) {
  try {
    const found = withoutStacks(() =>
      parse(text, {
        bom: true,
        delimiter,
        relax_column_count: true,
        skip_empty_lines: true,
        info: true,
      }),
    ) as unknown as { record: string[]; info: { lines: number } }[];
    return {
      rows: found.map(({ record, info }): Row => ({ line: info.lines, cells: record })),
      message: '',
    };
  } catch (error) {
    return { rows: [], message: (error as Error).message };
  }
}

/** The same by the reader, which gets the text piece by piece. */
async function readInPieces(pieces: readonly string[], delimiter: string) {
  const texts = async function* () {
    yield* pieces;
  };
  const rows: Row[] = [];
  try {
    for await (const lot of rowsIn(texts(), delimiter)) rows.push(...lot);
    return { rows, message: '' };
  } catch (error) {
    return { rows, message: (error as Error).message };
  }
}

const cell = fc.constantFrom(
  '',
  'a',
  'é',
  ' ',
  '12',
  'a name of many letters',
  '\u4e2d\u6587',
  '-1',
);
const words = fc.oneof(
  { weight: 12, arbitrary: cell },
  { weight: 8, arbitrary: fc.constantFrom(',', ',', ',', ';') },
  { weight: 1, arbitrary: fc.constantFrom('"', '"a,b"', '""', '\ufeff') },
);

/** Lines that mostly end alike, cut into pieces anywhere. */
const texts = fc
  .tuple(
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.array(fc.tuple(fc.array(words, { maxLength: 6 }), fc.integer({ min: 0, max: 19 })), {
      maxLength: 12,
    }),
    fc.array(fc.nat(60), { maxLength: 6 }),
  )
  .map(([ending, lines, cuts]) => {
    const endOf = (odd: number) => (odd === 0 ? '\n' : odd === 1 ? '\r' : odd === 2 ? '' : ending);
    const text = lines.map(([parts, odd]) => parts.join('') + endOf(odd)).join('');
    const at = [0, ...cuts.sort((a, b) => a - b), text.length];
    return { text, pieces: at.slice(1).map((to, i) => text.slice(at[i], to)) };
  });

it('cutting at ends of lines and delimiters gives the rows, lines and refusals of the whole parser', async () => {
  await fc.assert(
    fc.asyncProperty(texts, fc.constantFrom(',', ';'), async ({ text, pieces }, delimiter) => {
      const whole = parsedWhole(text, delimiter);
      const read = await readInPieces(pieces, delimiter);
      expect(read.message).toBe(whole.message);
      // Of a text that is refused the rows before are not all handed on.
      if (whole.message === '') expect(read.rows).toEqual(whole.rows);
    }),
    { numRuns: 400 },
  );
});

it('plain lines are cut without the parser, those from the first quote on are left to it', () => {
  const lines = new PlainLines(',');
  const names = (rows: readonly Row[]) =>
    rows.map(({ line, cells }) => `${line}:${cells.join('|')}`);
  expect(names(lines.rows('name,size\r\n\r\na,1\r'))).toEqual(['1:name|size']);
  expect(names(lines.rows('\nb,2\r\nc,"'))).toEqual(['3:a|1', '4:b|2']);
  expect(lines.rest).toEqual({ text: 'c,"', line: 5, ending: '\r\n' });
});

it('a line too long for a row is refused by the parser, with its number', async () => {
  const { message } = await readInPieces(
    ['a,b\n', 'x'.repeat(1 << 20), 'y'.repeat(100), '\n'],
    ',',
  );
  expect(message).toContain('at line 2');
});
