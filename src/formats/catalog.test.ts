import { expect, it } from 'vitest';
import { traceFormats } from './block-traces/index.ts';
import { catalog } from './catalog.ts';
import { guestStatsFormats } from './guest-stats/index.ts';
import { inventoryReaders, tablesReaders } from './inventory/index.ts';
import { loadReaders } from './machine-load/index.ts';
import { memoryTraceFormats } from './memory-trace/index.ts';
import { migrationReaders } from './migration/index.ts';

it('the catalog has every reader of each seam, and says of each how to make a file', () => {
  const of = (kind: string) => catalog.filter((entry) => entry.kind === kind).map(({ id }) => id);
  expect(of('guest statistics')).toEqual(guestStatsFormats.map(({ id }) => id));
  expect(of('memory trace')).toEqual(memoryTraceFormats.map(({ id }) => id));
  expect(of('block trace')).toEqual(expect.arrayContaining(traceFormats.map(({ id }) => id)));
  expect(of('migration')).toEqual(migrationReaders.map(({ id }) => id));
  expect(of('inventory')).toEqual([...tablesReaders, ...inventoryReaders].map(({ id }) => id));
  expect(of('machine load')).toEqual(loadReaders.map(({ id }) => id));
  for (const entry of catalog) {
    for (const text of Object.values(entry)) expect(text, entry.id).not.toBe('');
  }
  expect(new Set(catalog.map(({ kind, id }) => `${kind} ${id}`)).size).toBe(catalog.length);
});
