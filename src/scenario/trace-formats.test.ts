import { expect, it } from 'vitest';
import { traceFormats } from '../formats/block-traces/index.ts';
import { memoryTraceFormats } from '../formats/memory-trace/index.ts';
import { blockTraceIds, memoryTraceIds } from './trace-formats.ts';

it('a scenario knows the format of every reader of traces, and no other', () => {
  expect(memoryTraceIds).toEqual(memoryTraceFormats.map(({ id }) => id));
  expect(blockTraceIds).toEqual([...traceFormats.map(({ id }) => id), 'vscsi']);
});
