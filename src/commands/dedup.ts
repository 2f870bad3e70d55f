import { type Command, InvalidArgumentError } from 'commander';
import { nth } from '../elements.ts';
import { UserError } from '../errors.ts';
import { openMemoryImage } from '../formats/memory-image/open.ts';
import { type ScanResult, startScan } from '../formats/memory-image/scan-images.ts';
import { KEY_BYTES } from '../kernels/dedup/index.ts';
import type { KsmRules } from '../kernels/ksm/machine.ts';
import { dedupWords } from '../messages/dedup.ts';
import { terms } from '../messages/terms.ts';
import { kernelVersion } from '../model/dedup/ksm/kernel-version.ts';
import type { DedupResult, KsmQuestion } from '../report/answers/dedup.ts';
import type { KsmOptions } from '../report/answers/ksm-options.ts';
import type { Live } from '../report/live-html.ts';
import { figuresOf, type Section } from '../report/section.ts';
import { note, printJson } from '../terminal/output.ts';
import { type Progress, startProgress } from '../terminal/progress.ts';
import { askedWords } from './asked-command.ts';
import { examples } from './examples.ts';

interface Options extends KsmOptions {
  pid: number[];
  consent?: boolean;
  ksm?: boolean;
  storm?: number;
  live?: boolean;
  population?: string;
  sysfs?: string;
  workers: number;
  json?: boolean;
  html?: string;
}

function integer(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`expected a whole number from ${min} to ${max}.`);
  };
}

function rulesOf(release: string): KsmRules {
  const found = kernelVersion(release);
  if (!found) throw new UserError(`expected a kernel release such as 6.18, found "${release}".`);
  if (!found.verified) {
    note(dedupWords.recalled({ release }));
  }
  return found.rules;
}

/** What only some calls need is loaded by them: a short call spends more time on loading than on the images. */
async function writeReport(
  path: string,
  { all, live }: Answered,
  sections: readonly Section[],
  kernel: string,
): Promise<void> {
  const { writeAnswerPage } = await import('./write-page.ts');
  const { dedupSummary } = await import('../report/summaries/dedup.ts');
  await writeAnswerPage(path, {
    title: dedupWords.page(),
    summary: dedupSummary(all, kernel),
    sections,
    ...(live ? { live } : {}),
  });
  note(terms.wrote({ html: path }));
}

/** Sections of each result; where there are several, ids end in the number of theirs. */
async function sectionsOf(all: readonly DedupResult[]): Promise<Section[][]> {
  const { dedupSections } = await import('../report/sections/dedup.ts');
  return all.map(({ name, report, storm, security }, i) => {
    const sections = dedupSections({ ...report, storm }, security);
    if (all.length === 1) return sections;
    const numbered = (id: string) => `${id}-${i + 1}`;
    return sections.map((section) => ({
      ...section,
      id: numbered(section.id),
      title: terms.titled({ name, title: section.title }),
      figures: section.figures.map((figure) => ({ ...figure, id: numbered(figure.id) })),
    }));
  });
}

/** What was found, and what of it the page can be asked anew. */
interface Answered {
  all: DedupResult[];
  live?: Live | undefined;
}

/** A page of this holds what its answers follow from. */
const liveOf = (
  { pid, consent, live, population, sysfs, workers, json, html, ...options }: Options,
  data: Readonly<Record<string, unknown>>,
): Live => ({ model: 'dedup', data: { words: askedWords(), options, ...data } });

/** Keys of so many pages travel with a page: they do not pack. */
const MOST_KEYS = 16_384;

function liveOfScan(options: Options, scan: ScanResult): Live | undefined {
  const { keys, images, ...counts } = scan;
  if (options.ksm && keys.length > MOST_KEYS * KEY_BYTES) return undefined;
  return liveOf(options, {
    ...counts,
    images: images.map(({ name, kind, pages, allocatedBytes, leftOut }) => ({
      ...{ name, kind, pages, allocatedBytes },
      ...(leftOut ? { leftOut } : {}),
    })),
    // KSM identifies and orders pages by the low half of a key.
    ...(options.ksm ? { keys: Buffer.from(lowHalves(keys)).toString('base64') } : {}),
  });
}

/** The first eight of every sixteen bytes. */
function lowHalves(keys: Uint8Array): Uint8Array {
  const words = new BigUint64Array(keys.buffer, keys.byteOffset, keys.length / 8);
  return new Uint8Array(words.filter((_, i) => i % 2 === 0).buffer);
}

