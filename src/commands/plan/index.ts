import type { Command } from 'commander';
import { platformIds } from '../../plan/platform-limits.ts';
import { powerPolicies } from '../../plan/simulation/presets.ts';
import type { Growth } from '../../report/answers/plan.ts';
import { isPastPage, type Live } from '../../report/live-html.ts';
import { readingDoubts } from '../../report/reading-doubts.ts';
import { figuresOf } from '../../report/section.ts';
import { note, printJson } from '../../terminal/output.ts';
import { askedWords } from '../asked-command.ts';
import { examples } from '../examples.ts';
import { countOf, oneOf, positiveNumber, wholeNumber } from '../options.ts';
import { answersOf } from './answers.ts';
import { type AskedPlans, askedPlans, type PlanOptions } from './asked.ts';
import { planCreate } from './create.ts';
import { planDesign } from './design.ts';
import { growthOf } from './growth.ts';
import { planSections, writePlanPage } from './page.ts';
import { planParts } from './parts.ts';
import { documentOf, printPlan } from './print.ts';
import { planRulesCommand } from './rules.ts';
import { planSimulate } from './simulate.ts';

/** What can be asked beside whether it fits, each with a file of what is known. */
function questionOptions(command: Command): Command {
  return command
    .option(
      '--study [file]',
      'HA, DRS, DPM, growth, prices, energy, failures, maintenance, scaling groups; YAML of what is known',
    )
    .option(
      '--growth <percent>',
      'growth of the number of machines, percent a month with its band, or /y for a year: 3, 3:1:5, 40/y (default: 2:1:3, or what --study or --history tell)',
      growthOf,
    )
    .option(
      '--load <trace>',
      'load over time: PlanetLab days, Bitbrains, OpenDC, Aria views, esxtop, Prometheus, domstats, Azure, Alibaba, CSV (virtcost formats); several days give the answer an interval',
    )
    .option(
      '--history [file...]',
      'growth and when each resource runs out: inventories of earlier dates ([DATE=]FILE, or a CSV of totals), or without files the months of --load',
    )
    .option(
      '--interference',
      'CPU time each machine loses to its neighbours, today and after each what-if',
    )
    .option('--date <date>', 'when the base was exported, where it does not say: 2026-07-01')
    .option(
      '--optimize [file]',
      'what could be smaller or go: sizes by the load of each machine in --load, powered off, idle, snapshots, disks; YAML of percentile, headroom, prices',
    )
    .option(
      '--costs <file>',
      'cost of ownership of the base and each what-if, break-even: YAML of prices with a currency; licences by plan rules',
    )
    .option(
      '--to <file...>',
      'where the estate could go, each a YAML: OpenShift Virtualization (nodes, overhead, waves) or a public cloud (instances, price plans)',
      (path: string, list: string[] = []) => [...list, path],
    )
    .option(
      '--simulate [power]',
      'each cluster over the day of --load, step by step; power: dpm (default), drs, consolidate, none',
      oneOf(powerPolicies),
    );
}

/** Machines that are looked at to see that all of them are too many for a page. */
const SAMPLE = 50_000;

/** What the page can be asked anew: the inventory and what holds for it travel with the page, where it is not too large. */
function liveOf(
  { start, constraints, patches }: AskedPlans,
  growth: Growth | undefined,
): Live | undefined {
  const { inventory, settings } = start;
  if (inventory.vms.length > 2 * SAMPLE && isPastPage(inventory.vms.slice(0, SAMPLE)))
    return undefined;
  return {
    model: 'plan',
    data: {
      ...{
        words: askedWords(),
        inventory: { ...inventory, findings: readingDoubts(inventory.findings).moving },
        settings,
        growth,
      },
      ...{ constraints, patches },
    },
  };
}

/** `virtcost plan BASE`: what an inventory holds, and what-ifs on it side by side. */
export function plan(program: Command): void {
  const command = program
    .command('plan')
    .addHelpText(
      'after',
      examples(
        'plan examples/inventory/bitbrains-small --hosts 4:32:2600:512',
        'plan examples/inventory/rvtools-workshop.xlsx --what-if examples/inventory/fewer-hosts.yaml',
      ),
    )
    .enablePositionalOptions()
    .argument(
      '<base>',
      'RVTools xlsx or folder of CSV tabs; or a file or folder of any inventory that virtcost formats lists',
    )
    .option(
      '--what-if <file...>',
      'YAML patches: set, scale, add, remove',
      (path: string, list: string[] = []) => [...list, path],
    )
    .option('--constraints <file>', 'YAML in the form of a what-if that already holds for the base')
    .option(
      '--techniques [mix]',
      'the inventory under every technique, priced for an event mix (server)',
    )
    .option('--hosts <count:cores:mhz:gib>', 'equal hosts, where the base lists machines alone')
    .option('--cluster <name>', 'this cluster alone, or those of a wildcard')
    .option('--cpu-ratio <n>', 'vCPUs a core may carry (default: 4)', positiveNumber(0.01, 1000))
    .option(
      '--memory-ratio <n>',
      'memory promised per memory there is (default: 1)',
      positiveNumber(0.01, 1000),
    )
    .option('--failures <n>', 'hosts per cluster that may fail (default: 1)', wholeNumber(0, 64))
    .option('--platform <id>', `check its maxima: ${platformIds.join(', ')}`)
    .option('--limit <n>', 'most changes to list', (text) => countOf(text, 0), 5);
  questionOptions(command)
    .option('--html <file>', 'write the answer as a page')
    .option('--json', 'print one JSON document on standard output')
    .action(async (path: string, options: PlanOptions) => {
      const asked = await askedPlans(path, options);
      const found = await answersOf(asked, options);
      const sections = options.html || options.json ? planSections(found) : [];
      if (options.html) {
        await writePlanPage(options.html, found, sections, liveOf(asked, found.growth));
        note(options.html);
      }
      if (options.json) printJson({ ...documentOf(found), figures: figuresOf(sections) });
      else printPlan(found);
      process.exitCode = found.verdict.exitCode;
    });
  planSimulate(command);
  planCreate(command);
  for (const register of planParts) register(command);
  planRulesCommand(command);
  planDesign(command);
}
