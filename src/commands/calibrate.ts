import type { Command } from 'commander';
import { ExitCode, printable, UserError } from '../errors.ts';
import {
  type FittedMachine,
  fitMachine,
  HELD_OUT_BOUND,
  isPoor,
  LEAST_HELD_OUT,
  type Release,
  withSteps,
} from '../evidence/cpu-events/fitted-machine.ts';
import type { Figure } from '../figure.ts';
import { readText } from '../files/read-input.ts';
import { writeWhole } from '../files/write-whole.ts';
import { vmexit } from '../formats/guest-stats/vmexit.ts';
import { hostFrom } from '../formats/host-profile.ts';
import type { Host } from '../hosts/host.ts';
import { hostNames } from '../hosts/index.ts';
import { hostDocument } from '../hosts/load.ts';
import { calibrateWords as words } from '../messages/calibrate.ts';
import { printAnswer } from '../terminal/answer.ts';
import { note, printJson } from '../terminal/output.ts';
import { examples } from './examples.ts';

interface Options {
  log: string;
  id: string;
  kernel?: Release;
  anchors?: string[];
  out?: string;
  json?: boolean;
}

function releaseOf(text: string): Release {
  const found = /^(\d{1,2})\.(\d{1,3})(\.\d+)*(-\S*)?$/.exec(text);
  if (found) return [Number(found[1]), Number(found[2])];
  throw new UserError(`--kernel: expected a release such as 6.1, found "${text}".`);
}

/** Cycles of each row of a log; a halted target is written in two ways. */
async function cyclesIn(file: string): Promise<Map<string, number>> {
  const { latencies = [], warnings } = vmexit.read(await readText(file), file);
  for (const warning of warnings) note(printable(`warning: ${warning}`, 200));
  return new Map(latencies.map(({ name, value }) => [name.replace('+', '_'), value]));
}

const MAX_SOURCE = 900;

/** The profile with this machine's exits; what a built-in profile measured on its own machine is not taken along. */
function profileOf(base: Host, id: string, file: string, fitted: FittedMachine): Host {
  const source = printable(`${file}: ${fitted.anchors.join(', ')}`, MAX_SOURCE);
  const own = { ...withSteps(base, fitted.calibration, source), id };
  if (!hostNames.includes(base.id)) return own;
  return { ...own, title: `Memory of ${base.title}, exits measured`.slice(0, 1000), measured: {} };
}

function figuresOf(host: Host, fitted: FittedMachine): Figure[] {
  const { smallestExitCycles, userExitCycles, ipiWakeCycles } = host.anchors;
  const step = (name: string, { value, low, high }: typeof smallestExitCycles) => ({
    ...{ step: name, cycles: value, low, high },
  });
  const steps: Figure = {
    id: 'calibrated-steps',
    title: words.steps(),
    description: words.stepsDescription(),
    rows: [
      step('smallest exit', smallestExitCycles),
      step('exit to user space', userExitCycles),
      step('IPI to a halted vCPU', ipiWakeCycles),
    ],
  };
  const heldOut: Figure = {
    id: 'held-out',
    title: words.heldOut(),
    description: words.heldOutDescription(),
    rows: fitted.heldOut.map(({ row, measured, predicted, error }) => ({
      ...{ row, 'measured cycles': measured, 'predicted cycles': predicted },
      'error %': Number((100 * error).toFixed(2)),
    })),
  };
  return heldOut.rows.length > 0 ? [steps, heldOut] : [steps];
}

function verdictOf({ heldOut, medianError, worstError }: FittedMachine) {
  const n = heldOut.length;
  if (n < LEAST_HELD_OUT || medianError === null || worstError === null) {
    return { sentence: words.unjudged({ n }), exitCode: ExitCode.partial };
  }
  const said = { n, median: medianError, worst: worstError, bound: HELD_OUT_BOUND };
  return worstError <= HELD_OUT_BOUND
    ? { sentence: words.within(said), exitCode: ExitCode.ok }
    : {
        sentence: words.beyond({ ...said, row: heldOut[0]?.row ?? '' }),
        exitCode: ExitCode.thresholdMissed,
      };
}

async function answer(profile: string, options: Options): Promise<void> {
  const { id, log, kernel, anchors, out } = options;
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(id) || hostNames.includes(id)) {
    throw new UserError(
      'expected --id of lower-case letters, digits and dashes that no built-in host has.',
    );
  }
  const base = await hostFrom(profile);
  const fitted = fitMachine(await cyclesIn(log), { ids: anchors, release: kernel });
  const host = profileOf(base, id, log, fitted);
  const { sentence, exitCode } = verdictOf(fitted);
  const figures = figuresOf(host, fitted);
  const notes = [
    ...(isPoor(fitted.calibration) ? [words.poor()] : []),
    ...(fitted.left.length > 0
      ? [words.left({ rows: fitted.left.slice(0, 20).map((name) => printable(name, 80)) })]
      : []),
  ];
  const document = hostDocument(host);
  if (out !== undefined) await writeWhole(out, `${JSON.stringify(document, null, 2)}\n`);
  process.exitCode = exitCode;
  if (options.json) {
    const { anchors: used, heldOut, medianError, worstError, left } = fitted;
    const judged = { anchors: used, heldOut, medianError, worstError, bound: HELD_OUT_BOUND, left };
    return printJson({ sentence, exitCode, ...judged, notes, profile: document, figures });
  }
  printAnswer(sentence, figures);
  for (const each of notes) note(each);
  if (out === undefined) note(words.keep());
}

/** `virtcost calibrate PROFILE --log FILE`: the exits of a machine from a recording, judged on the rest of it. */
export function calibrate(program: Command): void {
  program
    .command('calibrate')
    .addHelpText(
      'after',
      examples(
        'calibrate srv --log examples/hosts/vmexit-server.log --anchors vmcall,portio_no_eventfd,ipi_halt --kernel 3.10',
        'calibrate srv --log examples/hosts/vmexit-server.log --kernel 3.10 --id my-host',
      ),
    )
    .argument('<profile>', 'caches and TLBs: a file host probe wrote, or a built-in host')
    .requiredOption('--log <file>', 'kvm-unit-tests vmexit log (virtcost formats)')
    .option('--id <id>', 'id of the new profile', 'calibrated')
    .option(
      '--kernel <release>',
      'of the recording, such as 6.1: some rows depend on it',
      releaseOf,
    )
    .option('--anchors <rows>', 'three rows to fit (default: those that fix it best)', (text) =>
      text.split(','),
    )
    .option('--out <file>', 'write the profile as JSON, for --host FILE.json')
    .option('--json', 'print one JSON document on standard output')
    .action(answer);
}
