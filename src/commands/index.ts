import type { Command } from 'commander';
import { blocks } from './blocks.ts';
import { predict } from './predict.ts';
import { validate } from './validate.ts';

/** Every command of the command line, in the order of its help. A new command is one file and one line. */
export const commands: readonly ((program: Command) => void)[] = [blocks, predict, validate];
