import fc from 'fast-check';
import * as vega from 'vega';
import { expect, test } from 'vitest';
import { readOnce, writeOnce } from './known-expressions.ts';

const { parseExpression, codegenExpression } = vega as unknown as {
  parseExpression: (text: string) => object;
  codegenExpression: Parameters<typeof writeOnce<object, object>>[0];
};
const options = { allowed: ['allowed'], forbidden: ['banned'], globalvar: '_', fieldvar: 'datum' };

const leaf = fc.oneof(
  fc.integer({ min: 0, max: 99 }).map(String),
  fc.constantFrom('datum.value', 'datum["of rows"]', 'width', 'allowed', 'banned', 'PI', '"text"'),
);
const { text: expression } = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    leaf,
    fc
      .tuple(tie('text'), fc.constantFrom('+', '*', '===', '&&', '>'), tie('text'))
      .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    fc.tuple(tie('text'), tie('text'), tie('text')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc
      .tuple(fc.constantFrom('abs', 'max', 'unknown'), tie('text'))
      .map(([name, a]) => `${name}(${a})`),
    // What does not parse.
    tie('text').map((a) => `${a} +`),
  ),
}));

/** What comes of it, or its message. */
function outcome<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    return String(error);
  }
}

test('expressions read and written once are those of the library, however often and in whatever order they are asked for', () => {
  fc.assert(
    fc.property(fc.array(expression, { maxLength: 30 }), (texts) => {
      const [parse, write] = [readOnce(parseExpression), writeOnce(codegenExpression)(options)];
      for (const text of [...texts, ...texts]) {
        const told = outcome(() => write(parse(text)));
        expect(told).toEqual(outcome(() => codegenExpression(options)(parseExpression(text))));
        // Who takes a list may change it; what a failure left is taken by the next.
        if (typeof told !== 'string') told.fields.push('changed');
        else write(parseExpression('0'));
      }
    }),
  );
});

test('what a failure leaves for the next tree is not remembered', () => {
  const [parse, write] = [readOnce(parseExpression), writeOnce(codegenExpression)(options)];
  expect(() => write(parse('width + unknown(1)'))).toThrow('Unrecognized function');
  expect(write(parse('1 + 1')).globals).toEqual(['width']);
  expect(write(parse('1 + 1')).globals).toEqual([]);
});

test('no more than some thousand texts are kept', () => {
  let read = 0;
  const parse = readOnce((text) => ({ text, read: ++read }));
  for (let i = 0; i < 10_000; i++) parse(String(i));
  expect(parse('9999')).toEqual({ text: '9999', read: 10_000 });
  expect(parse('0')).toEqual({ text: '0', read: 10_001 });
});

test('a writer shows the functions and constants of the one behind it', () => {
  const [plain, once] = [codegenExpression(options), writeOnce(codegenExpression)(options)];
  expect(Object.keys(once.functions ?? {})).toEqual(Object.keys(plain.functions ?? {}));
  expect(once.constants).toEqual(plain.constants);
});
