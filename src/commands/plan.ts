import type { Command } from 'commander';
import { note, printJson } from '../cli/output.ts';
import { readYaml } from '../cli/read-yaml.ts';
import { badInput, ExitCode, printable } from '../errors.ts';
import { readInventory } from '../formats/inventory/index.ts';
import { answerPlan, type PlanAnswer } from '../plan/answer.ts';
import { rankChanges } from '../plan/changes.ts';
import { planExtras } from '../plan/extras.ts';
import { withHosts } from '../plan/given-hosts.ts';
import { platformIds } from '../plan/platform-limits.ts';
import { applyWhatIf, type Plan, planSettings, whatIfSchema } from '../plan/what-if.ts';
import { unknownNames } from '../plan/what-if-names.ts';
import { planSections } from '../report/sections/plan.ts';
import { placementSections } from '../report/sections/plan-placement.ts';
import { studySections } from '../report/sections/plan-study.ts';
import { printTable } from '../terminal/table.ts';
import { version } from '../version.ts';
import { countOf, positiveNumber, wholeNumber } from './options.ts';
import { platformAsked, printExtras, techniquesAsked } from './plan-extras.ts';
import { printStudy, studyOf } from './plan-study.ts';

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
  program
    .command('plan')
    .description('does the inventory fit, what binds, what would make room; what-ifs side by side')
    .argument(
      '<base>',
      'RVTools xlsx or CSV folder; or a file or folder of lists (virtcost formats)',
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
    .option('--cpu-ratio <n>', 'vCPUs per core', positiveNumber(0.01, 1000))
    .option('--memory-ratio <n>', 'configured per physical memory', positiveNumber(0.01, 1000))
    .option('--failures <n>', 'hosts per cluster that may fail', wholeNumber(0, 64))
    .option('--platform <id>', `check its maxima: ${platformIds.join(', ')}`)
    .option('--limit <n>', 'most changes to list', (text) => countOf(text, 0), 5)
    .option(
      '--study [file]',
      'HA, DRS, DPM, growth, prices, energy, failures, maintenance, scaling groups; YAML of what is known',
    )
    .option(
      '--load <trace>',
      'shape of the day: PlanetLab day, Bitbrains CSV, OpenDC Parquet folder',
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
        const unknown = unknownNames(plan.inventory, patch);
        if (unknown.length > 0) {
          throw badInput({
            file,
            expected: 'names of the inventory',
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
      const study = await studyOf(base, options);
      if (options.html) {
        const { writePage } = await import('../report/page.ts');
        await writePage(options.html, {
          title: 'Does it fit, and what would make room',
          lead: leadOf(answers[0]!),
          sections: [
            ...planSections(answers, changes, inventory.findings),
            ...placementSections(extras),
            ...(study ? studySections(study) : []),
          ],
          provenance: {
            inventory: path,
            'virtcost version': version,
            settings: JSON.stringify(base.settings),
          },
        });
        note(options.html);
      }
      if (options.json)
        return printJson({
          inventory: path,
          findings: inventory.findings,
          answers,
          changes,
          ...extras,
          ...(study ? { study } : {}),
        });
      note(leadOf(answers[0]!));
      printTable(answers.flatMap(tableRows));
      printExtras(extras);
      for (const finding of inventory.findings) note(`data: ${finding.message} (${finding.count})`);
      changes.forEach(({ change, morePlaced, moreRoom }, i) => {
        note(
          `${i + 1}. ${change}: ${morePlaced} more machines survive a failure, room for ${moreRoom} more of average size`,
        );
      });
      if (study) printStudy(study);
      if (!answers[0]!.fits) process.exitCode = ExitCode.thresholdMissed;
    });
}

/** One sentence: fits or not, what binds, what a failure does. */
function leadOf(answer: PlanAnswer): string {
  const machines = answer.clusters.reduce((sum, cluster) => sum + cluster.vms, 0);
  const placed = answer.clusters.reduce((sum, cluster) => sum + cluster.placed, 0);
  const tight = answer.clusters.reduce((a, b) =>
    Math.max(...Object.values(b.loadAfterFailure)) > Math.max(...Object.values(a.loadAfterFailure))
      ? b
      : a,
  );
  const failures = answer.settings.tolerateHosts;
  const first = answer.fits
    ? `Fits: all ${machines} machines have a place.`
    : `Fits ${placed} of ${machines} machines.`;
  const lost = answer.clusters.filter((cluster) => cluster.fits && !cluster.survives);
  const second =
    failures === 0
      ? ''
      : answer.survives
        ? ` Every cluster survives ${failures} failed host${failures > 1 ? 's' : ''}.`
        : lost.length > 0
          ? ` After ${failures} failed host${failures > 1 ? 's' : ''} not everything runs in ${lost.map((cluster) => cluster.cluster).join(', ')}.`
          : '';
  return `${first}${second} ${tight.binding === 'memory' ? 'Memory' : 'CPU'} binds first, in ${tight.cluster}.`;
}