async function results(files: string[], options: Options): Promise<Answered> {
  const { ksmSettingOf } = await import('../report/answers/ksm-options.ts');
  const question: KsmQuestion = {
    ...{ setting: ksmSettingOf(options), rules: rulesOf(options.kernel) },
    stormShare: (options.storm ?? 0) / 100,
    onStart: (simulations) => startProgress('dedup: simulations of KSM', simulations),
  };
  if (options.population !== undefined) {
    const { readKsmRecords } = await import('../evidence/linux-ksm/records.ts');
    const { resultOfPopulation } = await import('../report/answers/dedup.ts');
    const populations = await readKsmRecords(options.population);
    const [first, ...more] = populations.map(({ id, population }) => ({ id, population }));
    return {
      all: populations.map(({ id, population }) => resultOfPopulation(id, population, question)),
      live: more.length === 0 && first ? liveOf(options, first) : undefined,
    };
  }
  if (options.pid.length > 0 && !options.consent) {
    throw new UserError(
      'reading the memory of a running process shows everything it holds: pass --consent if its owner agrees.',
    );
  }
  const images = files.map((file) => openMemoryImage(file));
  if (options.pid.length > 0) {
    const { openProcess } = await import('../formats/memory-image/process.ts');
    images.push(...options.pid.map((pid) => openProcess(pid)));
  }
  if (images.length === 0) {
    throw new UserError('expected memory images, --pid, --population or --sysfs, found none.');
  }
  const { workers, live = false } = options;
  // Unknown until the scan says how much there is.
  let progress: Progress | undefined;
  const onProgress = (taken: number, total: number) => {
    progress ??= startProgress('dedup: pieces of the images', total);
    progress.step(false, taken);
  };
  const finishScan = startScan(images, { workers, live, onProgress });
  // Loaded while the other threads begin to read.
  const { resultOfImages } = await import('../report/answers/dedup.ts');
  const scan = await finishScan().finally(() => progress?.finish());
  const repeatable = options.pid.length === 0 && !live;
  return {
    all: [resultOfImages(scan, question, options.ksm === true)],
    live: repeatable && options.html !== undefined ? liveOfScan(options, scan) : undefined,
  };
}

async function explainSysfs(path: string, { hz, json }: Options): Promise<void> {
  const { readKsmSnapshot } = await import('../formats/ksm-sysfs.ts');
  const { explainSnapshot } = await import('../model/dedup/explain-snapshot.ts');
  const { snapshotAnswer } = await import('../model/dedup/snapshot-verdict.ts');
  const { printOnlyTable } = await import('../terminal/table.ts');
  const { tableTitles } = await import('../messages/table-titles.ts');
  const snapshot = readKsmSnapshot(path);
  const answer = snapshotAnswer(snapshot.numbers);
  const findings = explainSnapshot(snapshot.numbers, hz);
  if (json) return printJson({ ...answer, snapshot, findings });
  console.log(`${answer.sentence}\n`);
  printOnlyTable(
    findings.map(({ figure, value, meaning }) => ({ figure, value, meaning })),
    tableTitles.ksm(),
  );
}

/** `virtcost dedup`: sharing in real memory images, a KSM simulation, or a KSM snapshot explained. */
export function dedup(program: Command): void {
  program
    .command('dedup')
    .addHelpText(
      'after',
      examples(
        'dedup examples/guests/web-a.mem examples/guests/web-b.mem',
        'dedup examples/guests/web-a.mem examples/guests/web-b.mem --ksm',
      ),
    )
    .argument('[files...]', 'raw memory, ELF cores (dump-guest-memory), memory-backend files')
    .option(
      '--pid <pid>',
      'also read the large mappings of a process (needs --consent)',
      (text: string, all: number[]) => [...all, integer(1, 2 ** 22)(text)],
      [] as number[],
    )
    .option('--consent', 'the owner of the processes agrees that their memory is read')
    .option('--live', 'accept images that change while they are read')
    .option('--ksm', 'simulate KSM over time on the images, and rank its knobs')
    .option(
      '--storm <percent>',
      'with --ksm or --population: rewrite that share of all pages once KSM has settled',
      integer(1, 100),
    )
    .option('--population <file>', 'simulate populations (form of the linux-ksm data) instead')
    .option('--sysfs <path>', 'explain a snapshot of /sys/kernel/mm/ksm (folder or text file)')
    .option('--workers <n>', 'threads that read', integer(1, 64), 2)
    .option('--kernel <release>', 'kernel whose KSM rules apply', '6.18')
    .option('--hz <n>', 'timer ticks a second of the host kernel', integer(24, 1000), 250)
    .option('--pages-to-scan <n>', 'KSM knob', integer(1, 2 ** 31), 100)
    .option('--sleep-ms <ms>', 'KSM knob sleep_millisecs', integer(0, 2 ** 31), 20)
    .option('--max-page-sharing <n>', 'KSM knob', integer(2, 2 ** 31 - 1), 256)
    .option('--use-zero-pages', 'KSM knob')
    .option('--no-smart-scan', 'KSM knob')
    .option(
      '--advisor-target <s>',
      'steer pages_to_scan by the scan-time advisor',
      integer(1, 86_400),
    )
    .option('--json', 'print one JSON document on standard output')
    .option('--html <file>', 'write an HTML report')
    .action(async (files: string[], options: Options) => {
      if (options.sysfs !== undefined) return explainSysfs(options.sysfs, options);
      const answered = await results(files, options);
      const { all } = answered;
      const sections = await sectionsOf(all);
      if (options.html !== undefined) {
        await writeReport(options.html, answered, sections.flat(), options.kernel);
      }
      if (options.json) {
        const { dedupSummary } = await import('../report/summaries/dedup.ts');
        const documents = all.map((one, i) => ({
          ...one,
          summary: dedupSummary([one], options.kernel),
          figures: figuresOf(nth(sections, i)),
        }));
        return printJson(documents.length === 1 ? documents[0] : documents);
      }
      const { printResult } = await import('./dedup/print.ts');
      all.forEach((one, i) => {
        printResult(one, figuresOf(nth(sections, i)));
      });
    });
}
