import { hostileWords } from '../damage.ts';
import { randomStream } from '../random-stream.ts';

type Random = (below: number) => number;

/** Words that break readers, and more of them: escapes, formulas, paths, marks of YAML, numbers no double holds. */
const WORDS = [
  ...hostileWords,
  'prototype',
  '\x1b]0;x\x07',
  '\x9b31m',
  '+1',
  '@SUM(1)',
  '&a;',
  '../../../../etc/passwd',
  '/etc/passwd',
  '*a',
  '&a',
  '!!set',
  '<<',
  '%YAML 1.1',
  '---',
  '1Ei',
  '2^53',
  '9007199254740993',
];
/** Whole numbers at the borders of fields of 8 to 64 bits. */
const EDGES = [
  0n,
  1n,
  2n ** 7n,
  2n ** 15n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
];
const MOST_BYTES = 2 ** 17;
const TOKEN = /"(?:[^"\\\n]|\\.)*"|[^\s,;:{}[\]"<>=]+/g;

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)] as T;

/** A token of a text near a random place, so that large texts are not searched whole. */
function token(text: string, random: Random): { at: number; length: number } {
  const from = random(Math.max(1, text.length));
  TOKEN.lastIndex = from;
  const found = TOKEN.exec(text.length - from > 4096 ? text.slice(0, from + 4096) : text);
  return { at: found?.index ?? from, length: found?.[0].length ?? 0 };
}

type TextChange = (text: string, random: Random, other: string) => string;

const swapWord: TextChange = (text, random) => {
  const { at, length } = token(text, random);
  return text.slice(0, at) + pick(random, WORDS) + text.slice(at + length);
};
const copyToken: TextChange = (text, random) => {
  const [from, to] = [token(text, random), token(text, random)];
  return (
    text.slice(0, to.at) +
    text.slice(from.at, from.at + from.length) +
    text.slice(to.at + to.length)
  );
};
/** One token or line many times: what costs the square of a length shows here. */
const flood: TextChange = (text, random) => {
  const { at, length } = token(text, random);
  const end = random(2) === 0 ? at + length + 1 : text.indexOf('\n', at + length) + 1;
  const piece = text.slice(at, Math.max(at + 1, end));
  const times = Math.min(2 ** (1 + random(13)), Math.ceil(MOST_BYTES / Math.max(1, piece.length)));
  return text.slice(0, at) + piece.repeat(times) + text.slice(at);
};
const lines: TextChange = (text, random) => {
  const list = text.split('\n');
  const [a, b] = [random(list.length), random(list.length)];
  const how = random(4);
  if (how === 0) list.splice(a, 1);
  else if (how === 1) list.splice(b, 0, list[a] ?? '');
  else if (how === 2) list.splice(a, 2, `${list[a] ?? ''}${list[a + 1] ?? ''}`);
  else [list[a], list[b]] = [list[b] ?? '', list[a] ?? ''];
  return list.join('\n');
};
/** A value within many of itself. */
const nest: TextChange = (text, random) => {
  const { at, length } = token(text, random);
  const depth = 2 ** (1 + random(12));
  const [open, close] = pick(random, [
    ['[', ']'],
    ['{"a":', '}'],
    ['<a>', '</a>'],
    ['"', '"'],
    ['(', ')'],
  ] as const);
  const end = random(3) === 0 ? '' : close.repeat(depth);
  return (
    text.slice(0, at) +
    open.repeat(depth) +
    text.slice(at, at + length) +
    end +
    text.slice(at + length)
  );
};
const splice: TextChange = (text, random, other) =>
  text.slice(0, random(text.length + 1)) + other.slice(random(other.length + 1));
const cut: TextChange = (text, random) => text.slice(0, random(text.length + 1));

const textChanges = [
  swapWord,
  swapWord,
  swapWord,
  copyToken,
  copyToken,
  flood,
  lines,
  nest,
  splice,
  cut,
];

function changedBytes(bytes: Buffer, random: Random, other: Buffer): Buffer {
  const length = Math.max(1, bytes.length);
  const out = Buffer.from(bytes);
  const how = random(8);
  // Most fields that say something stand near a beginning.
  const at = random(3) === 0 ? random(length) : random(Math.min(length, 2 ** (4 + random(9))));
  if (how <= 1 && out.length > 0) out[at] = (out[at] ?? 0) ^ (1 << random(8));
  else if (how === 2 && out.length > 0) out[at] = random(256);
  else if (how <= 4 && at + 8 <= out.length) {
    const edge = pick(random, EDGES) + BigInt(random(3)) - 1n;
    const width = pick(random, [1, 2, 4, 8]);
    const value = BigInt.asUintN(8 * width, edge);
    for (let i = 0; i < width; i++) {
      const shift = BigInt(8 * (random(2) === 0 ? i : width - 1 - i));
      out[at + i] = Number((value >> shift) & 0xffn);
    }
  } else if (how === 5) return out.subarray(0, random(length));
  else if (how === 6)
    return Buffer.concat([out.subarray(0, at), other.subarray(random(other.length + 1))]);
  else {
    const piece = out.subarray(at, at + random(512));
    return Buffer.concat([out.subarray(0, at), piece, piece, out.subarray(at)]);
  }
  return out;
}

/** One to four changes of a seed; `other` is a seed of another file, parts of which may go in. */
export function mutant(seed: Buffer, other: Buffer, number: number): Buffer {
  const random = randomStream(number);
  let bytes = seed;
  const isText = !seed.subarray(0, 4096).includes(0);
  for (let times = 1 + random(4); times > 0; times--) {
    if (isText && random(5) > 0) {
      const change = pick(random, textChanges);
      bytes = Buffer.from(change(bytes.toString('utf8'), random, other.toString('latin1')));
    } else bytes = changedBytes(bytes, random, other);
  }
  return bytes.subarray(0, Math.max(MOST_BYTES, 2 * seed.length));
}
