import { expect, it } from 'vitest';
import { measureCopyRate } from './copy-rate.ts';

it('the copy rate of this machine is a range around a median that a machine can reach', async () => {
  const { bytesPerS, low, high } = await measureCopyRate();
  expect(low).toBeGreaterThan(1e6);
  expect(low).toBeLessThanOrEqual(bytesPerS);
  expect(bytesPerS).toBeLessThanOrEqual(high);
  expect(high).toBeLessThan(1e12);
});
