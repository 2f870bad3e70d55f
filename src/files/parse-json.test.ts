import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseJson } from './parse-json.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

it('gives what JSON.parse gives, brackets in texts and all', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value, null, 1);
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
  const brackets = JSON.stringify({ a: '[{"\\'.repeat(1000) });
  expect(parseJson(brackets)).toEqual(JSON.parse(brackets));
  expect(() => parseJson('{"a": ')).toThrow(SyntaxError);
});

it('follows 200 values within each other and refuses what would end the stack of whoever writes it as text', () => {
  expect(String(parseJson(nested(200)))).toBe('');
  for (const depth of [201, 5000, 400_000])
    expect(() => parseJson(nested(depth))).toThrow('values within values, more than 200 deep');
  expect(() => parseJson('{"a":'.repeat(300))).toThrow(SyntaxError);
});

/** Who may parse without a limit: texts that virtcost wrote or ships, or that a page was made with. */
const own = [
  'commands/migrate/qmp-socket.ts',
  'evidence/bundled.ts',
  'evidence/io/image-entries.ts',
  'files/parse-json.ts',
  'report/client/live/serve.ts',
  'results/lock.ts',
];

it('whoever reads JSON from outside reads it by parseJson', () => {
  const root = new URL('..', import.meta.url).pathname;
  const found = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.test|\.fixture)\.ts$/.test(name) && !name.includes('generated/'))
    .filter((name) => /\bJSON\.parse\(/.test(readFileSync(`${root}${name}`, 'utf8')));
  expect(found.filter((name) => !own.includes(name))).toEqual([]);
});
