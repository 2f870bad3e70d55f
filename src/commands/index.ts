import type { Command } from 'commander';
import { blocks } from './blocks.ts';
import { compare } from './compare.ts';
import { doctor } from './doctor.ts';
import { explain } from './explain.ts';
import { formats } from './formats.ts';
import { io } from './io.ts';
import { predict } from './predict.ts';
import { price } from './price.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { schedule } from './schedule.ts';
import { schema } from './schema.ts';
import { translate } from './translate.ts';
import { validate } from './validate.ts';

/** Every command of the command line, in the order of its help. A new command is one file and one line. */
export const commands: readonly ((program: Command) => void)[] = [
  run,
  report,
  translate,
  price,
  formats,
  io,
  schedule,
  blocks,
  predict,
  validate,
  explain,
  compare,
  doctor,
  schema,
];
