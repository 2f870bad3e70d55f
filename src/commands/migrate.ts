import { type Command, InvalidArgumentError, Option } from 'commander';
import { readText } from '../files/read-input.ts';
import { readMigrationInput } from '../formats/migration/index.ts';
import { mergeInputs } from '../formats/migration/merge.ts';
import { migrateWords } from '../messages/migrate.ts';
import { patterns } from '../model/migration/dirty.ts';
import type { MigrationAnswer } from '../model/migration/what-if.ts';
import { migratePage } from '../report/answers/migrate.ts';
import { type MigrateOptions, questionOf } from '../report/answers/migrate-question.ts';
import type { PageAnswer } from '../report/answers/page-answer.ts';
import type { Live } from '../report/live-html.ts';
import { figuresOf, type Section } from '../report/section.ts';
import { storageSentence, terminalFigures } from '../report/sections/migration.ts';
import { exitCodeOf, migrationSentence } from '../report/sections/migration-sentence.ts';
import { printAnswer } from '../terminal/answer.ts';
import { note, printJson, say } from '../terminal/output.ts';
import { withProgress } from '../terminal/progress.ts';
import { parseBytes, quantityText } from '../units.ts';
import { askedWords } from './asked-command.ts';
import { examples } from './examples.ts';
import { readFleet } from './migrate/fleet.ts';
import { migrateParts } from './migrate/index.ts';
import { queryQemu } from './migrate/qmp-socket.ts';
import { positiveNumber, wholeNumber } from './options.ts';
import { writeAnswerPage } from './write-page.ts';

/** 64 TiB: above every machine, below what page numbers here can count. */
const MAX_RAM = 2 ** 46;

const size = (low: number, high: number) => (text: string) => {
  const bytes = parseBytes(text);
  if (bytes !== undefined && bytes >= low && bytes <= high) return bytes;
  const [least, most] = [low, high].map((bytes) => quantityText('size', bytes));
  throw new InvalidArgumentError(`expected a size from ${least} to ${most}, found "${text}".`);
};

/** `virtcost migrate`: one migration before it starts, or while it runs. */
export function migrate(program: Command): void {
  const command = program
    .command('migrate')
    .addHelpText(
      'after',
      examples(
        'migrate --ram 8GiB --working-set 1GiB --writes 20k --link 25G',
        'migrate --evacuate examples/evacuation.csv',
      ),
    )
    .enablePositionalOptions();
  for (const register of migrateParts) register(command);
  guestOptions(command);
  settingOptions(command);
  surroundingOptions(command);
  command
    .option('--html <file>', 'write a report page')
    .option('--json', 'print one JSON document on standard output')
    .action(async (options: MigrateOptions & CommandOptions) => {
      const asked = await ask(options);
      // The terminal shows neither policies nor the map.
      const beside = options.html || options.json ? 'all' : 'advice';
      const page = await withProgress(
        'migrate',
        0,
        () => migratePage(questionOf(options, asked.input, asked.fleet), beside),
        { held: true },
      );
      const { answer, sections } = page;
      if (options.html) await writeReport(options.html, page, liveOf(options, asked));
      if (options.json) printJson({ ...document(page), figures: figuresOf(sections) });
      else show(answer, sections);
      process.exitCode = exitCodeOf[answer.verdict];
    });
}

/** The guest and how it writes. */
function guestOptions(command: Command): void {
  command
    .option(
      '--ram <size>',
      'memory of the guest (default: from --from, else 4GiB)',
      size(2 ** 20, MAX_RAM),
    )
    .option('--zero-share <share>', 'share of memory never touched', positiveNumber(0, 1), 0)
    .addOption(new Option('--pattern <name>', 'how the guest writes').choices(patterns))
    .option('--working-set <size>', 'memory it writes to (default: an eighth)', size(4096, MAX_RAM))
    .option(
      '--writes <n>',
      'page writes per second (default: from --from, else 2000)',
      positiveNumber(0, 1e8),
    )
    .option(
      '--vcpus <n>',
      'vCPUs of the guest: --dirty-limit holds for each (default: 1)',
      wholeNumber(1, 4096),
    )
    .option('--hot-share <share>', 'hotcold: writes to the hot tenth', positiveNumber(0, 1), 0.9)
    .option('--device-state <size>', 'state of the devices', size(1, 2 ** 36), 2 ** 20);
}

