import { type Command, InvalidArgumentError, Option, type OptionValues } from 'commander';
import { nth } from '../elements.ts';
import type { Figure } from '../figure.ts';
import { hostFrom } from '../formats/host-profile.ts';
import { hosts } from '../hosts/index.ts';
import { ioWords } from '../messages/io.ts';
import { changedSettings } from '../model/io/changed.ts';
import { defaultIoQuestion } from '../model/io/default-question.ts';
import { encapsulation, encapsulations } from '../model/io/network/encapsulation.ts';
import { ioPath, ioPaths } from '../model/io/paths/index.ts';
import { storageModes } from '../model/io/storage/mode-list.ts';
import { poolings } from '../model/io/storage/modes.ts';
import { type Raid, type RaidLevel, raidFigures, raidRows } from '../model/io/storage/raid.ts';
import { transports } from '../model/io/storage/transport-list.ts';
import { answerIo, type IoAnswer, type IoQuestion } from '../model/io/what-if.ts';
import { someNames } from '../names.ts';
import { figuresOf, type Section } from '../report/section.ts';
import { ioSections, ioSentence } from '../report/sections/io.ts';
import { ioEvidenceSection } from '../report/sections/io-evidence.ts';
import { ioSummary } from '../report/summaries/io.ts';
import { printAnswer } from '../terminal/answer.ts';
import { printJson } from '../terminal/output.ts';
import { parseBytes } from '../units.ts';
import { examples } from './examples.ts';
import { hostOption } from './host-option.ts';
import { ioParts } from './io/index.ts';
import { positiveNumber, wholeNumber } from './options.ts';
import { writeAnswerPage } from './write-page.ts';

function size(text: string): number {
  const bytes = parseBytes(text);
  if (bytes !== undefined && bytes >= 1 && bytes <= 2 ** 30) return bytes;
  throw new InvalidArgumentError(`expected a size from 1 B to 1 GiB, found "${text}".`);
}

function raid(text: string): Raid {
  const found = /^(0|1|5|6|10)x(\d{1,4})$/.exec(text);
  if (!found) throw new InvalidArgumentError(`expected LEVELxDISKS such as 5x8, found "${text}".`);
  const array = { level: Number(found[1]) as RaidLevel, disks: Number(found[2]) };
  raidFigures(array);
  return array;
}

const ids = (entries: readonly { id: string }[]) => entries.map((entry) => entry.id);

const defaults = defaultIoQuestion(nth(hosts, 0));

/** Everything but the chart series, as a document. */
function document(answer: IoAnswer) {
  const { question, ...rest } = answer;
  return {
    question: { ...question, host: question.host.id, paths: question.paths.map(({ id }) => id) },
    ...rest,
  };
}

/** `virtcost io`: what one request or packet costs on every way to a device. */
export function io(program: Command): void {
  const command = program
    .command('io')
    .addHelpText(
      'after',
      examples('io --size 64KiB --depth 8', 'io --kind packet --encap vxlan --link 25G'),
    )
    .enablePositionalOptions();
  for (const register of ioParts) register(command);
  requestOptions(command);
  storageOptions(command);
  networkOptions(command);
  adapterOptions(command);
  command
    .option('--html <file>', 'write a report page')
    .option('--json', 'print one JSON document on standard output')
    .action(async (options) => tell(answerIo(await questionOf(options)), options));
}

function requestOptions(command: Command): void {
  command
    .addOption(
      new Option('--kind <kind>', 'what is sent')
        .choices(['block', 'packet'])
        .default(defaults.kind),
    )
    .option('--write', 'writes instead of reads')
    .option('--sequential', 'sequential instead of random access')
    .option('--size <size>', 'bytes of a request or packet', size, defaults.bytes)
    .option('--depth <n>', 'requests in flight', wholeNumber(1, 65_536), defaults.queueDepth)
    .option('--vcpus <n>', 'virtual CPUs of the guest', wholeNumber(1, 1024), defaults.vcpus)
    .addOption(hostOption('host profile', defaults.host.id))
    .option('--path <ids>', 'only these paths, comma-separated', (text: string) =>
      someNames(
        'device paths',
        text,
        ioPaths.map(({ id }) => id),
      ).map(ioPath),
    );
}

