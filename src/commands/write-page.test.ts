import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { summary } from '../../test/pages.ts';
import { writeAnswerPage } from './write-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-page-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

async function pageAt(epoch: string | undefined): Promise<string> {
  const path = join(folder, 'page.html');
  vi.stubEnv('SOURCE_DATE_EPOCH', epoch);
  await writeAnswerPage(path, { title: 't', summary, sections: [] }, 'virtcost x');
  return readFileSync(path, 'utf8');
}

it('a page says its day, which SOURCE_DATE_EPOCH sets; nothing else of it depends on when', async () => {
  const [then, later] = [await pageAt('0'), await pageAt('86400')];
  expect(then).toContain('<time datetime="1970-01-01">');
  expect(then.replaceAll('1970-01-01', '1970-01-02')).toBe(later);
  const today = new Date().toISOString().slice(0, 4);
  expect(await pageAt(undefined)).toContain(`<time datetime="${today}`);
});

it('a day that is none is refused', async () => {
  await expect(pageAt('yesterday')).rejects.toThrow(
    'SOURCE_DATE_EPOCH: expected seconds since 1970',
  );
  await expect(pageAt('999999999999')).rejects.toThrow('found "999999999999"');
});
