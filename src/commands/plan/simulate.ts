import type { Command, OptionValues } from 'commander';
import { nth } from '../../elements.ts';
import { badInput, printable, UserError } from '../../errors.ts';
import { readMachineLoad } from '../../formats/machine-trace/read-load.ts';
import { findTrace } from '../../formats/machine-trace/source.ts';
import { readPlanetLabDay } from '../../formats/planetlab.ts';
import { planWords } from '../../messages/plan.ts';
import { simulateWords } from '../../messages/plan-simulate.ts';
import { HOSTS } from '../../plan/cloudsim/setup.ts';
import { hostsFrom } from '../../plan/given-hosts.ts';
import { dpmBand } from '../../plan/policies/dpm.ts';
import { type ServerId, specPower } from '../../plan/policies/power.ts';
import { compareWithCloudsim } from '../../plan/simulation/compare.ts';
import type { MachineLoad } from '../../plan/simulation/load.ts';
import { plainOutcome } from '../../plan/simulation/outcome.ts';
import { powerSentence } from '../../plan/simulation/power-sentence.ts';
import {
  cloudsimHosts,
  type PowerPolicy,
  powerPolicies,
  serverHosts,
} from '../../plan/simulation/presets.ts';
import {
  defaultSimSettings,
  type HostEvent,
  type PlacementId,
  type SimHost,
  type SimSettings,
} from '../../plan/simulation/scenario.ts';
import { runsOf, simulateWithBaseline } from '../../plan/simulation/simulate-plan.ts';
import { figuresOf } from '../../report/section.ts';
import {
  comparisonChart,
  simulationLead,
  simulationSections,
  simulationTables,
} from '../../report/sections/plan/simulation.ts';
import { staySections, stayTables } from '../../report/sections/plan/stays.ts';
import { simulateSummary } from '../../report/summaries/simulate.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { note, printJson } from '../../terminal/output.ts';
import { withProgress } from '../../terminal/progress.ts';
import { examples } from '../examples.ts';
import { oneOf, positiveNumber, wholeNumber } from '../options.ts';
import { writeAnswerPage } from '../write-page.ts';
import { MOST_ROWS } from './contention.ts';

const placements = ['least-power', 'first-fit', 'best-fit', 'most-free-memory-per-core'] as const;
const servers = Object.keys(specPower) as ServerId[];

/** HOST@HOUR[:MINUTES], hosts by name. */
function eventsOf(
  texts: readonly string[],
  kind: HostEvent['kind'],
  hosts: readonly SimHost[],
  minutes: number,
  lastS: number,
): HostEvent[] {
  return texts.map((text) => {
    const parts = /^(.+)@(\d+(?:\.\d+)?)(?::(\d+(?:\.\d+)?))?$/.exec(text);
    const host = parts ? hosts.findIndex(({ name }) => name === parts[1]) : -1;
    if (!parts || host < 0)
      throw new UserError(
        `expected HOST@HOUR or HOST@HOUR:MINUTES with a host such as ${nth(hosts, 0).name}, found "${printable(text, 80)}".`,
      );
    const [atS, lastsS] = [Number(parts[2]) * 3600, Number(parts[3] ?? minutes) * 60];
    if (atS >= lastS)
      throw new UserError(
        `expected an hour before the end of the trace, ${lastS / 3600} h, found "${printable(text, 80)}".`,
      );
    return kind === 'failure'
      ? { kind, atS, host, repairS: lastsS }
      : { kind, atS, host, workS: lastsS };
  });
}

const collect = (text: string, list: string[] = []) => [...list, text];

/** Hosts given, or CloudSim's for a PlanetLab day. */
function hostsOf(options: { hosts?: string; server: ServerId }, planetLab: boolean, path: string) {
  if (options.hosts !== undefined) return serverHosts(hostsFrom(options.hosts), options.server);
  if (planetLab) return cloudsimHosts(HOSTS);
  throw badInput({
    file: path,
    expected: 'hosts for the machines of the trace',
    found: 'none',
    hint: 'Say which with --hosts COUNT:CORES:MHZ:GIB.',
  });
}

/** `virtcost plan simulate TRACE`: the machines of a trace on a cluster, step by step. */
export function planSimulate(plan: Command): void {
  const command = plan
    .command('simulate')
    .addHelpText(
      'after',
      examples(
        'plan simulate examples/inventory/bitbrains-small --hosts 4:16:2600:256',
        'plan simulate examples/inventory/bitbrains-small --hosts 4:16:2600:256 --power dpm --boot 2min',
      ),
    )
    .description(
      'the machines of a trace on a cluster over time: energy, contention, moves, failures',
    )
    .argument('<trace>', 'PlanetLab day, Bitbrains CSV or folder, OpenDC Parquet folder');
  policyOptions(command);
  clusterOptions(command);
  command
    .option('--compare', 'PlanetLab: the same day in CloudSim compatibility mode, quirk by quirk')
    .option('--html <file>', 'write the answer as a page')
    .option('--json', 'print one JSON document on standard output')
    .action(async (path: string, options) => {
      const load = await readMachineLoad(path, options.step);
      const planetLab = (await findTrace(path)).kind === 'planetlab';
      if (options.compare && !planetLab)
        throw new UserError(
          `--compare: expected a PlanetLab day, found "${printable(path, 200)}".`,
        );
      const hosts = hostsOf(options, planetLab, path);
      await tell(path, options, await simulate(load, hosts, options));
    });
}