function storageOptions(command: Command): void {
  command
    .addOption(
      new Option('--transport <id>', 'how storage is reached')
        .choices(ids(transports))
        .default(defaults.storage.transport),
    )
    .addOption(
      new Option('--raid <level>', 'LEVELxDISKS, levels 0 1 5 6 10')
        .argParser(raid)
        .default(defaults.storage.raid, '0x1'),
    )
    .addOption(
      new Option('--mode <id>', 'storage mode')
        .choices(ids(storageModes))
        .default(defaults.storage.mode),
    )
    .addOption(
      new Option('--pooling <id>', 'where storage is virtualized')
        .choices(ids(poolings))
        .default('none'),
    )
    .option(
      '--read-share <share>',
      'share of reads in the load of the array',
      positiveNumber(0, 1),
      0.7,
    )
    .option(
      '--disk-iops <n>',
      'requests a second of one disk',
      positiveNumber(1, 1e9),
      defaults.storage.diskIops,
    )
    .option(
      '--disk-mbps <MB/s>',
      'megabytes a second of one disk',
      positiveNumber(1, 1e6),
      defaults.storage.diskBytesPerSecond / 1e6,
    );
}

function networkOptions(command: Command): void {
  command
    .option(
      '--link <Gbit/s>',
      'Gbit/s of the network link',
      positiveNumber(0.001, 10_000),
      defaults.network.linkGbps,
    )
    .option(
      '--mtu <size>',
      'IP packet size of the underlay',
      wholeNumber(576, 65_535),
      defaults.network.mtu,
    )
    .addOption(
      new Option('--encap <id>', 'encapsulation of packets')
        .choices(ids(encapsulations))
        .default('none'),
    )
    .option('--links <n>', 'links of a bond', wholeNumber(1, 64), defaults.network.links)
    .option(
      '--rules <n>',
      'rules of a stateful security group',
      wholeNumber(1, 100_000),
      defaults.network.rules,
    );
}

function adapterOptions(command: Command): void {
  command
    .option(
      '--vfs <n>',
      'virtual functions of the adapter',
      wholeNumber(1, 2048),
      defaults.adapter.functions,
    )
    .option(
      '--vectors <n>',
      'interrupt vectors of a function',
      wholeNumber(1, 2048),
      defaults.adapter.vectorsEach,
    )
    .option(
      '--msix <n>',
      'interrupt vectors of the adapter',
      wholeNumber(1, 65_536),
      defaults.adapter.msix,
    );
}

async function questionOf(options: OptionValues): Promise<IoQuestion> {
  return {
    host: await hostFrom(options.host),
    kind: options.kind,
    read: options.write !== true,
    bytes: options.size,
    queueDepth: options.depth,
    vcpus: options.vcpus,
    sequential: options.sequential === true,
    storage: {
      transport: options.transport,
      raid: options.raid,
      mode: options.mode,
      pooling: options.pooling,
      readShare: options.readShare,
      diskIops: options.diskIops,
      diskBytesPerSecond: options.diskMbps * 1e6,
    },
    network: {
      linkGbps: options.link,
      mtu: options.mtu,
      encapsulation: encapsulation(options.encap).id,
      links: options.links,
      rules: options.rules,
    },
    adapter: {
      functions: options.vfs,
      vectorsEach: options.vectors,
      msix: options.msix,
    },
    paths: options.path ?? [],
  };
}

/** Figures of the terminal: the cost of a request, what the settings change, and the tables they change. */
function shownFigures(answer: IoAnswer, sections: readonly Section[]): Figure[] {
  const plain = answerIo({ ...defaults, paths: answer.question.paths });
  const before = new Map(
    figuresOf(ioSections(plain, raidRows(plain.question.storage.raid.disks))).map((figure) => [
      figure.id,
      JSON.stringify(figure.rows),
    ]),
  );
  const own = ['io-raid', 'io-bond', 'io-rules', 'io-functions', 'io-tunnels'];
  return figuresOf(sections).filter(
    ({ id, rows }) =>
      id === 'io-costs' ||
      id === 'io-changes' ||
      (own.includes(id) && JSON.stringify(rows) !== before.get(id)),
  );
}

/** The answer as page, JSON or tables. */
async function tell(answer: IoAnswer, options: { html?: string; json?: boolean }): Promise<void> {
  const sentence = ioSentence(answer);
  const changes = changedSettings(answer, defaults);
  const summary = ioSummary(answer, sentence, changes);
  const asked = ioSections(answer, raidRows(answer.question.storage.raid.disks), changes);
  const print = () => printAnswer(sentence, shownFigures(answer, asked));
  if (!options.json && !options.html) return print();
  const { io: suite } = await import('../evidence/io/index.ts');
  const { cases, summary: judged } = await suite.validate({});
  const evidence = ioEvidenceSection(cases, judged.listed as { id: string; reason: string }[]);
  const sections = [...asked, evidence];
  const { question, ...rest } = document(answer);
  if (options.html) {
    await writeAnswerPage(options.html, {
      title: ioWords.page(),
      summary,
      sections,
    });
  }
  if (!options.json) return print();
  printJson({ question, sentence, summary, ...rest, figures: figuresOf(sections) });
}