/** What QEMU and libvirt are told. */
function settingOptions(command: Command): void {
  command
    .option(
      '--max-bandwidth <rate>',
      "QEMU's max-bandwidth (default: from --from, else 128MiB/s where no --link is given)",
      size(1024, 2 ** 44),
    )
    .option(
      '--link <Gbit/s>',
      'what the link carries, Gbit/s (default: as --max-bandwidth)',
      positiveNumber(0.0001, 10_000),
    )
    .option(
      '--downtime-limit <ms>',
      "QEMU's downtime-limit (default: from --from, else 300ms)",
      positiveNumber(0, 2_000_000),
    )
    .option('--auto-converge', 'slow the guest down when it outruns the link')
    .option('--postcopy-after <s>', 'turn to post-copy after this', positiveNumber(0, 1e6))
    .option('--xbzrle', 'send differences of re-sent pages')
    .option('--multifd <n>', 'sender channels (default: one, without multifd)', wholeNumber(1, 255))
    .option('--compression <ratio>', 'bytes sent per byte of page', positiveNumber(0.01, 1))
    .option('--dirty-limit <rate>', 'vcpu-dirty-limit per second', size(4096, 2 ** 44))
    .option('--timeout <s>', 'given up after this', positiveNumber(0.1, 1e7))
    .option(
      '--copy-speed <rate>',
      'bytes a sender thread copies per second; host probe measures it (default: 1.5GB/s, or the link)',
      size(2 ** 20, 2 ** 40),
    )
    .option(
      '--copy-spread <factor>',
      'how far that lies apart from one moment to the next',
      positiveNumber(1, 100),
    );
}

/** What is known of a running migration, and what moves besides it. */
function surroundingOptions(command: Command): void {
  command
    .option(
      '--from <file...>',
      'QMP answers, info migrate, virsh domjobinfo or domstats, KubeVirt YAML or JSON, a Proxmox log, CSV of window_s,dirty_pages',
    )
    .option('--qmp <socket>', 'ask a running QEMU; only reads')
    .option(
      '--evacuate <file>',
      'CSV of machines that leave: name, from, ram, working_set, writes_per_s',
    )
    .option('--disk <size>', 'allocated disk that moves along', size(2 ** 20, 2 ** 50))
    .option('--disk-writes <n>', '16 KiB writes to it per second', positiveNumber(0, 1e7), 100)
    .option(
      '--disk-speed <rate>',
      'bytes it reads or takes per second',
      size(2 ** 16, 2 ** 40),
      5e8,
    )
    .option('--per-host <n>', 'migrations out of a host at once (default: 2)', wholeNumber(1, 1000))
    .option('--per-cluster <n>', 'migrations at once in all (default: 5)', wholeNumber(1, 10_000))
    .option('--clock <GHz>', 'clock of the host', positiveNumber(0.1, 10), 2.6)
    .option('--seed <n>', 'seed of what cannot be known', wholeNumber(0, 1_000_000), 1);
}

interface CommandOptions {
  from?: string[];
  qmp?: string;
  evacuate?: string;
  html?: string;
  json?: boolean;
}

/** What files and QEMU say beside the options. */
async function ask(options: CommandOptions) {
  const inputs = [];
  for (const file of options.from ?? [])
    inputs.push(readMigrationInput(await readText(file), file));
  if (options.qmp) {
    inputs.push(readMigrationInput(await queryQemu(options.qmp, 20, 100), options.qmp));
  }
  const fleet = options.evacuate
    ? readFleet(await readText(options.evacuate, 2 ** 22), options.evacuate)
    : [];
  return { input: mergeInputs(inputs), fleet };
}

/** What the page can be asked anew; a QEMU that runs would answer something else. */
function liveOf(
  { from, qmp, evacuate, html, json, ...options }: MigrateOptions & CommandOptions,
  asked: Awaited<ReturnType<typeof ask>>,
): Live | undefined {
  if (qmp !== undefined) return undefined;
  return { model: 'migrate', data: { words: askedWords(), options, ...asked } };
}

/** The answer without the points of the charts. */
function document({ answer, summary }: ReturnType<typeof migratePage>) {
  const { question, plan, running, verdict, ...rest } = answer;
  const { looks, eta, fleet, ...asked } = question;
  const shared = {
    sentence: migrationSentence(answer),
    summary,
    verdict,
    exitCode: exitCodeOf[verdict],
    question: { ...asked, samples: looks, machines: fleet.length },
    status: running?.status ?? question.status,
    eta: running?.eta ?? eta,
    ...rest,
  };
  if (!plan) return { ...shared, prediction: null };
  const { prediction, map, ...more } = plan;
  const { closedForm, ...figures } = prediction;
  const { rounds, ...quick } = closedForm;
  return {
    ...shared,
    prediction: { ...figures, closedForm: { ...quick, rounds: rounds.length } },
    criticalLine: map.critical,
    ...more,
  };
}

function show(answer: MigrationAnswer, sections: readonly Section[]): void {
  const { storage, question } = answer;
  printAnswer(
    migrationSentence(answer),
    figuresOf(sections).filter(({ id }) => terminalFigures.includes(id)),
  );
  if (storage) say(storageSentence(storage));
  if (question.ignored.length > 0)
    note(migrateWords.notUsed({ ignored: question.ignored.join('; ') }));
}

async function writeReport(
  path: string,
  { summary, sections }: PageAnswer,
  live: Live | undefined,
): Promise<void> {
  await writeAnswerPage(path, {
    ...{ title: migrateWords.pageTitle(), summary, sections },
    ...(live ? { live } : {}),
  });
}
