import type { Command } from 'commander';
import { commandLine } from '../shell-words.ts';
import { shownBy } from './global-options.ts';

/** Options that decide where an answer goes or who computes it, never what it is; with a value, or alone. */
const withValue = new Set<string | undefined>([
  ...['--out', '-o', '--engine', '-e', '--workers', '-w', '--html'],
  ...shownBy.withValue,
]);
const alone = new Set<string | undefined>(['--fresh', '--no-report', '--json', ...shownBy.alone]);

/** The words that ask the same again: all but those that cannot change the answer. */
function keptWords(words: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (withValue.has(word)) i++;
    else if (!alone.has(word) && !withValue.has(word.split('=', 1)[0] as string)) kept.push(word);
  }
  return kept;
}

/** The command that asks the same again. */
export const commandText = (words: readonly string[]): string => commandLine(keptWords(words));

/** `virtcost migrate cold` of a command. */
export function pathOf(command: Command): string {
  const names = [];
  for (let at: Command | null = command; at?.parent; at = at.parent) names.unshift(at.name());
  return ['virtcost', ...names].join(' ');
}

let asked: readonly string[] = [];
let path = 'virtcost';

/** The command being answered; pages say it. */
export const askedCommand = (): string => commandLine(asked);

/** Its words, for a page that asks the same with some options changed. */
export const askedWords = (): readonly string[] => asked;

/** The command being answered by its names alone, as its help is found by. */
export const askedPath = (): string => path;

/** Notes the words of the command line when a command starts. */
export function noteCommand(program: Command): void {
  program.hook('preAction', (_, action) => {
    path = pathOf(action);
    const { rawArgs = [] } = program as unknown as { rawArgs?: string[] };
    asked = keptWords(rawArgs[0] === process.argv[0] ? rawArgs.slice(2) : rawArgs);
  });
}
