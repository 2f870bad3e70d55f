import { type Command, Option, type OptionValues } from 'commander';
import { ExitCode, UserError } from '../errors.ts';
import type { Figure } from '../figure.ts';
import { hostFrom } from '../formats/host-profile.ts';
import { answerLocks, answerNuma } from '../model/scheduling/contention-what-if.ts';
import { numaMachines } from '../model/scheduling/numa.ts';
import { schedulingReference } from '../model/scheduling/reference-curves.ts';
import { policies } from '../model/scheduling/sim/policies.ts';
import {
  answerScheduling,
  type SchedulingAnswer,
  type SchedulingQuestion,
} from '../model/scheduling/what-if.ts';
import { someNames } from '../names.ts';
import { figuresOf, type Section } from '../report/section.ts';
import { schedulingSections, schedulingSentence } from '../report/sections/scheduling.ts';
import { scheduleSummary } from '../report/summaries/schedule.ts';
import { printAnswer } from '../terminal/answer.ts';
import { note, printJson } from '../terminal/output.ts';
import { examples } from './examples.ts';
import { hostOption } from './host-option.ts';
import { positiveNumber, wholeNumber } from './options.ts';
import { type VmOption, vmSpec } from './vm-spec.ts';
import { writeAnswerPage } from './write-page.ts';

const known = Object.keys(policies);

function policyList(text: string): string[] {
  return someNames('schedulers', text === 'all' ? '*' : text, known);
}

/** `virtcost schedule`: who gets what under reservation, limit and shares, and what waiting costs. */
export function schedule(program: Command): void {
  const command = program
    .command('schedule')
    .addHelpText(
      'after',
      examples(
        'schedule --capacity 12 --vm web,shares=2 --vm batch,shares=1',
        'schedule --cores 4 --vm web,rate=200,work=2ms --vm batch --policy all --time 1s',
      ),
    );
  hostOptions(command);
  simulationOptions(command);
  contentionOptions(command);
  command
    .option('--html <file>', 'write a report page')
    .option('--json', 'print one JSON document on standard output')
    .action(async (options) => {
      const answer = answerScheduling(questionOf(options));
      await addContention(answer, options);
      const sections = schedulingSections(answer, schedulingReference());
      if (options.html) await writeReport(options.html, answer, sections);
      if (!answer.admitted) process.exitCode = ExitCode.thresholdMissed;
      if (!options.json) return print(answer, sections);
      printJson({
        ...answer,
        sentence: schedulingSentence(answer),
        summary: scheduleSummary(answer, schedulingSentence(answer)),
        figures: figuresOf(sections),
      });
    });
}

/** Who asks for what, and the host that has it. */
function hostOptions(command: Command): void {
  command
    .option(
      '--vm <spec>',
      'NAME,key=value,... with shares reservation limit demand vcpus pool rate work quota period coscheduling memory hotadd (repeat)',
      vmSpec,
    )
    .option('--pool <spec>', 'NAME,shares=,reservation=,limit= (repeat)', vmSpec)
    .addOption(
      new Option('--resource <name>', 'what is divided').choices(['cpu', 'memory']).default('cpu'),
    )
    .option('--capacity <amount>', 'amount to divide, any unit', positiveNumber(0, 1e15))
    .option('--unit <name>', 'unit to show', 'GHz')
    .option('--sockets <n>', 'sockets of the host', wholeNumber(1, 1024), 1)
    .option('--cores <n>', 'cores of a socket', wholeNumber(1, 1024))
    .option('--threads <n>', 'hardware threads of a core', wholeNumber(1, 16), 1)
    .option('--ghz <GHz>', 'clock in GHz', positiveNumber(0.001, 100), 3);
}

/** Schedulers that are simulated besides. */
function simulationOptions(command: Command): void {
  command
    .option('--policy <ids>', `also simulate: ${known.join(', ')} or all`, policyList)
    .option(
      '--slice <ms>',
      'slice of slices and eevdf (default: that of each; 3ms for locks)',
      positiveNumber(0.1, 10_000),
    )
    .option(
      '--pcpus <n>',
      'physical CPUs to simulate (default: those of the host, or 1)',
      wholeNumber(1, 1024),
    )
    .option('--time <s>', 'time to simulate', positiveNumber(0.01, 600), 10)
    .option('--seed <n>', 'seed of random arrivals', wholeNumber(0, 2 ** 31 - 1), 1);
}

