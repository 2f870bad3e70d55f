import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { readTrace } from './read-trace.ts';
import type { TraceAccess } from './trace-format.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-traces-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function parse(content: string | Uint8Array, format?: string): Promise<TraceAccess[]> {
  const path = join(folder, 'trace');
  writeFileSync(path, content);
  const accesses: TraceAccess[] = [];
  for await (const batch of readTrace(path, format)) accesses.push(...batch);
  return accesses;
}

const short = (accesses: TraceAccess[]) =>
  accesses.map(({ kind, disk, offset, length, timeUs }) => [kind, disk, offset, length, timeUs]);

describe('reading block traces', () => {
  it('reads fio iolog version 2, where waits add up', async () => {
    const text =
      'fio version 2 iolog\n/dev/a add\n/dev/a open\n/dev/a write 4096 8192\n/dev/a wait 250 0\n' +
      '/dev/a read 0 512\n/dev/a trim 0 65536\n/dev/a datasync 0 0\n/dev/a close\n';
    expect(short(await parse(text))).toEqual([
      ['write', '/dev/a', 4096, 8192, 0],
      ['read', '/dev/a', 0, 512, 250],
      ['discard', '/dev/a', 0, 65536, 250],
      ['flush', '/dev/a', 0, 0, 250],
    ]);
  });

  it('reads fio iolog version 3, where each line has its time', async () => {
    const text = 'fio version 3 iolog\n0 a add\n1 a open\n17 a write 4096 8192\n';
    expect(short(await parse(text))).toEqual([['write', 'a', 4096, 8192, 17]]);
  });

  it('reads queued requests of blkparse text and leaves its summary out', async () => {
    const text =
      '  8,0    3        1     0.000000000   697  G   W 223490 + 8 [kjournald]\n' +
      '  8,0    3        2     0.000001829   697  Q   WS 223490 + 8 [kjournald]\n' +
      '  8,0    3        3     0.500000000   697  Q   R 8 + 16 [cp]\n' +
      '  8,0    3        4     0.600000000   697  Q  FN [cp]\n' +
      'CPU3 (8,0):\n Reads Queued: 1, 8KiB\n';
    expect(short(await parse(text))).toEqual([
      ['write', '8,0', 114426880, 4096, 1.829],
      ['read', '8,0', 4096, 8192, 500000],
      ['flush', '8,0', 0, 0, 600000],
    ]);
  });

  it('reads MSR Cambridge, Alibaba, libCacheSim, SPC and op lines', async () => {
    const msr = '128166372003061629,usr,0,Write,7014609920,24576,41286\n';
    expect(short(await parse(msr)).map((row) => row.slice(0, 4))).toEqual([
      ['write', 'usr.0', 7014609920, 24576],
    ]);
    expect(short(await parse('0,W,126703644672,4096,1577808000000000\n'))).toEqual([
      ['write', '0', 126703644672, 4096, 1577808000000000],
    ]);
    expect(short(await parse('version,time,op,size,lbn\n1,33898,2a,6656,40409911\n'))).toEqual([
      ['write', '0', 40409911 * 512, 6656, 33898e6],
    ]);
    expect(short(await parse('0,303567,3584,w,0.026214\n'))).toEqual([
      ['write', '0', 303567 * 512, 3584, 26214],
    ]);
    expect(short(await parse('["write","a",4096,512,7]\n["snap","a","s"]\n'))).toEqual([
      ['write', 'a', 4096, 512, null],
      ['snapshot', 'a', 0, 0, null],
    ]);
  });

  it('reads binary vscsi records and compressed text', async () => {
    const bytes = new Uint8Array(64);
    const view = new DataView(bytes.buffer);
    for (const [i, command] of [0x2a, 0x28].entries()) {
      view.setUint32(i * 32 + 4, 4096, true);
      view.setUint16(i * 32 + 12, command, true);
      view.setUint16(i * 32 + 14, 0x100, true);
      view.setBigUint64(i * 32 + 16, 100n, true);
      view.setBigUint64(i * 32 + 24, BigInt(i * 5), true);
    }
    expect(short(await parse(bytes))).toEqual([
      ['write', '0', 51200, 4096, 0],
      ['read', '0', 51200, 4096, 5],
    ]);
    await expect(parse(bytes.subarray(0, 40))).rejects.toThrow(
      'at byte 32: expected a whole record',
    );
    const packed = gzipSync(new TextEncoder().encode('0,W,4096,4096,1\n'));
    expect(await parse(packed)).toHaveLength(1);
  });

  it('takes the accesses out of a sequence file, batches apart', async () => {
    const ops = [
      ['create', 'a', 4096, 512, 0],
      [
        'batch',
        'a',
        [
          ['write', 0, 512, 1],
          ['discard', 0, 512],
        ],
      ],
      ['snap', 'a', 's'],
    ];
    const sequence = JSON.stringify({ id: 'x', steps: ops.map((op) => ({ op })) });
    expect(short(await parse(sequence)).map((row) => row[0])).toEqual([
      'write',
      'discard',
      'snapshot',
    ]);
    await expect(parse('{"steps":[{}]}')).rejects.toThrow('an operation in every step');
    await expect(parse('{}')).rejects.toThrow('another JSON document');
  });

  it('names file, line and what was expected', async () => {
    const text = 'fio version 2 iolog\na add\na write 4096 x\n';
    await expect(parse(text)).rejects.toThrow(/trace:3: expected a whole number as length/);
    await expect(parse('hello\n')).rejects.toThrow('expected a block trace');
    await expect(parse('')).rejects.toThrow('an empty file');
    await expect(parse('0,W,1,1,1\n', 'nonsense')).rejects.toThrow('expected a trace format');
  });
});
