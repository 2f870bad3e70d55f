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
    'K:run=2',
    'K:smart_scan=x',
    'X:99999999999',
    'Z:1',
  ])('takes %j for no operation', (text) => {
    expect(parseOperation(text)).toBeNull();
  });
});
