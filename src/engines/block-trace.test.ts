import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Rng } from '../rng.ts';
import type { BlockAccess, BlockTrace } from '../studies/task-file.ts';
import { readBlockTrace } from './block-trace.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-block-trace-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A trace of the Alibaba form, device,kind,offset,length,time: two devices in turn, a millisecond apart. */
function written(accesses: number): string {
  const path = join(folder, `${accesses}.csv`);
  const rng = new Rng(3);
  const lines = Array.from({ length: accesses }, (_, i) => {
    const kind = rng.nextBelow(2) === 0 ? 'R' : 'W';
    return `${i % 2},${kind},${rng.nextBelow(1000) * 4096},${4096 * (1 + rng.nextBelow(4))},${5e6 + 1000 * i}`;
  });
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

async function all(trace: BlockTrace): Promise<BlockAccess[]> {
  const found: BlockAccess[] = [];
  for await (const batch of trace.batches()) found.push(...batch);
  return found;
}

test('a trace too long to be kept gives the same accesses as one that is, each time it is asked', async () => {
  const path = written(4001);
  const kept = await readBlockTrace(path, {});
  const streamed = await readBlockTrace(path, {}, 10);
  const accesses = await all(kept);
  expect(accesses).toHaveLength(2001);
  expect(await all(streamed)).toEqual(accesses);
  expect(await all(streamed)).toEqual(accesses);
  const { batches: _, ...known } = streamed;
  expect(known).toEqual({
    ...{ device: '0', total: 2001, takesSnapshots: false, lastUs: 4e6 },
    end: Math.max(...accesses.map(({ offset, length }) => offset + length)),
  });
  expect(accesses.slice(0, 2).map(({ timeUs }) => timeUs)).toEqual([0, 2000]);
});

test('times count from the first access of the device that is asked for', async () => {
  const trace = await readBlockTrace(written(100), { device: '1' });
  expect(trace.lastUs).toBe(98_000);
  expect((await all(trace))[0]?.timeUs).toBe(0);
});

test('a trace that says when snapshots were taken, and has no times', async () => {
  const path = join(folder, 'own.txt');
  writeFileSync(path, '["write","a",4096,512,7]\n["snap","a","s"]\n["read","a",0,512,1]\n');
  const { batches, ...known } = await readBlockTrace(path, {});
  expect(known).toEqual({ device: 'a', total: 3, takesSnapshots: true, end: 4608, lastUs: null });
});
