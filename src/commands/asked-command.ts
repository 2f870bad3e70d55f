import type { Command } from 'commander';

/** Options that decide where an answer goes or who computes it, never what it is; with a value, or alone. */
const withValue = new Set(['--out', '-o', '--engine', '-e', '--workers', '-w', '--html']);
const alone = new Set(['--fresh', '--no-report', '--json']);

/** A word as a shell needs it. Control characters are written so that no terminal obeys them. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f]/.test(word))
    return `$'${JSON.stringify(word).slice(1, -1).replaceAll("'", "\\'")}'`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** The command that asks the same again: every word but those that cannot change the answer. */
export function commandText(words: readonly string[]): string {
  const kept: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (withValue.has(word)) i++;
    else if (!alone.has(word) && !withValue.has(word.split('=', 1)[0] as string)) kept.push(word);
  }
  return ['virtcost', ...kept.map(quoted)].join(' ');
}

let asked = 'virtcost';

/** The command being answered; pages say it. */
export const askedCommand = (): string => asked;

/** Notes the words of the command line when a command starts. */
export function noteCommand(program: Command): void {
  program.hook('preAction', () => {
    const { rawArgs = [] } = program as unknown as { rawArgs?: string[] };
    asked = commandText(rawArgs[0] === process.argv[0] ? rawArgs.slice(2) : rawArgs);
  });
}