/** Hosts and the policies that place machines on them. */
function policyOptions(command: Command): void {
  command
    .option(
      '--hosts <count:cores:mhz:gib>',
      'equal hosts (default for PlanetLab: the 800 of CloudSim)',
    )
    .option(
      '--server <name>',
      `power curve of the hosts given: ${servers.join('; ')}`,
      oneOf(servers),
      'Dell R740 2017',
    )
    .option('--power <policy>', powerPolicies.join(', '), oneOf(powerPolicies), 'consolidate')
    .option(
      '--threshold <n>',
      'demand over clock above which machines leave',
      positiveNumber(0.05, 1),
      0.8,
    )
    .option('--placement <rule>', placements.join(', '), oneOf(placements), 'least-power');
}

/** What the cluster allows and takes, and what happens to it. */
function clusterOptions(command: Command): void {
  command
    .option('--memory-ratio <n>', 'configured per physical memory', positiveNumber(0.01, 1000), 1)
    .option('--cpu-ratio <n>', 'vCPUs per core (default: no limit)', positiveNumber(0.01, 1000))
    .option('--link <Gbit/s>', 'what carries a migration, Gbit/s', positiveNumber(0.01, 1000), 10)
    .option('--dirty <MiB/s>', 'memory a machine writes, MiB/s', positiveNumber(0, 100_000), 20)
    .option('--boot <s>', 'seconds a host needs to boot', wholeNumber(0, 86_400), 300)
    .option('--keep-on <n>', 'hosts that are never powered off', wholeNumber(0, 100_000), 1)
    .option('--step <s>', 'seconds of a step (PlanetLab: 300)', wholeNumber(1, 86_400), 300)
    .option(
      '--fail <host@hour:minutes>',
      'a host fails, for 1,440 minutes unless told; repeatable',
      collect,
    )
    .option(
      '--maintain <host@hour:minutes>',
      'a host is wanted for maintenance, 45 minutes unless told; repeatable',
      collect,
    );
}

function settingsOf(options: OptionValues): SimSettings {
  return {
    ...defaultSimSettings,
    memoryRatio: options.memoryRatio as number,
    vcpuRatio: (options.cpuRatio as number | undefined) ?? Number.POSITIVE_INFINITY,
    placement: options.placement as PlacementId,
    ceiling: options.threshold as number,
    bootS: options.boot as number,
    moves: { ...defaultSimSettings.moves, linkGbit: options.link, dirtyMibPerS: options.dirty },
    allOn: options.power !== 'consolidate',
  };
}

/** One simulation and what a reader is shown of it. */
async function simulate(load: MachineLoad, hosts: readonly SimHost[], options: OptionValues) {
  const settings = settingsOf(options);
  const endS = load.steps * load.stepS;
  const events = [
    ...eventsOf(options.fail ?? [], 'failure', hosts, 1440, endS),
    ...eventsOf(options.maintain ?? [], 'maintenance', hosts, 45, endS),
  ];
  const power = options.power as PowerPolicy;
  const steps = load.steps * runsOf(power);
  const run = await withProgress('plan simulate: steps', steps, (progress) =>
    simulateWithBaseline(
      load.name,
      { hosts, load, settings, events },
      power,
      { threshold: options.threshold, keepOn: options.keepOn, tolerateHosts: 0 },
      () => progress.step(),
    ),
  );
  const title = simulateWords.pageTitle({ n: load.machines.length, hosts: hosts.length });
  return { run, settings, title };
}

/** The same day under CloudSim's quirks, where asked. */
async function comparison(path: string, options: OptionValues) {
  if (!options.compare) return undefined;
  const { day, percent } = await readPlanetLabDay(path);
  return { day, runs: compareWithCloudsim(day, percent) };
}

/** The answer as page, JSON or tables. */
async function tell(
  path: string,
  options: OptionValues,
  { run, settings, title }: Awaited<ReturnType<typeof simulate>>,
): Promise<void> {
  const compared = await comparison(path, options);
  const sentence = simulationLead(run);
  const power = powerSentence([run]);
  const sections = [
    ...staySections([run], power, dpmBand()),
    ...simulationSections([run], compared),
  ];
  const summary = simulateSummary(run, sentence, path, settings);
  if (options.html) {
    await writeAnswerPage(options.html, { title, summary, sections });
    note(options.html);
  }
  if (options.json)
    return printJson({
      trace: path,
      settings,
      simulation: plainOutcome(run.outcome),
      sentence,
      ...(power ? { power } : {}),
      summary,
      ...(compared ? { compared } : {}),
      figures: figuresOf(sections),
    });
  const quirks = compared ? [comparisonChart(compared.runs)] : [];
  printAnswer(power ? planWords.sentences({ first: sentence, second: power }) : sentence, [
    ...simulationTables([run]),
    ...stayTables([run], MOST_ROWS),
    ...quirks,
  ]);
}
