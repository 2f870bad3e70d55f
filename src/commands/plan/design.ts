import type { Command } from 'commander';
import { badInput, ExitCode, printable, UserError } from '../../errors.ts';
import { beside } from '../../files/beside.ts';
import { naming } from '../../files/naming.ts';
import { readYaml } from '../../files/read-yaml.ts';
import { readInventory } from '../../formats/inventory/index.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { running } from '../../inventory/inventory.ts';
import { planAnswerWords } from '../../messages/plan-answers.ts';
import { type DesignQuestion, designSchema } from '../../plan/design/schema.ts';
import { searchDesign } from '../../plan/design/search.ts';
import { choiceText, designSentence } from '../../plan/design/sentence.ts';
import { planSettings } from '../../plan/settings.ts';
import { figuresOf } from '../../report/section.ts';
import { designSections, designTables } from '../../report/sections/plan/design.ts';
import { designSummary } from '../../report/summaries/design.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { note, printJson } from '../../terminal/output.ts';
import { matcherOf, unmatched } from '../../wildcard.ts';
import { examples } from '../examples.ts';
import { writeAnswerPage } from '../write-page.ts';

interface DesignOptions {
  inventory?: string;
  html?: string;
  json?: boolean;
}

/** The machines the design is for, and the hosts they run on today where the source lists them. */
async function inventoryOf(path: string, { clusters }: DesignQuestion): Promise<Inventory> {
  const inventory = await readInventory(path);
  const known = [...new Set(inventory.vms.map((vm) => vm.cluster))];
  const unknown = unmatched(clusters ?? [], known);
  if (unknown.length > 0)
    throw badInput({
      file: path,
      expected: `clusters (${known.slice(0, 12).join(', ')})`,
      found: printable(unknown.join(', '), 200),
    });
  const isAsked = matcherOf(clusters ?? ['*']);
  const chosen = (entry: { cluster: string }) => isAsked(entry.cluster);
  const vms = inventory.vms.filter(chosen);
  if (running(vms).length === 0)
    throw badInput({ file: path, expected: 'running machines', found: 'none' });
  return { ...inventory, hosts: inventory.hosts.filter(chosen), vms };
}

async function runDesign(file: string, options: DesignOptions): Promise<void> {
  const { value: question } = await readYaml(file, designSchema, 'the design');
  const named = options.inventory ?? (question.inventory && beside(file, question.inventory));
  if (named === undefined)
    throw new UserError(
      `${file}: expected inventory, the machines the design is for, or --inventory.`,
    );
  const inventory = await inventoryOf(named, question);
  const start = { name: 'today', inventory, settings: planSettings.parse({}) };
  const answer = naming(file, () => searchDesign(start, question));
  const sentence = designSentence(answer);
  const sections = designSections(answer, sentence);
  const choice = answer.best ? choiceText(answer.best.choice) : '';
  const summary = designSummary(answer, inventory.source, { sentence, choice });
  const exitCode = answer.best ? ExitCode.ok : ExitCode.thresholdMissed;
  if (options.html) {
    await writeAnswerPage(options.html, {
      title: planAnswerWords.designTitle({ source: inventory.source }),
      summary,
      sections,
    });
    note(options.html);
  }
  process.exitCode = exitCode;
  const { question: _, ...found } = answer;
  if (options.json)
    return printJson({
      sentence,
      verdict: answer.best ? 'passes' : 'none passes',
      exitCode,
      summary,
      ...found,
      conflict: answer.conflict.map(({ id, text }) => ({ goal: id, text })),
      figures: figuresOf(sections),
    });
  printAnswer(sentence, designTables(answer));
}

/** `virtcost plan design GOALS.yaml`: the cheapest hosts, ratios and rules under which everything asked for holds. */
export function planDesign(plan: Command): void {
  plan
    .command('design')
    .addHelpText(
      'after',
      examples(
        'plan design examples/inventory/design-small.yaml --inventory examples/inventory/bitbrains-small',
        'plan design examples/inventory/design-small.yaml --inventory examples/inventory/bitbrains-small --format markdown',
      ),
    )
    .description(
      'the cheapest design that passes: hosts of a catalogue, count, ratios, sharing, technique, zones',
    )
    .argument('<goals>', 'YAML of hosts with prices, choices and goals (virtcost schema design)')
    .option('--inventory <path>', 'machines the design is for, instead of the one the file names')
    .option('--html <file>', 'write the answer as a page')
    .option('--json', 'print one JSON document on standard output')
    .action(runDesign);
}
