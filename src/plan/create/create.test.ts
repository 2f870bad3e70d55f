import fc from 'fast-check';
import { expect, it } from 'vitest';
import { predictCreate } from './create.ts';
import { controlPlanes, planeById } from './planes.ts';
import { serveInOrder, shareLink } from './queues.ts';
import type { CreateRequest } from './stages.ts';

const GIB = 2 ** 30;
const request = (over: Partial<CreateRequest> = {}): CreateRequest => ({
  plane: planeById('nova')!,
  count: 50,
  hosts: 10,
  imageBytes: 2 * GIB,
  cached: false,
  clone: 'linked',
  ...over,
});
const anyRequest = fc
  .record({
    plane: fc.constantFrom(...controlPlanes),
    count: fc.integer({ min: 1, max: 200 }),
    hosts: fc.integer({ min: 1, max: 40 }),
    gib: fc.double({ min: 0.1, max: 40, noNaN: true }),
    cached: fc.boolean(),
    clone: fc.constantFrom('linked' as const, 'full' as const),
  })
  .map(({ gib, ...rest }) => ({ ...rest, imageBytes: gib * GIB }));

it('stages add up to the time of a machine, and bands keep their order', () => {
  fc.assert(
    fc.property(anyRequest, (asked) => {
      const { stages, first, p50, p95, last } = predictCreate(asked);
      for (const band of [first, p50, p95, last, ...stages.map(({ seconds }) => seconds)]) {
        expect(band.low).toBeLessThanOrEqual(band.value + 1e-9);
        expect(band.value).toBeLessThanOrEqual(band.high + 1e-9);
        expect(band.low).toBeGreaterThanOrEqual(0);
      }
      expect(p50.value).toBeLessThanOrEqual(p95.value + 1e-9);
      expect(p95.value).toBeLessThanOrEqual(last.value + 1e-9);
      const one = predictCreate({ ...asked, count: 1 });
      const sum = one.stages.reduce((total, { seconds }) => total + seconds.value, 0);
      expect(sum).toBeCloseTo(one.last.value, 9);
    }),
    { numRuns: 60 },
  );
});

it('a cached image, a linked clone and fewer machines never take longer', () => {
  fc.assert(
    fc.property(anyRequest, (asked) => {
      const last = (over: Partial<CreateRequest>) =>
        predictCreate({ ...asked, ...over }).last.value;
      const slack = 1e-9;
      expect(last({ cached: true })).toBeLessThanOrEqual(last({ cached: false }) + slack);
      expect(last({ count: asked.count })).toBeLessThanOrEqual(
        last({ count: asked.count + 20 }) + slack,
      );
    }),
    { numRuns: 40 },
  );
  expect(predictCreate(request({ cached: true, clone: 'linked' })).last.value).toBeLessThan(
    predictCreate(request({ cached: true, clone: 'full' })).last.value,
  );
});

it('the image link bounds how fast hosts without the image get it', () => {
  const asked = request({ count: 100, hosts: 100, imageBytes: 20 * GIB });
  const { last, imageBytesSent } = predictCreate(asked);
  expect(imageBytesSent).toBe(100 * 20 * GIB);
  expect(last.value).toBeGreaterThan(imageBytesSent / asked.plane.imageLink.value);
  expect(predictCreate({ ...asked, cached: true }).imageBytesSent).toBe(0);
});

it('a lazily filled clone fetches what the boot reads, not the image', () => {
  const asked = request({ plane: planeById('cvm')!, imageBytes: 40 * GIB });
  expect(predictCreate(asked).imageBytesSent).toBeLessThan(50 * GIB);
  expect(predictCreate({ ...asked, clone: 'full' }).imageBytesSent).toBe(10 * 40 * GIB);
});

it('every number of a control plane says where it comes from, and guesses are marked', () => {
  for (const plane of controlPlanes) {
    for (const value of Object.values(plane)) {
      if (typeof value !== 'object' || !('source' in value)) continue;
      expect(value.source.length).toBeGreaterThan(10);
      if (value.status === 'estimated') expect(value.unverified).toBe(true);
    }
  }
});

it('workers serve in the order of arrival, one request at a time each', () => {
  expect(serveInOrder([0, 0, 0, 5], 2, 2)).toEqual([2, 2, 4, 7]);
  expect(serveInOrder([3, 0], 1, 1)).toEqual([4, 1]);
});

it('transfers share a link evenly, none beyond its own port, and the link is never idle while one waits', () => {
  expect(shareLink([0, 0], 10, 10, 10)).toEqual([2, 2]);
  expect(shareLink([0, 0], 10, 100, 5)).toEqual([2, 2]);
  expect(shareLink([0, 1], 10, 10, 10)).toEqual([1, 2]);
  const arrivals = fc.array(fc.double({ min: 0, max: 20, noNaN: true }), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(arrivals, (at) => {
      const done = shareLink(at, 7, 5, 5);
      const begin = Math.min(...at);
      expect(Math.max(...done)).toBeGreaterThanOrEqual(begin + (7 * 1) / 5 - 1e-9);
      expect(Math.max(...done)).toBeLessThanOrEqual(Math.max(...at) + (7 * at.length) / 5 + 1e-6);
      at.forEach((start, i) => {
        expect(done[i]! - start).toBeGreaterThanOrEqual(7 / 5 - 1e-9);
      });
    }),
  );
});
