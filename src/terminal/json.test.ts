import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LazyList } from '../lazy-list.ts';
import { area } from '../message.ts';
import { jsonPieces } from './json.ts';

const written = (value: unknown) => [...jsonPieces(value, 'en')].join('');

it('pieces are the text JSON.stringify makes of the whole', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      expect(written(value)).toBe(
        JSON.stringify(value, null, 2).replace(
          /[\u007f-\u009f]/g,
          (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
        ),
      );
    }),
  );
});

it.each([
  [
    'nothing in an object and in a list',
    { a: undefined, b: [undefined, [1]], c: { d: undefined } },
  ],
  ['what has no JSON', { a: [[1]], b: () => 1 }],
  ['an object of nothing but that', { a: { b: undefined, c: { d: undefined } }, e: [[]] }],
  ['what says its own JSON', { a: [[new Date(0)]], b: { toJSON: () => ({ c: [1, { d: 2 }] }) } }],
  ['many values', { a: Array.from({ length: 2500 }, (_, i) => (i % 3 === 0 ? null : i)) }],
  ['many keys', Object.fromEntries(Array.from({ length: 2500 }, (_, i) => [`k\n${i}`, `v\n${i}`]))],
])('%s is written as JSON.stringify does', (_, value) => {
  expect(written(value)).toBe(JSON.stringify(value, null, 2));
});

it('messages are put into words, rows and charts of figures into English, and a sentence has its key beside it', () => {
  const words = area('test', { cells: { en: '{n:count} cells', zh: '{n:count} 个单元' } });
  const said = words.cells({ n: 1000 });
  const document = {
    ...{ sentence: said, figures: [{ title: said, rows: [{ a: said }], spec: { b: [said] } }] },
    studies: { steady: [{ sentence: said }, { n: [said] }] },
  };
  const message = { key: said.key, values: { n: 1000 } };
  const [en, zh] = ['1,000 cells', '1,000 个单元'];
  expect(JSON.parse([...jsonPieces(document, 'zh')].join(''))).toEqual({
    ...{ sentence: zh, message, figures: [{ title: zh, rows: [{ a: en }], spec: { b: [en] } }] },
    studies: { steady: [{ sentence: zh, message }, { n: [zh] }] },
  });
});

it('no piece grows with the document, which may be longer than one text can be', () => {
  const text = 'x'.repeat(2 ** 18);
  const longestOf = (count: number) => {
    const rows = Array.from({ length: count }, () => ({ text }));
    const texts = rows.map((row) => row.text);
    const numbers = Array.from({ length: count * 10_000 }, (_, i) => i % 10);
    const pieces = [...jsonPieces({ rows, texts, numbers }, 'en')];
    expect(pieces.join('').length).toBeGreaterThan(2 * count * text.length);
    return pieces.reduce((longest, piece) => Math.max(longest, piece.length), 0);
  };
  expect(longestOf(16)).toBe(longestOf(8));
});

it('a list whose entries are made while it is written is written as if they had stood there', () => {
  const entries = [{ a: 1 }, { a: [2] }, { a: null }];
  const lazy = new LazyList(3, () => entries.values());
  const none = new LazyList(0, () => [].values());
  expect(written({ lazy, none })).toBe(JSON.stringify({ lazy: entries, none: [] }, null, 2));
});
