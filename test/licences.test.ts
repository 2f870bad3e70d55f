import { expect, it } from 'vitest';
import { problemsOf, runtimePackages } from '../scripts/licences.ts';

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
