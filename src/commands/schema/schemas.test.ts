import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { documented } from './documented.ts';
import { keyMeanings } from './key-meanings.ts';
import { examplesOf, fileSchemas, jsonSchemaOf } from './schemas.ts';

interface Key {
  path: string;
  node: { description?: string; examples?: unknown[]; const?: unknown };
}

function keysOf(node: unknown, path: string): Key[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([word, below]): Key[] => {
    if (word === 'examples' || word === 'default') return [];
    if (word !== 'properties') return keysOf(below, path);
    return Object.entries(below as object).flatMap(([key, at]) => [
      { path: `${path}.${key}`, node: at as Key['node'] },
      ...keysOf(at, `${path}.${key}`),
    ]);
  });
}

/** Zod compiles patterns without the u flag, which those with \p need; the whole file holds them to it. */
const withoutPatterns = (node: unknown): unknown =>
  JSON.parse(
    JSON.stringify(node, (key, value) =>
      key === 'pattern' && typeof value === 'string' ? undefined : value,
    ),
  );

describe.each(Object.keys(fileSchemas))('the schema of %s', (kind) => {
  const keys = keysOf(jsonSchemaOf(kind), kind);

  it('has the meaning and an example of every key', () => {
    expect(keys.length).toBeGreaterThan(15);
    expect(
      keys.filter(({ node }) => !((node.description?.length ?? 0) > 3)).map(({ path }) => path),
    ).toEqual([]);
    expect(keys.filter(({ node }) => node.examples?.length !== 1).map(({ path }) => path)).toEqual(
      [],
    );
  });

  it('takes the files its examples are parts of', () => {
    for (const file of examplesOf(kind)) {
      const read = fileSchemas[kind]?.().safeParse(file);
      expect(read?.error?.issues, kind).toBeUndefined();
    }
  });

  it('takes each example at its key', () => {
    for (const { path, node } of keys) {
      const read = z.fromJSONSchema(withoutPatterns(node) as never).safeParse(node.examples?.[0]);
      expect(read.error?.issues, `${path}: ${JSON.stringify(node.examples)}`).toBeUndefined();
    }
  });
});

it('every meaning is that of some key', () => {
  const paths = Object.keys(fileSchemas).flatMap((kind) =>
    keysOf(jsonSchemaOf(kind), kind).map(({ path }) => `.${path}`),
  );
  const unused = Object.keys(keyMeanings).filter(
    (ending) => !paths.some((path) => path.endsWith(`.${ending}`)),
  );
  expect(unused).toEqual([]);
});

it('takes an example of the branch its constant names, and leaves what has none without', () => {
  const branch = (kind: string, key: string) => ({
    properties: { kind: { const: kind }, [key]: { type: 'number' } },
  });
  const schema = { oneOf: [branch('a', 'x'), branch('b', 'x'), branch('c', 'z')] };
  const files = [
    { kind: 'a', x: 1 },
    { kind: 'b', x: 2 },
  ];
  const { oneOf } = documented(schema, files, { x: 'short', 'k.x': 'long' }, ['k']) as {
    oneOf: { properties: Record<string, unknown> }[];
  };
  expect(oneOf.map(({ properties }) => properties.x ?? properties.z)).toEqual([
    { description: 'long', examples: [1], type: 'number' },
    { description: 'long', examples: [2], type: 'number' },
    { type: 'number' },
  ]);
});
