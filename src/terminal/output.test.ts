import { afterEach, expect, it, vi } from 'vitest';
import { printJson } from './output.ts';

afterEach(() => vi.restoreAllMocks());

/** Standard output whose reader takes all that waits when it is told to. */
function slowReader() {
  let [out, waiting] = ['', 0];
  vi.spyOn(process.stdout, 'write').mockImplementation((piece) => {
    out += String(piece);
    waiting += String(piece).length;
    return false;
  });
  vi.spyOn(process.stdout, 'writableLength', 'get').mockImplementation(() => waiting);
  const take = () => {
    waiting = 0;
    process.stdout.emit('drain');
  };
  return { take, said: () => out, waiting: () => waiting };
}

it('a long document is written no faster than it is read, and whole in the end', () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => ({ i, text: 'x'.repeat(1000) }));
  const reader = slowReader();
  printJson({ rows });
  let most = reader.waiting();
  let times = 0;
  for (; reader.waiting() > 0; times++) {
    reader.take();
    most = Math.max(most, reader.waiting());
  }
  expect(reader.said()).toBe(`${JSON.stringify({ rows }, null, 2)}\n`);
  expect(times).toBe(5);
  expect(most).toBeLessThan(2 ** 22 + 2 ** 17);
});

it('a document that nobody is slow to read is written at once', () => {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((piece) => {
    out += String(piece);
    return false;
  });
  vi.spyOn(process.stdout, 'writableLength', 'get').mockReturnValue(0);
  printJson({ a: [1, { b: 'x'.repeat(300_000) }] });
  expect(out).toBe(`${JSON.stringify({ a: [1, { b: 'x'.repeat(300_000) }] }, null, 2)}\n`);
});
