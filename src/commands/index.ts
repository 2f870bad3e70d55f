import type { Command } from 'commander';
import { blocks } from './blocks.ts';
import { compare } from './compare.ts';
import { dedup } from './dedup.ts';
import { doctor } from './doctor.ts';
import { explain } from './explain.ts';
import { formats } from './formats.ts';
import { host } from './host.ts';
import { importFile } from './import.ts';
import { io } from './io.ts';
import { migrate } from './migrate.ts';
import { overcommit } from './overcommit.ts';
import { plan } from './plan.ts';
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
  io,
  schedule,
  migrate,
  dedup,
  blocks,
  plan,
  host,
  predict,
  validate,
  explain,
  compare,
  formats,
  doctor,
  schema,
  importFile,
  overcommit,
];