/** NUMA placement and preempted holders of locks. */
function contentionOptions(command: Command): void {
  command
    .addOption(
      new Option(
        '--numa <id>',
        'place machines (vcpus=, memory=) on nodes of this machine',
      ).choices(numaMachines.map((machine) => machine.id)),
    )
    .option('--nodes <n>', 'NUMA nodes', wholeNumber(1, 64), 2)
    .option('--node-vcpus <n>', 'vCPUs a node carries', wholeNumber(1, 4096), 16)
    .option('--node-memory <amount>', 'memory of a node', positiveNumber(0, 1e15), 128)
    .option(
      '--locks <n>',
      'lock acquisitions a second: what lock-holder preemption costs',
      positiveNumber(1, 1e9),
    )
    .option('--hold <us>', 'how long a lock is held, microseconds', positiveNumber(0.01, 1e6), 1)
    .addOption(hostOption('host profile that prices exits and wake-ups'));
}

function questionOf(options: OptionValues): SchedulingQuestion {
  const host =
    options.cores === undefined
      ? undefined
      : {
          sockets: options.sockets,
          coresPerSocket: options.cores,
          threadsPerCore: options.threads,
          clockGhz: options.ghz,
        };
  if (!options.vm && !host)
    throw new UserError('expected at least one --vm, for example --vm web,shares=2000.');
  const threads = host ? options.sockets * options.cores * options.threads : 1;
  return {
    resource: options.resource,
    unit: options.unit,
    ...(options.capacity === undefined ? {} : { capacity: options.capacity }),
    ...(host ? { host } : {}),
    machines: options.vm ?? [],
    pools: options.pool ?? [],
    policies: options.vm ? (options.policy ?? []) : [],
    ...(options.slice === undefined ? {} : { sliceUs: options.slice * 1000 }),
    pcpus: options.pcpus ?? Math.min(1024, threads),
    horizonUs: options.time * 1e6,
    seed: options.seed,
  };
}

/** What NUMA placement and locks cost, where they were asked for. */
async function addContention(answer: SchedulingAnswer, options: OptionValues): Promise<void> {
  const given: readonly VmOption[] = options.vm ?? [];
  const machines = given.map((vm) => ({ vcpus: 1, memory: 0, ...vm }));
  if (options.numa) {
    const nodes = {
      nodes: options.nodes,
      vcpusPerNode: options.nodeVcpus,
      memoryPerNode: options.nodeMemory,
    };
    answer.numa = answerNuma(options.numa, nodes, machines);
  }
  if (options.locks !== undefined) {
    const vcpus = machines.reduce((total, machine) => total + machine.vcpus, 0);
    answer.locks = answerLocks(
      {
        vcpus: Math.max(1, ...machines.map((machine) => machine.vcpus)),
        overcommit: Math.max(1, vcpus / answer.question.pcpus),
        sliceUs: (options.slice ?? 3) * 1000,
        holdUs: options.hold,
        acquisitionsPerSecond: options.locks,
      },
      await hostFrom(options.host),
    );
  }
}

function print(answer: SchedulingAnswer, sections: readonly Section[]): void {
  const { hostCapacity, question } = answer;
  const asked = sections.filter(({ id }) => id !== 'schedule-reference');
  printAnswer(schedulingSentence(answer), figuresOf(asked).filter(isShown));
  if (hostCapacity)
    note(
      `${hostCapacity.vcpus} vCPUs on ${hostCapacity.cores} cores: ${hostCapacity.ghz} GHz counted per thread, ${hostCapacity.coreGhz} GHz per core`,
    );
  if (answer.locks) note('lock-holder preemption is estimated');
  if (answer.simulation.length > 0)
    note(`${question.pcpus} CPUs simulated for ${question.horizonUs / 1e6} s`);
  for (const { policy, percentOfHost } of answer.wasted)
    note(`${policy}: ${percentOfHost.toFixed(2)} % of the host idle while somebody waited`);
}

/** Charts whose numbers stand in the table of the machines already. */
const isShown = ({ id }: Figure) => id !== 'schedule-states' && id !== 'schedule-latency';

async function writeReport(
  path: string,
  answer: SchedulingAnswer,
  sections: readonly Section[],
): Promise<void> {
  await writeAnswerPage(path, {
    title: 'Who gets the CPU, and who waits',
    summary: scheduleSummary(answer, schedulingSentence(answer)),
    sections,
  });
}
