import { expect, it } from 'vitest';
import { commandText } from './asked-command.ts';

it('leaves out where an answer goes and who computes it, and keeps the rest', () => {
  const words =
    'run a.yaml -e inline --workers 3 --out=x -o y --json --html p.html --fresh --seed 2';
  expect(commandText(words.split(' '))).toBe('virtcost run a.yaml --seed 2');
});

it('quotes what a shell would read otherwise, and shows control characters as text', () => {
  expect(commandText(['plan', "it's $HOME.xlsx", 'a;b', '10:2:3'])).toBe(
    `virtcost plan 'it'\\''s $HOME.xlsx' 'a;b' 10:2:3`,
  );
  expect(commandText(['plan', 'a\u001b[31m'])).toBe("virtcost plan $'a\\u001b[31m'");
});
