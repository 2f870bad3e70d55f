import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { references } from '../scripts/build-reference.ts';
import { studies } from '../src/studies/index.ts';
import { version } from '../src/version.ts';
import { root } from './support.ts';

it('every result column says what it means, and numbers say in what unit', () => {
  for (const { columns } of studies) {
    for (const column of columns) {
      expect(column.description.length, column.name).toBeGreaterThan(10);
      if (column.type !== 'STRING') expect(column.unit, column.name).not.toBe('');
    }
    expect(new Set(columns.map((column) => column.name)).size).toBe(columns.length);
  }
});

it('the generated references are those of this code (npm run reference writes them)', () => {
  for (const [name, text] of Object.entries(references())) {
    expect(readFileSync(`${root}docs/reference/${name}`, 'utf8'), name).toBe(text);
  }
});

it('the version is that of package.json', () => {
  expect(JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version).toBe(version);
});
