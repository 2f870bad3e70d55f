import type { Command } from 'commander';
import { nth } from '../elements.ts';
import { UserError } from '../errors.ts';
import { memoryTraceFormats } from '../formats/memory-trace/index.ts';
import type { PageSize } from '../hosts/host.ts';
import { activityPresets } from '../model/paging/activity.ts';
import { pagingMode, pagingModes } from '../model/paging/modes.ts';
import { leafLevels, pageSizes } from '../model/translation/simulate.ts';
import {
  translationRunFigures,
  translationRunSentence,
} from '../report/sections/translation-run.ts';
import { printAnswer } from '../terminal/answer.ts';
import { printJson } from '../terminal/output.ts';
import { workloads } from '../workloads/index.ts';
import { examples } from './examples.ts';
import { hostOption } from './host-option.ts';
import { bytesOf, countOf, positiveNumber } from './options.ts';
import { type MmuOptions, translateMmu } from './translate/mmu.ts';
import { caseOf, readAccesses } from './translate/run-modes.ts';
import { type SharedOptions, translateSpaces } from './translate/spaces.ts';
import { addSpacesOptions, asksForSpaces } from './translate/spaces-options.ts';
import { addStudyOptions, translateStudy } from './translate/study.ts';

type TranslateOptions = SharedOptions & MmuOptions;

function pageSize(text: string): PageSize {
  const size = text.toUpperCase() as PageSize;
  if (Object.hasOwn(leafLevels, size)) return size;
  throw new UserError(`expected a page size of ${pageSizes.join(', ')}, found "${text}".`);
}

function levels(text: string): 4 | 5 {
  if (text === '4' || text === '5') return text === '4' ? 4 : 5;
  throw new UserError(`expected 4 or 5 levels, found "${text}".`);
}

function mmuMode(text: string): string {
  return text === 'all' ? text : pagingMode(text).id;
}

/** Modes that only walk tables; the others have monitor work beside. */
const walksOnly = (mode: string): mode is 'native' | 'nested' =>
  mode === 'native' || mode === 'nested';

/** One simulation of one geometry, without a page. */
async function translateOnce(options: TranslateOptions, mode: 'native' | 'nested'): Promise<void> {
  let guestPage: PageSize = '4K';
  const { results, hints } = await readAccesses(options, async (page) => {
    guestPage = page;
    return [await caseOf({ ...options, guestPage }, mode)];
  });
  const result = nth(results, 0);
  const sentence = translationRunSentence(result);
  const figures = translationRunFigures(result);
  if (!options.json) return printAnswer(sentence, figures);
  printJson({
    input: { ...options, guestPage },
    ...(sentence && { sentence }),
    result,
    ...(hints && { hints }),
    figures,
  });
}

const HELP = examples(
  'translate --pattern zipf --size 64MiB --accesses 50k --mmu all',
  'translate --trace examples/traces/chase.bin.gz --host-page 2M',
);

/** `virtcost translate`: what address translation costs one access of a trace or pattern. */
export function translate(program: Command): void {
  const command = program
    .command('translate')
    .addHelpText('after', HELP)
    .option('--trace <file>', 'memory trace; plain, gzip, xz, zip or framed snappy')
    .option(
      '--input-format <id>',
      `format of the trace: ${memoryTraceFormats.map(({ id }) => id).join(', ')} (default: recognised)`,
    )
    .option('--process <pid>', 'only this process of the trace', (text) => countOf(text))
    .option('--pattern <id>', `synthetic pattern: ${workloads.map(({ id }) => id).join(', ')}`)
    .option('--size <size>', 'footprint of the pattern', bytesOf, 2 ** 30)
    .option('--accesses <n>', 'accesses of the pattern', (text) => countOf(text, 1), 1_000_000)
    .option(
      '--warm-up <n>',
      'accesses of the pattern ahead of those that are counted (a study takes half as many again)',
      (text) => countOf(text),
    )
    .option('--seed <n>', 'seed of the pattern', (text) => countOf(text))
    .addOption(hostOption('host profile', 'sim-dmt'))
    .option(
      '--mmu <mode>',
      `${pagingModes.map(({ id }) => id).join(', ')}; all compares them`,
      mmuMode,
      'nested',
    )
    .option(
      '--activity <preset>',
      `page-table activity of the guest: ${Object.keys(activityPresets).join(', ')}`,
      'server',
    )
    .option(
      '--churn <n>',
      'instead: remaps and protections per 1000 visits of pages',
      positiveNumber(0, 10_000),
    )
    .option('--guest-page <page>', '4K, 2M or 1G (default: as the trace states, else 4K)', pageSize)
    .option('--host-page <page>', '4K, 2M or 1G', pageSize, '4K')
    .option('--levels <n>', 'levels of both tables, 4 or 5', levels, 4)
    .option('--guest-levels <n>', 'levels of the guest table', levels)
    .option('--host-levels <n>', 'levels of the host table', levels)
    .option('--no-data-references', 'keep data references out of the caches')
    .option('--html <file>', 'compare and write a report page')
    .option('--json', 'print one JSON document on standard output');
  addStudyOptions(addSpacesOptions(command)).action(async ({ levels: both, ...options }) => {
    if (options.trace !== undefined && options.pattern !== undefined) {
      throw new UserError('expected --trace or --pattern, found both.');
    }
    if (options.trace !== undefined && options.warmUp !== undefined) {
      throw new UserError('expected --warm-up beside --pattern, found --trace.');
    }
    if (options.trace === undefined && (options.inputFormat ?? options.process) !== undefined) {
      throw new UserError('expected --trace beside --input-format and --process, found none.');
    }
    const chosen: TranslateOptions = { guestLevels: both, hostLevels: both, ...options };
    if (asksForSpaces(options)) return translateSpaces(chosen);
    if (await translateStudy(chosen, caseOf)) return;
    if (!walksOnly(chosen.mmu) || chosen.html !== undefined) return translateMmu(chosen);
    return translateOnce(chosen, chosen.mmu);
  });
}
