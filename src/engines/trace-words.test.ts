import { appendFileSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { root } from '../../test/support.ts';
import { checkTrace, traceWords } from './trace-words.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-words-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function countOf(path: string, hash: string): Promise<number> {
  let count = 0;
  for await (const chunk of await traceWords(path, {}, hash)) count += chunk.length;
  return count;
}

it('a trace that changed since the run began is refused by the job that reads it', async () => {
  const path = join(folder, 'lackey.txt');
  writeFileSync(path, ' L 04222c4c,4\n S 04222cac,8\n');
  const hash = await checkTrace(path, {});
  expect(await countOf(path, hash)).toBe(2);
  // Another trace is decoded in between, so that the words are not in memory any more.
  const other = join(folder, 'other.txt');
  writeFileSync(other, ' L 04222c4c,4\n');
  await checkTrace(other, {});
  appendFileSync(path, ' L 05222c4c,4\n');
  await expect(countOf(path, hash)).rejects.toThrow(
    /lackey\.txt: expected the file this run began with .* found one that changed since/,
  );
});

it('the hash is that of all bytes of the file, compressed or not', async () => {
  const path = join(folder, 'chase.bin.gz');
  copyFileSync(`${root}examples/traces/chase.bin.gz`, path);
  const hash = await checkTrace(path, {});
  appendFileSync(path, Buffer.alloc(16));
  // Zeros behind a gzip are padding to a reader; to the record they are another file.
  expect(await checkTrace(path, {}).catch(() => 'refused')).not.toBe(hash);
});
