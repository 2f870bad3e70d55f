import type { Command } from 'commander';
import { predict } from './predict.ts';
import { translate } from './translate.ts';
import { validate } from './validate.ts';

/** Every command of the command line, in the order of its help. A new command is one file and one line. */
export const commands: readonly ((program: Command) => void)[] = [translate, predict, validate];
