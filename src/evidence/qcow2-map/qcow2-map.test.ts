import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../errors.ts';
import { qcow2Map } from './index.ts';
import { readSequences } from './sequence.ts';

async function withFile<T>(content: unknown, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'virtcost-'));
  const path = join(folder, 'sequence.json');
  await writeFile(path, JSON.stringify(content));
  try {
    return await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('the qcow2-map suite', () => {
  it('equals the driver in every recorded state of every sequence', async () => {
    const { cases, summary } = await qcow2Map.validate({});
    expect(cases.filter((entry) => !entry.pass)).toEqual([]);
    expect(summary).toMatchObject({ sequences: 42, states: 3674, failed: 0 });
    expect(summary.cases).toBeGreaterThan(5 * 3674);
  });

  it('predicts the same from operations alone', async () => {
    const sequence = (await readSequences(undefined)).find(
      (entry) => entry.id === 'clones-16k-01',
    )!;
    const bare = { id: sequence.id, steps: sequence.steps.map(({ op }) => ({ op })) };
    const full = await withFile(sequence, (data) => qcow2Map.predict({ data }));
    const stripped = await withFile(bare, (data) => qcow2Map.predict({ data }));
    expect(stripped).toEqual(full);
    expect(stripped[0]).toMatchObject({ id: 'clones-16k-01/0', obs: {} });
  });

  it('names the step of an operation it cannot read', async () => {
    const broken = { id: 'x', steps: [{ op: ['create', 'a', 4096, 4096, 0] }, { op: ['write'] }] };
    const predict = withFile(broken, (data) => qcow2Map.predict({ data }));
    await expect(predict).rejects.toThrow(UserError);
    await expect(predict).rejects.toThrow(/step 1, found \["write"\]/);
  });

  it('refuses a chain that meets itself and an access beyond the end of a disk', async () => {
    const create = { op: ['create', 'a', 65536, 4096, 0] };
    const overlay = { op: ['overlay', 'b', 'a', 65536, 4096, 0] };
    const loop = { id: 'x', steps: [create, overlay, { op: ['rebase_u', 'a', 'b'] }] };
    const beyond = { id: 'x', steps: [create, { op: ['read', 'a', 65536, 512] }] };
    await expect(withFile(loop, (data) => qcow2Map.predict({ data }))).rejects.toThrow(
      'x/2: the chain of image a meets itself',
    );
    await expect(withFile(beyond, (data) => qcow2Map.predict({ data }))).rejects.toThrow(
      'x/1: image a ends at 65536',
    );
  });
});
