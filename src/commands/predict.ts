import type { Command } from 'commander';
import { tableTitles } from '../messages/table-titles.ts';
import { note, printJson } from '../terminal/output.ts';
import { printOnlyTable } from '../terminal/table.ts';
import { examples } from './examples.ts';
import { suiteArgument, suiteOptions } from './suite-options.ts';

/** `virtcost predict SUITE --data PATH`: predictions from the inputs of records alone. */
export function predict(program: Command): void {
  suiteOptions(
    program
      .command('predict')
      .addHelpText('after', examples('predict io', 'predict io --format csv'))
      .argument('<suite>', 'evidence suite'),
  ).action(async (id: string, options) => {
    const suite = await suiteArgument(id);
    const predictions = await suite.predict(options);
    for (const sentence of (await suite.advise?.(options)) ?? []) note(sentence);
    if (options.json) return printJson({ suite: id, predictions });
    const brief = predictions.map((entry) =>
      Object.fromEntries(Object.entries(entry).filter(([, value]) => typeof value !== 'object')),
    );
    printOnlyTable(brief, tableTitles.predictions({ suite: id }));
  });
}
