import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundledData } from '../bundled.ts';
import { guestMemory } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-guest-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('guest-memory', () => {
  it('counts the made-up set as sha256 did, at every granularity', async () => {
    const { cases, summary } = await guestMemory.validate({});
    expect(cases.filter((entry) => !entry.pass)).toEqual([]);
    expect(summary).toMatchObject({ cases: 68, failed: 0 });
  });

  it('predicts the settled KSM counters the recorder derived', async () => {
    const truth = JSON.parse(readFileSync(bundledData('guest-memory/synthetic.json'), 'utf8'));
    const expected = truth.sets.synthetic.granularities[0].ksm_steady_prediction;
    const predictions = await guestMemory.predict({});
    for (const use of [0, 1]) {
      const id = `synthetic/ksm max_page_sharing=256 use_zero_pages=${use} zero pages in`;
      const mine = predictions.find((entry) => entry.id === id);
      expect(mine).toMatchObject(expected[`use_zero_pages_${use}`]);
    }
  });

  it('counts random images of a folder as sha256 does', async () => {
    const set = join(folder, 'random');
    mkdirSync(set);
    const images = [0, 1, 2].map((v) => {
      const image = Buffer.alloc(64 * 4096);
      for (let p = 0; p < 64; p++) image.fill((p * 7 + v * (p % 5)) % 23, p * 4096, (p + 1) * 4096);
      writeFileSync(join(set, `vm${v}.raw`), image);
      return image;
    });
    const seen = new Map<string, number>();
    let zero = 0;
    for (const image of images) {
      for (let p = 0; p < 64; p++) {
        const page = image.subarray(p * 4096, (p + 1) * 4096);
        if (page.every((byte) => byte === 0)) zero++;
        else {
          const digest = createHash('sha256').update(page).digest('hex');
          seen.set(digest, (seen.get(digest) ?? 0) + 1);
        }
      }
    }
    const [first] = await guestMemory.predict({ data: folder });
    expect(first).toMatchObject({
      id: 'random/4096',
      zero,
      nonzero: 192 - zero,
      distinct_nonzero: seen.size,
      unique: [...seen.values()].filter((n) => n === 1).length,
    });
  });

  it.each([
    [
      'a folder without images',
      () => mkdtempSync(join(folder, 'empty-')),
      /expected memory images/,
    ],
    ['a file', () => bundledData('guest-memory/README.md'), /expected a folder/],
    ['nothing', () => join(folder, 'nowhere'), /no such file/],
  ])('refuses %s', async (_, data, message) => {
    await expect(guestMemory.predict({ data: data() })).rejects.toThrow(message);
  });

  it('asks for ground truth before it validates', async () => {
    await expect(guestMemory.validate({ data: folder })).rejects.toThrow(/ground truth/);
  });
});
