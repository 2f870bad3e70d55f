import { expect, it } from 'vitest';
import { commandLine, withOptions } from './shell-words.ts';

it('changes options wherever and however they are written, and leaves the others', () => {
  const words = ['migrate', '--ram', '8GiB', '--xbzrle', '--link=25', '--from', 'a b.json'];
  const changed = withOptions(words, [
    ['--ram', '16GiB'],
    ['--xbzrle', false],
    ['--link', null],
    ['--multifd', '4'],
    ['--auto-converge', true],
  ]);
  expect(changed).toEqual([
    'migrate',
    '--from',
    'a b.json',
    '--ram',
    '16GiB',
    '--multifd',
    '4',
    '--auto-converge',
  ]);
  expect(commandLine(changed)).toBe(
    "virtcost migrate --from 'a b.json' --ram 16GiB --multifd 4 --auto-converge",
  );
});

it('drops options of several values with all of them', () => {
  const words = ['plan', 'base', '--what-if', 'a.yaml', 'b.yaml', '--cpu-ratio', '8'];
  expect(withOptions(words, [['--cpu-ratio', '4']], ['--what-if'])).toEqual([
    'plan',
    'base',
    '--cpu-ratio',
    '4',
  ]);
});
