import type { Command } from 'commander';
import { badInput, ExitCode, printable } from '../../errors.ts';
import { readYaml } from '../../files/read-yaml.ts';
import { readInventory } from '../../formats/inventory/index.ts';
import { readLoadShape } from '../../formats/machine-trace/read-day.ts';
import { answerPlan, type PlanAnswer } from '../../plan/answer.ts';
import { applyWhatIf } from '../../plan/apply-what-if.ts';
import { rankChanges } from '../../plan/changes.ts';
import { planExtras } from '../../plan/extras.ts';
import { withHosts } from '../../plan/given-hosts.ts';
import { outlookOf } from '../../plan/outlook/outlook.ts';
import { surenessOf } from '../../plan/outlook/sureness.ts';
import { leadOf } from '../../plan/outlook/verdict.ts';
import type { Plan } from '../../plan/plan.ts';
import { platformIds } from '../../plan/platform-limits.ts';
import { planSettings } from '../../plan/settings.ts';
import { powerPolicies } from '../../plan/simulation/ready-made.ts';
import { whatIfSchema } from '../../plan/what-if.ts';
import { unknownNames } from '../../plan/what-if-names.ts';
import { changeText } from '../../report/sections/plan/index.ts';
import { note, printJson } from '../../terminal/output.ts';
import { printTable } from '../../terminal/table.ts';
import { countOf, oneOf, positiveNumber, wholeNumber } from '../options.ts';
import { overTheDay, plainRuns, printDay } from './contention.ts';
import { planCreate } from './create.ts';
import { platformAsked, printExtras, techniquesAsked } from './extras.ts';
import { printOutlook, writePlanPage } from './page.ts';
import { planSimulate } from './simulate.ts';
import { givenGrowth, printStudy, studyOf } from './study.ts';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function tableRows(answer: PlanAnswer): Record<string, string | number>[] {
  return answer.clusters.map((cluster) => ({
    plan: answer.name,
    cluster: cluster.cluster,
    hosts: cluster.hosts,
    machines: cluster.vms,
    placed: cluster.placed,
    'after failure': cluster.placedAfterFailure,
    'cpu load': percent(cluster.loadAfterFailure.cpu),
    'memory load': percent(cluster.loadAfterFailure.memory),
    binds: cluster.binding,
    'room for': cluster.roomForAverage,
    'hosts needed': `>= ${cluster.lowerBoundHosts}`,
    verdict: !cluster.fits
      ? 'does not fit'
      : cluster.survives
        ? 'fits'
        : 'fits, fails after a failure',
  }));
}

/** `virtcost plan BASE`: what an inventory holds, and what-ifs on it side by side. */
export function plan(program: Command): void {
  const command = program
    .command('plan')
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
    .option('--cluster <name>', 'this cluster alone')
    .option('--cpu-ratio <n>', 'vCPUs a core may carry (4)', positiveNumber(0.01, 1000))
    .option(
      '--memory-ratio <n>',
      'memory promised per memory there is (1)',
      positiveNumber(0.01, 1000),
    )
    .option('--failures <n>', 'hosts per cluster that may fail (1)', wholeNumber(0, 64))
    .option('--platform <id>', `check its maxima: ${platformIds.join(', ')}`)
    .option('--limit <n>', 'most changes to list', (text) => countOf(text, 0), 5)
    .option(
      '--study [file]',
      'HA, DRS, DPM, growth, prices, energy, failures, maintenance, scaling groups; YAML of what is known',
    )
    .option(
      '--load <trace>',
      'load over the day: PlanetLab day or folder of days, Bitbrains CSV, OpenDC Parquet folder; several days give the answer an interval',
    )
    .option(
      '--simulate [power]',
      'each cluster over the day of --load, step by step; power: dpm (default), consolidate, none',
      oneOf(powerPolicies),
    )
    .option('--html <file>', 'write the answer as a page')
    .option('--json', 'print one JSON document on standard output')
    .action(async (path: string, options) => {
      const inventory = withHosts(await readInventory(path), options.hosts);
      if (options.cluster !== undefined) {
        const known = new Set(inventory.hosts.map((host) => host.cluster));
        if (!known.has(options.cluster)) {
          throw badInput({
            file: path,
            expected: `a cluster (${[...known].join(', ')})`,
            found: `"${options.cluster}"`,
          });
        }
        inventory.hosts = inventory.hosts.filter((host) => host.cluster === options.cluster);
        inventory.vms = inventory.vms.filter((vm) => vm.cluster === options.cluster);
      }
      const asked = {
        cpuRatio: options.cpuRatio,
        memoryRatio: options.memoryRatio,
        tolerateHosts: options.failures,
        platform: platformAsked(options.platform),
      };
      const given = Object.fromEntries(
        Object.entries(asked).filter(([, value]) => value !== undefined),
      );
      const start: Plan = { name: 'today', inventory, settings: planSettings.parse(given) };
      const patched = async (plan: Plan, file: string) => {
        const { value: patch } = await readYaml(file, whatIfSchema, 'the what-if');
        const unknown = unknownNames(plan.inventory, patch, plan.placement);
        if (unknown.length > 0) {
          throw badInput({
            file,
            expected: 'names of the inventory or of the rules',
            found: printable(unknown.slice(0, 8).join(', '), 300),
          });
        }
        return applyWhatIf(plan, patch);
      };
      const base: Plan = options.constraints
        ? { ...(await patched(start, options.constraints)), name: start.name }
        : start;
      const plans = [base];
      for (const file of (options.whatIf ?? []) as string[]) plans.push(await patched(base, file));
      const answers = plans.map(answerPlan);
      const changes = rankChanges(base, answers[0]!).slice(0, options.limit);
      const extras = planExtras(plans, techniquesAsked(options.techniques));
      const day = options.load ? await readLoadShape(options.load) : undefined;
      const study = await studyOf(base, options, day);
      const outlook = outlookOf(base, study && givenGrowth(study));
      const sureness = day && surenessOf(base, day);
      const power = options.simulate === true ? 'dpm' : options.simulate;
      const { contention, simulated } = overTheDay(base, day, power);
      if (options.html) {
        await writePlanPage(options.html, {
          plan: base,
          answers,
          changes,
          extras,
          outlook,
          sureness,
          day,
          contention,
          simulated,
          study,
          given: new Set(Object.keys(given)),
        });
        note(options.html);
      }
      if (options.json)
        return printJson({
          inventory: path,
          findings: inventory.findings,
          answers,
          changes,
          ...(outlook ? { outlook } : {}),
          ...(sureness ? { sureness } : {}),
          ...extras,
          contention,
          ...(simulated.length > 0 ? { simulated: plainRuns(simulated) } : {}),
          ...(study ? { study } : {}),
        });
      note(leadOf(base, answers[0]!));
      printTable(answers.flatMap(tableRows));
      printOutlook(outlook, sureness);
      printExtras(extras);
      printDay({ contention, simulated });
      for (const finding of inventory.findings) note(`data: ${finding.message} (${finding.count})`);
      changes.forEach((change, i) => {
        note(`${i + 1}. ${changeText(change, answers[0]!)}`);
      });
      if (study) printStudy(study);
      if (!answers[0]!.fits) process.exitCode = ExitCode.thresholdMissed;
    });
  planSimulate(command);
  planCreate(command);
}
