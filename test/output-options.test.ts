import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { root, virtcost } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-output-'));
afterAll(() => rmSync(folder, { recursive: true }));

const image = ['blocks', 'inspect', `${root}examples/guests/web-a.mem`, '--input-format', 'raw'];

it('--format is that of the map of an image, or refused', async () => {
  const { stdout } = await virtcost([...image, '--map', '--format', 'csv']);
  const [head, ...rows] = stdout.trim().split('\n');
  expect(head).toBe('start,length,depth,state,offset');
  expect(rows.length).toBeGreaterThan(0);
  expect(rows[0]).toMatch(/^0,\d+,0,("data, zero"|data|zero|unknown),-?\d+$/);
  const refused = await virtcost([...image, '--map', '--format', 'markdown']);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('expected --format table, csv or json');
});

it.each([[['host', 'list']], [['host', 'show', 'epyc-zen3-2021']], [image]])(
  '%j is shown in the form asked for',
  async (command) => {
    const shown = async (format: string) => {
      const outcome = await virtcost([...command, '--format', format]);
      expect(outcome.code, `${format}: ${outcome.stderr}`).toBe(0);
      return outcome.stdout;
    };
    expect(JSON.parse(await shown('json'))).toBeTypeOf('object');
    expect(await shown('markdown')).toMatch(/^\| .* \|\n\|[-|: ]+\|$/m);
    expect(await shown('csv')).toMatch(/^[^,\n|]+(,[^\n]*)+$/m);
  },
);

it('--open hands the page that was written to the program that opens pages', async () => {
  const opener = join(folder, 'xdg-open');
  const [page, opened] = [join(folder, 'page.html'), join(folder, 'opened')];
  writeFileSync(
    opener,
    `#!/bin/sh\nprintf %s "$1" > '${opened}.new'\nmv '${opened}.new' '${opened}'\n`,
  );
  chmodSync(opener, 0o755);
  const path = process.env.PATH;
  process.env.PATH = `${folder}${delimiter}${path}`;
  try {
    expect((await virtcost([...image, '--html', page, '--open'])).code).toBe(0);
  } finally {
    process.env.PATH = path;
  }
  await vi.waitFor(() => expect(existsSync(opened)).toBe(true), { timeout: 30_000 });
  expect(readFileSync(opened, 'utf8')).toBe(page);
});

it.each([
  [['\u001b[31mred']],
  [['host', 'show', '\u001b[31mred']],
  [['schema', '\u001b]0;title\u0007']],
  [['plan', '\u001b[2J.csv']],
  [['dedup', '--workers', '\u001b[2J', 'x']],
])('what a terminal obeys in %j does not reach it', async (command) => {
  const { code, stdout, stderr } = await virtcost(command);
  expect(code).toBe(2);
  expect(stderr).not.toBe('');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
});
