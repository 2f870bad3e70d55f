import { type Command, Option } from 'commander';
import { nth, present } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import { readTrace } from '../../formats/block-traces/read-trace.ts';
import type { Text } from '../../message.ts';
import { blocksWords } from '../../messages/blocks.ts';
import { type Device, deviceById, devices } from '../../model/blocks/device.ts';
import type { Discipline } from '../../model/blocks/discipline.ts';
import { disciplineById, disciplines } from '../../model/blocks/disciplines.ts';
import { type Job, jobAccesses } from '../../model/blocks/job.ts';
import type { PricedResult } from '../../model/blocks/replay-costs.ts';
import { oneName, someNames } from '../../names.ts';
import {
  jobOf,
  type ReplayedRequest,
  ReplayRun,
  type ReplaySettings,
  replaySaid,
  replaySections,
  SECTOR,
} from '../../report/answers/replay.ts';
import type { Live } from '../../report/live-html.ts';
import { figuresOf } from '../../report/section.ts';
import { blockCostFigure } from '../../report/sections/blocks.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { note, printJson } from '../../terminal/output.ts';
import { askedWords } from '../asked-command.ts';
import { examples } from '../examples.ts';
import { bytesOf, countOf } from '../options.ts';
import { writeAnswerPage } from '../write-page.ts';

interface ReplayFlags {
  inputFormat?: string;
  disk?: string;
  job?: string;
  requests: number;
  blockSize: number;
  reads: number;
  seed: number;
  size: number;
  span?: number;
  prefill: number;
  discipline: Discipline[];
  block?: number;
  snapshotEvery: number;
  keep: number;
  device: Device;
  depth: number;
  memory: number;
  html?: string;
  json?: boolean;
}

function disciplineList(text: string): Discipline[] {
  if (text === 'all') return [...disciplines];
  const ids = someNames(
    'disciplines, or all',
    text,
    disciplines.map(({ id }) => id),
  );
  return ids.map((id) => present(disciplineById(id)));
}

function deviceOption(text: string): Device {
  const id = oneName(
    'a device',
    text,
    devices.map((entry) => entry.id),
  );
  return present(deviceById(id));
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new UserError(`expected a share from 0 to 1, found "${text}".`);
}

function power(text: string): number {
  const bytes = bytesOf(text);
  if (bytes >= 512 && bytes <= 2 ** 26 && Number.isInteger(Math.log2(bytes))) return bytes;
  throw new UserError(`expected a power of two from 512 to 64M, found "${text}".`);
}

/** Disciplines compared when none are named. */
const defaults = disciplines.slice(0, 5);

/** `virtcost blocks replay`: a trace or a synthetic job under several disciplines at once. */
export function replay(blocks: Command): void {
  blocks
    .command('replay')
    .addHelpText(
      'after',
      examples(
        'blocks replay examples/guests/orders-disk.csv --size 64MiB --discipline qcow2,sesparse',
        'blocks replay --job rand --requests 5k --size 64MiB --prefill 64MiB',
      ),
    )
    .description('a block trace, or a synthetic job, under several snapshot disciplines')
    .argument(
      '[trace]',
      'fio iolog, blkparse, MSR, Alibaba, SPC, libCacheSim CSV, vscsi or op lines (.gz too)',
    )
    .option('--input-format <id>', 'format of the trace (default: told from its content)')
    .option('--disk <name>', 'device of the trace to replay (default: the first one)')
    .option('--job <pattern>', 'instead of a trace: seq, rand or zipf')
    .option('--requests <n>', 'requests of the job', (text) => countOf(text, 1), 100_000)
    .option('--block-size <size>', 'bytes of a request of the job', bytesOf, 4096)
    .option('--reads <share>', 'share of reads of the job', share, 0)
    .option('--seed <n>', 'seed of the job', (text) => countOf(text), 1)
    .option('--size <size>', 'size of the virtual disk', bytesOf, 2 ** 38)
    .option(
      '--span <size>',
      'part of the disk the job touches (default: what is prefilled, or the disk)',
      bytesOf,
    )
    .option('--prefill <size>', 'data on the disk before the start, not counted', bytesOf, 0)
    .addOption(
      new Option('--discipline <ids>', 'comma-separated, or all')
        .argParser(disciplineList)
        .default(defaults, defaults.map((entry) => entry.id).join(',')),
    )
    .option('--block <size>', 'grain or cluster size instead of the discipline’s own', power)
    .option('--snapshot-every <n>', 'a snapshot after every n accesses', (text) => countOf(text), 0)
    .option('--keep <n>', 'snapshots kept', (text) => countOf(text, 1), 8)
    .addOption(
      new Option('--device <id>', devices.map((entry) => entry.id).join(', '))
        .argParser(deviceOption)
        .default(devices[0], nth(devices, 0).id),
    )
    .option('--depth <n>', 'queue depth', (text) => countOf(text, 1), 32)
    .option('--memory <size>', 'memory for one map', bytesOf, 2 ** 30)
    .option('--html <file>', 'write a report page')
    .option('--json', 'print one JSON document on standard output')
    .action(run);
}

