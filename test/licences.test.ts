import { expect, it } from 'vitest';
import { loosePins, problemsOf, problemsOfData, runtimePackages } from '../scripts/licences.ts';

const locked = (entry: object) =>
  runtimePackages({ packages: { 'node_modules/x': { version: '1.0.0', ...entry } } });

it('a package under a licence nobody looked at, under none, or with an install script is refused', () => {
  expect(problemsOf(locked({ license: 'MIT' }))).toEqual([]);
  expect(problemsOf(locked({ license: 'SSPL-1.0' }))).toHaveLength(1);
  expect(problemsOf(locked({}))).toEqual([
    'x 1.0.0: licence not stated is not among those looked at',
  ]);
  expect(problemsOf(locked({ license: 'MIT', hasInstallScript: true }))).toHaveLength(1);
  expect(problemsOf(locked({ license: 'GPL-3.0', dev: true }))).toEqual([]);
});

it('data nobody looked at, under an unknown licence, without a source or gone is refused', () => {
  const entry = { path: 'a/', licence: 'MIT', source: 'README.md' };
  expect(problemsOfData(['a/x.csv'], [entry])).toEqual([]);
  expect(problemsOfData(['a/x.csv', 'b.csv'], [entry])).toEqual(['b.csv: data without a licence']);
  expect(problemsOfData(['a/x.csv'], [{ ...entry, licence: 'CC-BY-NC-4.0' }])).toHaveLength(1);
  expect(problemsOfData(['a/x.csv'], [{ ...entry, source: 'nowhere.md' }])).toHaveLength(1);
  expect(problemsOfData([], [entry])).toEqual(['a/: no such data']);
});

it('a version that is not exact is refused', () => {
  expect(loosePins({ dependencies: { x: '1.2.3', y: '5.0.0-rc.1' } })).toEqual([]);
  for (const version of ['^1.2.3', '~1.2.3', '1.x', '>=1.0.0', 'latest', 'git+ssh://x'])
    expect(loosePins({ devDependencies: { x: version } })).toHaveLength(1);
});
