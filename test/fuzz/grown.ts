// A valid file grown to almost a megabyte by its structure: many rows, columns, keys, sheets and relations, one huge field,
// deep nesting. Mutation makes none of these; each is what a reader that costs the square of something meets first.
import { strToU8, unzipSync, zipSync } from 'fflate';

/** The size below which no file may cost more than is stated for small ones. */
export const GROWN_BYTES = 1_000_000;

type Grow = (text: string) => string | undefined;
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Pieces until the file is full, the rest of it counted. */
function filled(before: string, piece: (i: number) => string, after: string): string {
  const parts: string[] = [];
  let room = GROWN_BYTES - Buffer.byteLength(before) - Buffer.byteLength(after);
  for (let i = 0; ; i++) {
    const next = piece(i);
    room -= Buffer.byteLength(next);
    if (room < 0 || next === '') break;
    parts.push(next);
  }
  return before + parts.join('') + after;
}

/** The text with its first words made others: names and numbers that are met once each. */
const varied = (text: string, i: number): string =>
  text.replace(/[A-Za-z]*\d+|"[A-Za-z_-]+"(?!\s*:)/, (word) =>
    word.endsWith('"') ? `${word.slice(0, -1)}${i}"` : `${word}${i}`,
  );

const linesOf = (text: string) => text.split(/(?<=\n)/);

/** One line many times, the same or another each time. */
const manyLines =
  (at: number, vary: boolean): Grow =>
  (text) => {
    const lines = linesOf(text);
    const line = lines.at(at);
    if (line === undefined || lines.length <= Math.abs(at)) return undefined;
    const index = at < 0 ? lines.length + at : at;
    const ended = line.endsWith('\n') ? line : `${line}\n`;
    return filled(
      lines.slice(0, index + 1).join(''),
      (i) => (vary ? varied(ended, i) : ended),
      lines.slice(index + 1).join(''),
    );
  };

/** All of it again and again: documents, records and blocks that follow each other. */
const manyTimes =
  (vary: boolean): Grow =>
  (text) =>
    filled('', (i) => (vary ? varied(text, i) : text), '');

/** So many columns that the lines with them fill the file; the further ones have names of their own. */
const manyColumns =
  (separator: string, rows: number): Grow =>
  (text) => {
    const lines = linesOf(text).filter((line) => line.includes(separator));
    if (lines.length === 0) return undefined;
    const columns = Math.floor(GROWN_BYTES / (rows + 1) / 10);
    const wide = (line: string, row: number) =>
      `${line.trimEnd()}${Array.from({ length: columns }, (_, i) => `${separator}${row === 0 ? `column${i}` : 1}`).join('')}\n`;
    return Array.from({ length: rows + 1 }, (_, row) =>
      wide(lines[Math.min(row, lines.length - 1)] ?? '', row),
    )
      .join('')
      .slice(0, GROWN_BYTES);
  };

