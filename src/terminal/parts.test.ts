import { afterEach, expect, it } from 'vitest';
import { Parts } from './parts.ts';
import { startProgress } from './progress.ts';
import { chooseOutput } from './settings.ts';

afterEach(() => chooseOutput({}));

/** A terminal that keeps what it is told, with a clock that passes two seconds at each look. */
function terminal() {
  const written: string[] = [];
  let now = 0;
  const clock = () => {
    now += 2000;
    return now;
  };
  const stream = { isTTY: true, write: (text: string) => written.push(text) > 0 } as never;
  const start = (label: string, total: number) => startProgress(label, total, stream, clock);
  return { written, start };
}

it('counts the parts that were declared, each made once however often it is asked', async () => {
  const { written, start } = terminal();
  const parts = new Parts();
  let made = 0;
  const one = parts.part(() => ++made);
  const two = parts.part(async () => (await one()) + (await one()));
  expect(await parts.shown('x', async () => [await two(), await one()], start)).toEqual([2, 1]);
  expect(made).toBe(1);
  expect(written.join('')).toMatch(/x: 1\/2.*x: 2\/2/s);
  expect(written.at(-1)).toBe('\r\u001b[K');
});

it('clears the line where a part throws', async () => {
  const { written, start } = terminal();
  const parts = new Parts();
  const fine = parts.part(() => 1);
  const broken = parts.part(() => {
    throw new Error('no');
  });
  const answer = async () => [await fine(), await broken()];
  await expect(parts.shown('x', answer, start)).rejects.toThrow('no');
  expect(written.at(-2)).toContain('x: 1/2');
  expect(written.at(-1)).toBe('\r\u001b[K');
});
