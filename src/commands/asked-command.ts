import type { Command } from 'commander';
import { shownBy } from './global-options.ts';

/** Options that decide where an answer goes or who computes it, never what it is; with a value, or alone. */
const withValue = new Set<string | undefined>([
  ...['--out', '-o', '--engine', '-e', '--workers', '-w', '--html'],
  ...shownBy.withValue,
]);
const alone = new Set<string | undefined>(['--fresh', '--no-report', '--json', ...shownBy.alone]);

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

/** `virtcost migrate cold` of a command. */
export function pathOf(command: Command): string {
  const names = [];
  for (let at: Command | null = command; at?.parent; at = at.parent) names.unshift(at.name());
  return ['virtcost', ...names].join(' ');
}

let asked = 'virtcost';
let path = 'virtcost';

/** The command being answered; pages say it. */
export const askedCommand = (): string => asked;

/** The command being answered by its names alone, as its help is found by. */
export const askedPath = (): string => path;

/** Notes the words of the command line when a command starts. */
export function noteCommand(program: Command): void {
  program.hook('preAction', (_, action) => {
    path = pathOf(action);
    const { rawArgs = [] } = program as unknown as { rawArgs?: string[] };
    asked = commandText(rawArgs[0] === process.argv[0] ? rawArgs.slice(2) : rawArgs);
  });
}
