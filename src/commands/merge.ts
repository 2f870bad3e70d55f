import type { Command } from 'commander';
import { mergeShards } from '../engines/merge.ts';
import { RunFolder } from '../results/run-folder.ts';
import { withProgress } from '../terminal/progress.ts';
import { examples } from './examples.ts';
import { type FinishOptions, finishRun } from './run/finish.ts';

/** `virtcost merge PARTS...`: the shards of one run joined, the same bytes as a run without shards. */
export function merge(program: Command): void {
  program
    .command('merge')
    .addHelpText(
      'after',
      examples(
        'merge reports/sample-shard-0-of-2 reports/sample-shard-1-of-2',
        'merge reports/sample-shard-0-of-2 reports/sample-shard-1-of-2 --out reports/joined --no-report',
      ),
    )
    .argument('<parts...>', 'results folders of virtcost run --shard')
    .option('-o, --out <dir>', 'results folder (default: reports/NAME)')
    .option('--no-report', 'do not write the HTML report')
    .option('--json', 'print rows as one JSON document on standard output')
    .action(async (parts: string[], options: FinishOptions & { out?: string }) => {
      const { rows, record } = await withProgress('merge', 0, () => mergeShards(parts), {
        held: true,
      });
      const folder = new RunFolder(options.out ?? `reports/${record.scenario.name}`);
      await folder.open();
      await finishRun(folder, record, rows, options);
      folder.close();
    });
}
