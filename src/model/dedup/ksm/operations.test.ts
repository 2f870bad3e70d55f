import { describe, expect, it } from 'vitest';
import { parseOperation } from './operations.ts';

describe('parseOperation', () => {
  it('reads every operation of the recorder', () => {
    expect(parseOperation('S:3')).toEqual({ kind: 'scan', steps: 3 });
    expect(parseOperation('B:250:100')).toEqual({ kind: 'batch', steps: 250, pages: 100 });
    expect(parseOperation('X:2')).toEqual({ kind: 'exit', vm: 2 });
    expect(parseOperation('W:share:8388608:1:48')).toEqual({
      ...{ kind: 'write', mode: 'share', share24: 8388608, salt: 1, mask: 48 },
    });
    expect(parseOperation('K:use_zero_pages=1')).toEqual({
      ...{ kind: 'knob', name: 'use_zero_pages', knobs: { useZeroPages: true } },
    });
    expect(parseOperation('F:2')).toEqual({ kind: 'fork', vm: 2 });
    expect(parseOperation('Z')).toEqual({ kind: 'unmerge-all' });
    expect(parseOperation('K:run=2')).toEqual({ kind: 'run', value: 2 });
    expect(parseOperation('N:1:20:300')).toEqual({
      ...{ kind: 'change', letter: 'N', change: 'unmergeable', vm: 1, first: 20, pages: 300 },
    });
    expect(parseOperation('P:0:0:300:0')).toMatchObject({ change: 'read-only', pages: 300 });
    expect(parseOperation('P:0:0:300:1')).toMatchObject({ change: 'writable' });
    expect(parseOperation('K:pages_to_scan=500')).toMatchObject({ kind: 'knob', knobs: {} });
    expect(parseOperation('T:24000:200:0:100:20')).toMatchObject({
      kind: 'free-running',
      pages: 100,
    });
  });

  it.each([
    '',
    'S',
    'S:',
    'S:1:2',
    'S:-1',
    'S:1e3',
    'B:1',
    'W:old:1:1:1',
    'W:new:1:1',
    'K:run=3',
    'F:0:1',
    'U:0:1',
    'P:0:0:1:2',
    'P:0:0:1',
    'K:smart_scan=x',
    'X:99999999999',
    'Z:1',
  ])('takes %j for no operation', (text) => {
    expect(parseOperation(text)).toBeNull();
  });
});
