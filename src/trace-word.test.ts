import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressOf, isPlausible, isWrite, packInto, pageOf, traceKinds } from './trace-word.ts';

function packed(address: number, kind: number, space = 0) {
  const halves = new Uint32Array(4);
  packInto(halves, 2, address, kind, space);
  return {
    word: new BigUint64Array(halves.buffer)[1] ?? 0n,
    low: halves[2] ?? 0,
    high: halves[3] ?? 0,
  };
}

test('a word by hand: store to 0x12345678 in space 3', () => {
  const { word } = packed(0x1234_5678, traceKinds.store, 3);
  expect(word).toBe((3n << 58n) | 0x48d1_59e1n);
  expect(addressOf(word)).toBe(0x1234_5678n);
  expect(isWrite(word)).toBe(true);
  expect(pageOf(packed(0x1234_5678, traceKinds.load).word, 12)).toBe(0x12345n);
});

test('packing is the shift of the definition, and comes apart again', () => {
  const words = fc.record({
    address: fc.maxSafeNat(),
    kind: fc.integer({ min: 0, max: 2 }),
    space: fc.integer({ min: 0, max: 63 }),
  });
  fc.assert(
    fc.property(words, ({ address, kind, space }) => {
      const { word, low, high } = packed(address, kind, space);
      expect(word).toBe((BigInt(space) << 58n) | (BigInt(address) << 2n) | BigInt(kind));
      expect(addressOf(word)).toBe(BigInt(address));
      expect(isWrite(word)).toBe(kind !== traceKinds.load);
      expect(isPlausible(low, high)).toBe(space === 0);
    }),
  );
});

test('a fourth kind is no word', () => {
  expect(isPlausible(3, 0)).toBe(false);
  expect(isPlausible(2, 2 ** 26 - 1)).toBe(true);
  expect(isPlausible(2, 2 ** 26)).toBe(false);
});
