import { expect, it } from 'vitest';
import { parseQuantity } from './quantity.ts';

it.each([
  ['64Mi', 64 * 2 ** 20],
  ['131907724Ki', 131_907_724 * 1024],
  ['0.5Gi', 2 ** 29],
  ['500m', 0.5],
  ['1e9', 1e9],
  ['12', 12],
  ['+1.5k', 1500],
  ['1000M', 1e9],
])('%s is %d', (text, value) => expect(parseQuantity(text)).toBeCloseTo(value, 6));

it.each(['', '4 GB', '4GiB', '-1', '1e999', 'Infinity', '0x10', '1,5', 'Ki', '1kb', '__proto__'])(
  '%j is no quantity',
  (text) => expect(parseQuantity(text)).toBeUndefined(),
);
