import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { memorySource } from '../../test/memory-source.ts';
import { openByteSource } from './byte-source.ts';
import { type FileMap, fileMap } from './file-map.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-holes-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PAGE = 4096;

/** A file of pages, each a hole, written zeroes or ones; a hole at its end if the last is one. */
function sparse(name: string, pages: readonly ('hole' | 'zeroes' | 'ones')[]): string {
  const path = join(folder, name);
  const fd = openSync(path, 'w');
  ftruncateSync(fd, pages.length * PAGE);
  for (const [i, page] of pages.entries()) {
    if (page !== 'hole')
      writeSync(fd, Buffer.alloc(PAGE, page === 'ones' ? 1 : 0), 0, PAGE, i * PAGE);
  }
  closeSync(fd);
  return path;
}

/** Whether each page is data, asked one by one in the order given. */
const asked = (map: FileMap, order: readonly number[]) =>
  order.map((page) => [page, map.at(page * PAGE).data] as const);

it('knows holes from written zeroes, in whatever order it is asked', () => {
  const kinds = fc.constantFrom('hole', 'zeroes', 'ones' as const);
  let files = 0;
  fc.assert(
    fc.property(
      fc.array(kinds, { minLength: 1, maxLength: 24 }),
      fc.infiniteStream(fc.nat()),
      (pages, draw) => {
        const file = openByteSource(sparse(`f${files++}`, pages));
        const map = fileMap(file);
        const order = Array.from({ length: 40 }, () => draw.next().value! % pages.length);
        const expected = order.map((page) => [page, pages[page] !== 'hole'] as const);
        const found = asked(map, order);
        file.close();
        expect(map.basis).toBe('file system');
        expect(found).toEqual(expected);
      },
    ),
    { numRuns: 25 },
  );
});

it('ends a piece where the next kind starts, and the last hole nowhere', () => {
  const file = openByteSource(sparse('ends', ['ones', 'ones', 'hole', 'zeroes', 'hole']));
  const map = fileMap(file);
  expect([0, 1, 2, 3, 4, 9].map((page) => map.at(page * PAGE))).toEqual([
    { data: true, end: 2 * PAGE },
    { data: true, end: 2 * PAGE },
    { data: false, end: 3 * PAGE },
    { data: true, end: 4 * PAGE },
    { data: false, end: Number.POSITIVE_INFINITY },
    { data: false, end: Number.POSITIVE_INFINITY },
  ]);
  file.close();
});

it('takes blocks that read as zero for holes where no file system can be asked', () => {
  const bytes = new Uint8Array(5 * PAGE + 100);
  bytes.fill(1, PAGE, 2 * PAGE);
  bytes[5 * PAGE + 1] = 1;
  const map = fileMap(memorySource(bytes));
  expect(map.basis).toBe('bytes read');
  expect([0, 1, 2, 5, 6].map((page) => map.at(page * PAGE))).toEqual([
    { data: false, end: PAGE },
    { data: true, end: 2 * PAGE },
    { data: false, end: 5 * PAGE },
    { data: true, end: bytes.length },
    { data: false, end: Number.POSITIVE_INFINITY },
  ]);
});