const settingsOf = (flags: ReplayFlags): ReplaySettings => ({
  ...{ disciplines: flags.discipline, size: flags.size, prefill: flags.prefill },
  ...{ block: flags.block, snapshotEvery: flags.snapshotEvery, keep: flags.keep },
  ...{ device: flags.device, depth: flags.depth, memory: flags.memory },
});

/** What was replayed: its name on the page, and the requests where they are few enough to travel with it. */
interface Replayed {
  name: Text;
  requests?: readonly ReplayedRequest[];
}

/** What the page can be asked anew: a job, or a short trace that it holds. */
function liveOf(flags: ReplayFlags, { name, requests }: Replayed): Live | undefined {
  const { discipline, device, html, json, inputFormat, disk, ...options } = flags;
  if (flags.job === undefined && requests === undefined) return undefined;
  return {
    model: 'blocks',
    data: {
      ...{ words: askedWords(), options, device: device.id },
      disciplines: discipline.map(({ id }) => id),
      ...(requests ? { name: String(name), requests } : {}),
    },
  };
}

async function run(trace: string | undefined, flags: ReplayFlags): Promise<void> {
  checkFlags(trace, flags);
  const settings = settingsOf(flags);
  const machine = new ReplayRun(settings);
  const replayed =
    trace === undefined ? replayJob(machine, flags) : await replayTrace(machine, trace, flags);
  const rows = machine.results();
  const summary = replaySaid(rows, settings, replayed.name);
  const { sentence } = summary;
  const print = () => printAnswer(sentence, [blockCostFigure(rows)]);
  if (!flags.html && !flags.json) return print();
  const sections = replaySections(rows, settings);
  if (flags.html) {
    const live = liveOf(flags, replayed);
    const page = { title: blocksWords.page(), summary, sections };
    await writeAnswerPage(flags.html, { ...page, ...(live ? { live } : {}) });
  }
  if (!flags.json) return print();
  printJson({
    input: replayed.name,
    sentence,
    summary,
    device: flags.device.id,
    depth: flags.depth,
    results: rows.map(jsonRow),
    figures: figuresOf(sections),
  });
}

function checkFlags(trace: string | undefined, flags: ReplayFlags): void {
  if ((trace === undefined) === (flags.job === undefined)) {
    throw new UserError('expected either a trace file or --job seq|rand|zipf.');
  }
  if (flags.job !== undefined && !['seq', 'rand', 'zipf'].includes(flags.job)) {
    throw new UserError(`expected a job (seq, rand, zipf), found "${flags.job}".`);
  }
  if (flags.size % SECTOR !== 0 || flags.size === 0) {
    throw new UserError('expected --size to be a multiple of 512 above 0.');
  }
  if (flags.prefill > flags.size || (flags.span ?? 0) > flags.size) {
    throw new UserError('expected --prefill and --span to be at most --size.');
  }
  if (flags.depth > 4096) throw new UserError('expected a queue depth of at most 4096.');
}

function replayJob(machine: ReplayRun, flags: ReplayFlags): Replayed {
  const { job, name } = jobOf({ ...flags, job: flags.job as Job['pattern'] }, flags);
  machine.feed(jobAccesses(job));
  return { name };
}

/** More requests than that do not travel with a page. */
const MOST_KEPT = 20_000;

async function replayTrace(
  machine: ReplayRun,
  path: string,
  flags: ReplayFlags,
): Promise<Replayed> {
  let disk = flags.disk;
  let used = 0;
  let skipped = 0;
  const kept: ReplayedRequest[] = [];
  const feed = (request: ReplayedRequest) => {
    machine.feed([request]);
    if (kept.length <= MOST_KEPT) kept.push(request);
  };
  for await (const batch of readTrace(path, flags.inputFormat)) {
    for (const access of batch) {
      disk ??= access.disk;
      if (access.disk !== disk) {
        skipped++;
        continue;
      }
      used++;
      if (access.kind === 'snapshot') feed('snapshot');
      if (access.kind === 'snapshot' || access.kind === 'flush') continue;
      const offset = Math.floor(access.offset / SECTOR) * SECTOR;
      const end = Math.ceil((access.offset + access.length) / SECTOR) * SECTOR;
      if (end > flags.size) {
        throw new UserError(
          `${path}: an access reaches byte ${end}, beyond the disk of ${flags.size}; give --size.`,
        );
      }
      feed([access.kind, offset, end - offset]);
    }
  }
  if (used === 0) throw new UserError(`${path}: no access of disk ${disk ?? '(none)'} in it.`);
  if (skipped > 0) note(blocksWords.leftOut({ skipped }));
  const name = blocksWords.accessesOf({ used, disk: disk ?? '', path });
  return { name, ...(kept.length <= MOST_KEPT ? { requests: kept } : {}) };
}

function jsonRow({ discipline, account, snapshots, performance, ...more }: PricedResult) {
  return {
    discipline: discipline.id,
    title: discipline.title,
    kind: discipline.kind,
    snapshots,
    ...more,
    ...account,
    ...performance,
  };
}
