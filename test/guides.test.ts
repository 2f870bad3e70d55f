import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { regenerated, guides as shown } from '../scripts/guides.ts';
import { root, virtcost } from './support.ts';

const folder = `${root}docs/guides/`;

/** Commands of a guide's code blocks: lines that begin with `npx virtcost`, continued lines joined. */
function commandsOf(text: string): string[] {
  const blocks = [...text.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, block]) => block!);
  return blocks.flatMap((block) =>
    block
      .replace(/\\\n\s*/g, ' ')
      .split('\n')
      .filter((line) => line.startsWith('npx virtcost ')),
  );
}

/** Words of a command line with single quotes, without its comment. */
const wordsOf = (line: string): string[] =>
  (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^'(.*)'$/, '$1'));

const guides = readdirSync(folder).filter((name) => name.endsWith('.md'));
it.each(shown)('%s shows what its commands print (npm run guides writes it)', async (path) => {
  const text = readFileSync(root + path, 'utf8');
  expect(await regenerated(text)).toBe(text);
});

/** What a README shows alike in every language: its commands, the first column of its table, pictures, depth of headings. */
function shapeOf(readme: string) {
  const text = readFileSync(root + readme, 'utf8').replaceAll(/^```console\n[\s\S]*?^```$/gm, '');
  const lines = [...text.matchAll(/^```\n([\s\S]*?)^```$/gm)].flatMap(([, block]) =>
    block!.split('\n').map((line) => line.replace(/ +#.*/, '')),
  );
  return {
    commands: lines.filter((line) => line !== ''),
    table: [...text.matchAll(/^\| (`.*?`) \|/gm)].map(([, cell]) => cell),
    pictures: [...text.matchAll(/^!\[.+?\]\((.+?)\)$/gm)].map(([, path]) => path),
    headings: [...text.matchAll(/^(#+) /gm)].map(([, depth]) => depth),
  };
}

it('README.zh.md has the commands, table, pictures and parts of README.md, which .ci/run runs', () => {
  const english = shapeOf('README.md');
  expect(english.commands.filter((line) => /^np[mx] /.test(line)).length).toBeGreaterThan(15);
  expect(english.table.length).toBeGreaterThan(15);
  expect(shapeOf('README.zh.md')).toEqual(english);
});

const calls = guides.flatMap((name) =>
  commandsOf(readFileSync(folder + name, 'utf8')).map((line) => [name, line] as const),
);

it('every guide has a command', () => {
  expect(guides.length).toBeGreaterThan(8);
  for (const name of guides)
    expect(readFileSync(folder + name, 'utf8'), name).toMatch(/^(\$ )?npx virtcost /m);
});

/** The first command of each guide, and all of them in a full run. */
const asked = calls.filter(
  ([name], i) => process.env.VIRTCOST_FULL !== undefined || calls[i - 1]?.[0] !== name,
);

it.each(asked)(
  '%s: %s',
  async (_, line) => {
    const words = wordsOf(line.replace(/\s#.*$/, '')).slice(2);
    const { code, stdout, stderr } = await virtcost(words);
    expect([0, 3, 4], stderr).toContain(code);
    const first = stdout.split('\n', 1)[0]!;
    if (words.includes('--json')) {
      const document = JSON.parse(stdout) as { sentence: string; exitCode: number };
      expect(document.sentence).toMatch(/\w/);
      expect(document.exitCode).toBe(code);
    } else expect(first).toMatch(/\w.*[.:]$/);
    expect(stdout).not.toMatch(/\b(NaN|Infinity|undefined)\b/);
  },
  60_000,
);
