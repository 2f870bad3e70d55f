// Writes what the commands of the guides print into the guides: every ```console block is one `$ ` command and,
// below it, its standard output. `--check` writes nothing and fails where a guide shows something else.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

const root = new URL('../', import.meta.url).pathname;

/** Guides and READMEs whose console blocks are generated. */
export const guides = [
  ...readdirSync(`${root}docs/guides`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/guides/${name}`),
  ...readdirSync(root).filter((name) => /^README.*\.md$/.test(name)),
];

const block = /^```console\n\$ ((?:.*\\\n)*.*)\n([\s\S]*?)^```$/gm;

/** Standard output of a command line of a guide, run in the repo; exit codes are answers there. */
async function outputOf(line: string): Promise<string> {
  const command = line.replace(/^npx virtcost /, `${process.execPath} dist/cli.js `);
  const env: NodeJS.ProcessEnv = { ...process.env, COLUMNS: '110', NO_COLOR: '1' };
  delete env.VIRTCOST_LANG;
  try {
    return (await promisify(execFile)('bash', ['-c', command], { cwd: root, env })).stdout;
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    if (code === 3 || code === 4) return stdout;
    throw new Error(`${line}\n${stderr}`);
  }
}

/** The text of a guide with what its commands print today. Throws where one of them fails. */
export async function regenerated(text: string): Promise<string> {
  let whole = '';
  let from = 0;
  for (const found of text.matchAll(block)) {
    const output = (await outputOf(found[1]!)).replace(/[ \t]+$/gm, '').trimEnd();
    whole += `${text.slice(from, found.index)}\`\`\`console\n$ ${found[1]}\n${output}\n\`\`\``;
    from = found.index + found[0].length;
  }
  return whole + text.slice(from);
}

if (process.argv[1]?.endsWith('guides.ts')) {
  for (const path of guides) {
    const text = readFileSync(root + path, 'utf8');
    const fresh = await regenerated(text);
    if (fresh === text) continue;
    if (process.argv.includes('--check')) {
      console.error(`${path} shows other output than its commands print: npm run guides`);
      process.exitCode = 1;
    } else writeFileSync(root + path, fresh);
  }
}
