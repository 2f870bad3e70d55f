import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { writePieces } from '../files/write-whole.ts';
import { caseId, maybe, number, type Row, text } from '../studies/column.ts';
import { encodeRows, writeRows } from './encode-rows.ts';
import { PackedRows, plainRow } from './packed-rows.ts';
import { decodeSealed } from './parquet.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-packed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const columns = [
  caseId,
  text('vm', 'a name'),
  number('cost', '', 'a number'),
  maybe('pause', 's', 'a number that may not exist'),
  { ...number('count', '', 'a whole number'), type: 'INT32' as const },
];
const hash = fc.stringMatching(/^[0-9a-f]{16}$/);
const row = fc.record({
  case_id: hash,
  vm: fc.string({ unit: 'grapheme' }),
  cost: fc.double(),
  pause: fc.option(fc.double({ noNaN: true })),
  count: fc.integer(),
}) as fc.Arbitrary<Row>;
/** Two rows a page, three pages in memory. */
const small = { pageBytes: 2 * 8 * columns.length, kept: 3 };

describe('packed rows', () => {
  it('are the rows that were set, in whatever order, and leave no file', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), fc.nat(), (rows, seed) => {
        const packed = new PackedRows(columns, rows.length, folder, small);
        const order = rows.map((_, i) => i).sort((a, b) => ((a * seed) % 7) - ((b * seed) % 7));
        for (const i of order) packed.set(i, rows[i]!);
        expect(packed.rows().map(plainRow)).toEqual(rows);
        // Cell by cell, back to front: pages come and go.
        for (const [i, view] of [...packed.rows().entries()].reverse()) {
          for (const [name, value] of Object.entries(rows[i]!)) expect(view[name]).toBe(value);
        }
        expect(JSON.stringify(packed.rows())).toBe(JSON.stringify(rows));
        packed.close();
        expect(readdirSync(folder)).toEqual([]);
      }),
    );
  });

  it('leave out what was never set', () => {
    const packed = new PackedRows(columns, 5, folder, small);
    const one = { case_id: '00000000000000ff', vm: '', cost: -0, pause: null, count: 3 };
    packed.set(3, one);
    packed.set(1, { ...one, count: 1 });
    expect(packed.rows().map(plainRow)).toEqual([{ ...one, count: 1 }, one]);
  });

  it('refuse a row without a value it has to have', () => {
    const packed = new PackedRows(columns, 1, folder);
    const one = { case_id: '00000000000000ff', vm: 'a', cost: 1, pause: 1, count: 3 };
    expect(() => packed.set(0, { ...one, cost: null })).toThrow('no cost in a row');
    const { vm: _, ...without } = one;
    expect(() => packed.set(0, without)).toThrow('no vm in a row');
    expect(() => packed.set(0, { ...one, case_id: 'x' })).toThrow('no hash in case_id');
  });
});

it('rows written a row group at a time are the bytes they are at once, packed or not', async () => {
  const count = 2300;
  const packed = new PackedRows(columns, count, folder, { pageBytes: 4096, kept: 4 });
  const rows = Array.from({ length: count }, (_, i): Row => {
    const one = {
      ...{ case_id: (i * 7919).toString(16).padStart(16, '0'), vm: `vm ${i % 17}` },
      ...{ cost: Math.sqrt(i), pause: i % 3 ? i / 7 : null, count: i },
    };
    packed.set(i, one);
    return one;
  });
  const whole = encodeRows(columns, rows, { run: 'x' });
  const file = join(folder, 'rows.parquet');
  let cells = 0;
  await writePieces(file, (write) =>
    writeRows(columns, packed.rows(), { run: 'x' }, write, (more) => {
      cells += more;
    }),
  );
  const bytes = readFileSync(file);
  expect(bytes.equals(whole)).toBe(true);
  expect(cells).toBe(count * columns.length);
  expect((await decodeSealed(file, bytes, columns)).rows).toEqual(rows);
  packed.close();
});
