import { expect, it } from 'vitest';
import { badInput, printable } from './errors.ts';

it('a problem names file, line, column, expectation, finding and what to do', () => {
  const error = badInput({
    file: 'a.yaml',
    line: 3,
    column: 7,
    expected: 'a number',
    found: '"x"',
    hint: 'Write ways: 4.',
  });
  expect(error.message).toBe('a.yaml:3:7: expected a number, found "x". Write ways: 4.');
  expect(error.exitCode).toBe(2);
});

it('terminal escapes in foreign text never reach the terminal', () => {
  expect(printable('a\u001b[31mred')).toBe('a\ufffd[31mred');
});
