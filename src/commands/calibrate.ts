import type { Command } from 'commander';
import { ExitCode, printable, UserError } from '../errors.ts';
import {
  HELD_OUT_BOUND,
  type HeldOut,
  LEAST_HELD_OUT,
  type Release,
} from '../evidence/cpu-events/fitted-machine.ts';
import type { Figure } from '../figure.ts';
import { writeWhole } from '../files/write-whole.ts';
import { hostFrom } from '../formats/host-profile.ts';
import type { Host } from '../hosts/host.ts';
import { hostNames } from '../hosts/index.ts';
import { hostDocument } from '../hosts/load.ts';
import { calibrateWords as words } from '../messages/calibrate.ts';
import { max, median } from '../statistics.ts';
import { printAnswer } from '../terminal/answer.ts';
import { note, printJson } from '../terminal/output.ts';
import { exitsPart, releaseOf } from './calibrate/exits.ts';
import type { Part } from './calibrate/part.ts';
import { exitTimesPart, latencyPart } from './calibrate/recordings.ts';
import { examples } from './examples.ts';

interface Options {
  log?: string;
  lmbench?: string[];
  perf?: string[];
  id: string;
  kernel?: Release;
  anchors?: string[];
  out?: string;
  json?: boolean;
}

/** Held-out rows a table shows. */
const MOST_SHOWN = 12;

/** What a built-in profile measured on its own machine is not taken along to another. */
function startOf(base: Host, id: string, { log, lmbench }: Options): Host {
  if (!hostNames.includes(base.id)) return { ...base, id };
  const parts = [
    ...(lmbench ? ['latencies'] : []),
    ...(log !== undefined ? ['exits'] : []),
    ...(lmbench || log !== undefined ? [] : ['single exits']),
  ];
  const title = `${base.title}, ${parts.join(' and ')} of another machine`.slice(0, 1000);
  return { ...base, id, title, measured: {} };
}

/** Every kind of recording in turn, each upon the profile of the one before. */
async function partsOf(start: Host, isOwn: boolean, options: Options): Promise<Part[]> {
  const { log, lmbench, perf } = options;
  const parts: Part[] = [];
  const host = () => parts.at(-1)?.host ?? start;
  if (lmbench) parts.push(await latencyPart(host(), lmbench, isOwn));
  if (log !== undefined) parts.push(await exitsPart(host(), log, options));
  if (perf) parts.push(await exitTimesPart(host(), perf));
  if (parts.length > 0) return parts;
  throw new UserError(
    'expected a recording: --log FILE (kvm-unit-tests), --lmbench FILE or --perf FILE ("virtcost formats" says how to make one).',
  );
}

function figuresOf(parts: readonly Part[], heldOut: readonly HeldOut[]): Figure[] {
  const steps: Figure = {
    id: 'calibrated-steps',
    title: words.steps(),
    description: words.stepsDescription(),
    rows: parts.flatMap((part) => part.steps),
  };
  const judged: Figure = {
    id: 'held-out',
    title: words.heldOut(),
    description: words.heldOutDescription(),
    rows: heldOut.slice(0, MOST_SHOWN).map(({ row, measured, predicted, error }) => ({
      ...{ row, 'measured cycles': measured, 'predicted cycles': predicted },
      'error %': Number((100 * error).toFixed(2)),
    })),
  };
  return heldOut.length > 0 ? [steps, judged] : [steps];
}

function verdictOf(heldOut: readonly HeldOut[]) {
  const errors = heldOut.map(({ error }) => Math.abs(error));
  const n = heldOut.length;
  const judged = {
    medianError: n > 0 ? median(errors) : null,
    worstError: n > 0 ? max(errors) : null,
  };
  const { medianError, worstError } = judged;
  if (n < LEAST_HELD_OUT || medianError === null || worstError === null) {
    return { ...judged, sentence: words.unjudged({ n }), exitCode: ExitCode.partial };
  }
  const said = { n, median: medianError, worst: worstError, bound: HELD_OUT_BOUND };
  return worstError <= HELD_OUT_BOUND
    ? { ...judged, sentence: words.within(said), exitCode: ExitCode.ok }
    : {
        ...judged,
        sentence: words.beyond({ ...said, row: printable(heldOut[0]?.row ?? '', 120) }),
        exitCode: ExitCode.thresholdMissed,
      };
}

function notesOf(parts: readonly Part[], left: readonly string[]) {
  return [
    ...parts.flatMap((part) => part.notes),
    ...(left.length > 0
      ? [words.left({ rows: left.slice(0, 20).map((name) => printable(name, 80)) })]
      : []),
  ];
}

async function answer(profile: string, options: Options): Promise<void> {
  const { id, out } = options;
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(id) || hostNames.includes(id)) {
    throw new UserError(
      'expected --id of lower-case letters, digits and dashes that no built-in host has.',
    );
  }
  const base = await hostFrom(profile);
  const isOwn = !hostNames.includes(base.id);
  const parts = await partsOf(startOf(base, id, options), isOwn, options);
  const host = parts.at(-1)?.host ?? base;
  const heldOut = parts
    .flatMap((part) => part.heldOut)
    .sort((a, b) => Math.abs(b.error) - Math.abs(a.error));
  const left = parts.flatMap((part) => part.left);
  const { sentence, exitCode, ...errors } = verdictOf(heldOut);
  const figures = figuresOf(parts, heldOut);
  const notes = notesOf(parts, left);
  const document = hostDocument(host);
  if (out !== undefined) await writeWhole(out, `${JSON.stringify(document, null, 2)}\n`);
  process.exitCode = exitCode;
  if (options.json) {
    const more = Object.assign({}, ...parts.map((part) => part.json));
    const judged = { ...more, heldOut, ...errors, bound: HELD_OUT_BOUND, left };
    return printJson({ sentence, exitCode, ...judged, notes, profile: document, figures });
  }
  printAnswer(sentence, figures);
  for (const each of notes) note(each);
  if (heldOut.length > MOST_SHOWN) note(words.shownWorst({ shown: MOST_SHOWN, n: heldOut.length }));
  if (out === undefined) note(words.keep());
}

/** `virtcost calibrate PROFILE --log FILE`: a machine from recordings of it, judged on the rest of them. */
export function calibrate(program: Command): void {
  program
    .command('calibrate')
    .addHelpText(
      'after',
      examples(
        'calibrate srv --log examples/hosts/vmexit-server.log --anchors vmcall,portio_no_eventfd,ipi_halt --kernel 3.10',
        'calibrate srv --log examples/hosts/vmexit-server.log --kernel 3.10 --id my-host',
        'calibrate zen4 --lmbench examples/hosts/lat-mem-rd.txt',
      ),
    )
    .argument('<profile>', 'the machine so far: a file host probe wrote, or a built-in host')
    .option('--log <file>', 'kvm-unit-tests vmexit log: what exits cost')
    .option(
      '--lmbench <file...>',
      'lmbench summaries or lat_mem_rd: latencies of caches and memory',
    )
    .option('--perf <file...>', 'perf kvm stat reports: the price of single events')
    .option('--id <id>', 'id of the new profile', 'calibrated')
    .option(
      '--kernel <release>',
      'of the recording, such as 6.1: some rows of --log depend on it',
      releaseOf,
    )
    .option(
      '--anchors <rows>',
      'three rows of --log to fit (default: those that fix it best)',
      (text) => text.split(','),
    )
    .option('--out <file>', 'write the profile as JSON, for --host FILE.json')
    .option('--json', 'print one JSON document on standard output')
    .action(answer);
}
