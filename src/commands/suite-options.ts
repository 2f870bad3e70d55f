import type { Command } from 'commander';
import { present } from '../elements.ts';
import { UserError } from '../errors.ts';
import { suiteAliases, suites } from '../evidence/index.ts';
import type { Suite } from '../evidence/suite.ts';
import { unknownName } from '../names.ts';

/** The options `predict` and `validate` share. */
export function suiteOptions(command: Command): Command {
  return command
    .option(
      '--data <path>',
      'records in the form of the suite (default: the copy shipped with virtcost)',
    )
    .option('--traces <dir>', 'folder of trace files, for suites that replay traces')
    .option('--anchors <ids>', 'comma-separated ids of the calibration rows', (text: string) =>
      text.split(','),
    )
    .option('--json', 'print one JSON document on standard output');
}

export async function suiteArgument(name: string): Promise<Suite> {
  const id = Object.hasOwn(suiteAliases, name) ? present(suiteAliases[name]) : name;
  const load = Object.hasOwn(suites, id) ? suites[id] : undefined;
  if (!load) {
    throw new UserError(unknownName('a suite', id, Object.keys(suites)));
  }
  return load();
}
