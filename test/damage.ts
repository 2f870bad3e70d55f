import fc from 'fast-check';

/** Words that break readers: keys of prototypes, numbers that are none, sizes past any, marks of formats. */
export const hostileWords = [
  ...[
    '__proto__',
    'constructor',
    'toString',
    'NaN',
    'Infinity',
    '-1',
    '1e999',
    '0x10',
    '-0',
    '1,5',
    '1.234,5',
  ],
  ...[
    '9'.repeat(400),
    '',
    '-',
    'null',
    'true',
    '{}',
    '[]',
    '[[]]',
    '{"a":1}',
    '"',
    '""',
    "'",
    ',',
    ';',
    '\t',
  ],
  ...[
    '\n',
    '\r\n',
    '\u0000',
    '\u001b[2J',
    '\ufeff',
    '\ufffd',
    ':',
    '=cmd|x',
    '<',
    '&',
    '..',
    '%',
    '4 GB',
    'yes',
  ],
];

export interface Damage {
  tokens: readonly { at: number; word: string }[];
  pokes: readonly { at: number; byte: number }[];
  piece: { from: number; to: number; how: 'cut' | 'double' | 'none' };
  end: number;
}

/** A place in a text, 0 to 1. Doubles of fast-check are mostly tiny: nearly all would hit the beginning. */
export const place: fc.Arbitrary<number> = fc
  .integer({ min: 0, max: 2 ** 30 - 1 })
  .map((step) => step / 2 ** 30);

/** What may happen to a file: values replaced, bytes overwritten, a piece cut out or doubled, the end cut off. */
export const damage: fc.Arbitrary<Damage> = fc.record({
  tokens: fc.array(
    fc.record({
      at: place,
      word: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...hostileWords) },
        { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
      ),
    }),
    { maxLength: 3 },
  ),
  // Most cases have one kind of damage alone: several at once hide what each of them does.
  pokes: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(fc.record({ at: place, byte: fc.nat(255) }), { maxLength: 3 }),
    },
  ),
  piece: fc.record({
    from: place,
    to: place,
    how: fc.constantFrom('cut', 'double', 'none', 'none', 'none', 'none'),
  }),
  end: fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: place }),
});

/** A value of JSON, CSV or plain text: what stands between marks. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"|[^\s,;:{}[\]"]+/g;

/** The text with the damage done to it, as bytes. */
export function damaged(text: string, { tokens, pokes, piece, end }: Damage): Buffer {
  let changed = text;
  for (const { at, word } of tokens) {
    const places = [...changed.matchAll(TOKEN)];
    const token = places[Math.floor(at * places.length)];
    if (token)
      changed = changed.slice(0, token.index) + word + changed.slice(token.index + token[0].length);
  }
  const [from, to] = [piece.from, piece.to]
    .sort((a, b) => a - b)
    .map((at) => Math.floor(at * changed.length)) as [number, number];
  if (piece.how === 'cut') changed = changed.slice(0, from) + changed.slice(to);
  if (piece.how === 'double') changed = changed.slice(0, to) + changed.slice(from);
  const bytes = Buffer.from(changed);
  for (const { at, byte } of pokes)
    if (bytes.length > 0) bytes[Math.floor(at * bytes.length)] = byte;
  return bytes.subarray(0, Math.ceil(end * bytes.length));
}

type Cell = string | number;

/** Rows of a table with the damage done to its cells and rows. */
export function damagedRows(
  rows: readonly (readonly Cell[])[],
  { tokens, piece, end }: Damage,
): Cell[][] {
  let changed = rows.map((row) => [...row]);
  for (const { at, word } of tokens) {
    const row = changed[Math.floor(at * changed.length)];
    if (row) row[Math.floor(at * 7919) % Math.max(1, row.length)] = word;
  }
  const [from, to] = [piece.from, piece.to]
    .sort((a, b) => a - b)
    .map((at) => Math.floor(at * changed.length)) as [number, number];
  if (piece.how === 'cut') changed = [...changed.slice(0, from), ...changed.slice(to)];
  if (piece.how === 'double') changed = [...changed.slice(0, to), ...changed.slice(from)];
  return changed.slice(0, Math.ceil(end * changed.length));
}