/** One word of a line as long as the file may be. */
const hugeWord =
  (line: number, word: number, filling: string): Grow =>
  (text) => {
    const lines = linesOf(text);
    const words = lines.at(line)?.split(/(?<=[\s,;:="'<>|()[\]{}])/);
    if (!words || words.length <= word) return undefined;
    const times = Math.floor(Math.max(0, GROWN_BYTES - text.length) / filling.length);
    words[word] = filling.repeat(times) + (words[word] ?? '');
    lines[line < 0 ? lines.length + line : line] = words.join('');
    return lines.join('');
  };

/** Marks that open something, as often as there is room, at the end of a line or instead of all. */
const nested =
  (open: string, close: string, at: number | undefined): Grow =>
  (text) => {
    const room = Math.max(0, GROWN_BYTES - text.length);
    const depth = Math.floor(room / (open.length + close.length));
    const nest = open.repeat(depth) + close.repeat(depth);
    if (at === undefined) return nest;
    const lines = linesOf(text);
    return [...lines.slice(0, at), nest, ...lines.slice(at)].join('');
  };

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Every array and object of a document, with its path. */
function* containers(value: Json, path: (string | number)[] = []): Generator<(string | number)[]> {
  if (typeof value !== 'object' || value === null || path.length > 8) return;
  yield path;
  const entries = Array.isArray(value) ? value.slice(0, 2).entries() : Object.entries(value);
  for (const [key, inner] of entries) yield* containers(inner, [...path, key]);
}

/** A document with one of its containers full: an array of copies, an object of keys. */
const fullContainer =
  (which: number, how: 'same' | 'other' | 'wide'): Grow =>
  (text) => {
    const document = parsed(text);
    if (document === undefined) return undefined;
    const path = [...containers(document)][which];
    if (!path) return undefined;
    const mark = '\u0001';
    let found: Json | undefined;
    const copy = (value: Json, depth: number): Json => {
      if (depth === path.length) {
        found = value;
        return mark;
      }
      const key = path[depth] as string;
      const inner = copy((value as Record<string, Json>)[key] as Json, depth + 1);
      return Array.isArray(value)
        ? value.map((one, i) => (i === Number(key) ? inner : one))
        : { ...(value as object), [key]: inner };
    };
    const [before = '', after = ''] = JSON.stringify(copy(document, 0)).split(JSON.stringify(mark));
    if (Array.isArray(found)) {
      const one = JSON.stringify(found[0] ?? 1);
      const rest = found
        .slice(1)
        .map((inner) => `,${JSON.stringify(inner)}`)
        .join('');
      return filled(
        `${before}[${one}`,
        (i) => `,${how === 'other' ? varied(one, i) : one}`,
        `${rest}]${after}`,
      );
    }
    const fields = Object.entries(found as Record<string, Json>);
    const value = how === 'wide' ? '1' : JSON.stringify(fields[0]?.[1] ?? 1);
    const own = JSON.stringify(found).slice(0, -1);
    const joint = fields.length > 0 ? ',' : '';
    return filled(
      `${before}${own}${joint}"k":1`,
      (i) => `,"k${i}":${how === 'other' ? varied(value, i) : value}`,
      `}${after}`,
    );
  };

/** One element of a markup text many times over. */
const manyElements =
  (which: number, vary: boolean): Grow =>
  (text) => {
    const names = [...new Set([...text.matchAll(/<([A-Za-z][\w:.-]*)/g)].map(([, name]) => name))];
    const name = names[which];
    if (name === undefined) return undefined;
    const found = new RegExp(`<${name}[\\s>/](?:[^]*?</${name}>|[^>]*/>)`).exec(text);
    if (!found) return undefined;
    const end = found.index + found[0].length;
    return filled(
      text.slice(0, end),
      (i) => (vary ? varied(found[0], i) : found[0]),
      text.slice(end),
    );
  };

const manyAttributes: Grow = (text) => {
  const found = /<([A-Za-z][\w:.-]*)/.exec(text);
  if (!found) return undefined;
  const end = found.index + found[0].length;
  return filled(text.slice(0, end), (i) => ` a${i}="1"`, text.slice(end));
};

const separators = [',', ';', '\t', '|', ' '];

const growths: readonly (readonly [string, Grow])[] = [
  ...[0, 1, 2, 3, 5, 8, -1, -2, -3].flatMap((at) =>
    [true, false].map(
      (vary) => [`line ${at} ${vary ? 'varied' : 'repeated'}`, manyLines(at, vary)] as const,
    ),
  ),
  ...[true, false].map((vary) => [`all ${vary ? 'varied' : 'repeated'}`, manyTimes(vary)] as const),
  ...separators.flatMap((separator) =>
    [1, 30, 1000].map(
      (rows) =>
        [
          `columns by ${JSON.stringify(separator)}, ${rows} rows`,
          manyColumns(separator, rows),
        ] as const,
    ),
  ),
  ...[0, 1].flatMap((line) =>
    [0, 1, 3].flatMap((word) =>
      ['x', '1', ' ', '\\', '"', '.', '-', ','].map(
        (filling) =>
          [
            `word ${word} of line ${line} of ${JSON.stringify(filling)}`,
            hugeWord(line, word, filling),
          ] as const,
      ),
    ),
  ),
  ...[undefined, 1].flatMap((at) =>
    (
      [
        ['[', ']'],
        ['{"a":', '}'],
        ['[', ''],
        ['{', ''],
        ['<a>', '</a>'],
        ['<a>', ''],
        ['<a ', ''],
        ['<!--', ''],
        ['<![CDATA[', ''],
        ['<!DOCTYPE a [', ''],
        ['&a;', ''],
        ['- ', ''],
        ['? ', ''],
        ['a: ', ''],
        ['[{', ''],
        ['*a ', ''],
        ['&a ', ''],
        ['!a ', ''],
        ['| ', ''],
        ['"', ''],
        ["'", ''],
        ['(', ')'],
        ['(', ''],
        ['\n', ''],
        ['\r', ''],
        ['\n\n- a', ''],
        ['#', ''],
        ['\0', ''],
        ['{{', ''],
      ] as const
    ).map(
      ([open, close]) =>
        [
          `${JSON.stringify(open + close)} nested at ${at ?? 'all'}`,
          nested(open, close, at),
        ] as const,
    ),
  ),
  ...Array.from({ length: 12 }, (_, i) => i).flatMap((which) =>
    (['same', 'other', 'wide'] as const).map(
      (how) => [`container ${which} full, ${how}`, fullContainer(which, how)] as const,
    ),
  ),
  ...Array.from({ length: 14 }, (_, i) => i).flatMap((which) =>
    [true, false].map(
      (vary) =>
        [`element ${which} ${vary ? 'varied' : 'repeated'}`, manyElements(which, vary)] as const,
    ),
  ),
  ['attributes', manyAttributes],
];

const named = new Map(growths);

/** Parts of an archive grown one by one; only those whose archive is small enough count. */
function* grownParts(bytes: Buffer): Generator<Grown> {
  const parts = unzipSync(bytes);
  for (const name of Object.keys(parts).filter((one) => /\.(xml|rels|csv|json)$/i.test(one))) {
    const text = Buffer.from(parts[name] as Uint8Array).toString('utf8');
    for (const [how, grow] of growths) {
      if (!/^(element|attributes|"<|line -?[12] )/.test(how)) continue;
      yield {
        how: `${how} in ${name}`,
        make() {
          const grown = grow(text);
          return grown === undefined
            ? undefined
            : Buffer.from(zipSync({ ...parts, [name]: strToU8(grown) }));
        },
      };
    }
  }
  const sheet = strToU8('<worksheet/>');
  const more = Array.from({ length: 5000 }, (_, i) => [`xl/worksheets/more${i}.xml`, sheet]);
  const make = () => Buffer.from(zipSync({ ...parts, ...Object.fromEntries(more) }));
  yield { how: 'many parts', make };
}

/** A way to grow a file; what it makes, where that file has the structure that grows. */
export interface Grown {
  how: string;
  make(): Buffer | undefined;
}

/** A file and what may be made of its structure. */
export function* grownFiles(seed: Buffer): Generator<Grown> {
  if (seed[0] === 0x50 && seed[1] === 0x4b) return yield* grownParts(seed);
  if (seed.subarray(0, 4096).includes(0) || seed[0] === 0x1f) return;
  const text = seed.toString('utf8');
  for (const [how, grow] of named) {
    const make = () => {
      const grown = grow(text);
      return grown === undefined ? undefined : Buffer.from(grown).subarray(0, GROWN_BYTES);
    };
    yield { how, make };
  }
}
