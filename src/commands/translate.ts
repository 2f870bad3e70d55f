import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { hostFrom } from '../formats/host-profile.ts';
import type { TraceHints } from '../formats/memory-trace/hints.ts';
import { memoryTraceFormats } from '../formats/memory-trace/index.ts';
import { openMemoryTrace } from '../formats/memory-trace/open.ts';
import type { PageSize } from '../hosts/host.ts';
import { activityPresets, churning } from '../model/paging/activity.ts';
import { type MmuResult, mmuResults, walkCase } from '../model/paging/compare.ts';
import { type InteractionRow, mmuInteractions } from '../model/paging/interactions.ts';
import { pagingMode, pagingModes } from '../model/paging/modes.ts';
import {
  leafLevels,
  pageSizes,
  simulate,
  simulateStream,
  type TranslationCase,
  type TranslationResult,
} from '../model/translation/simulate.ts';
import { writePage } from '../report/page.ts';
import { mmuInteractionSection } from '../report/sections/mmu-interactions.ts';
import { tagsSection } from '../report/sections/spaces.ts';
import { mmuLead, mmuTable, translationSections } from '../report/sections/translation.ts';
import { note, printJson } from '../terminal/output.ts';
import { printTable } from '../terminal/table.ts';
import { version } from '../version.ts';
import { workloads } from '../workloads/index.ts';
import { bytesOf, countOf, positiveNumber } from './options.ts';
import { pageVisits } from './translate/page-visits.ts';
import { accessesOf, noteHints, patternOf, statedPage } from './translate/source.ts';
import { type SharedOptions, translateSpaces } from './translate/spaces.ts';
import { addSpacesOptions, asksForSpaces } from './translate/spaces-options.ts';
import { addStudyOptions, translateStudy } from './translate/study.ts';

interface TranslateOptions extends SharedOptions {
  activity: string;
  churn?: number;
}

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

/** The case of the options, whose pages are 4K where neither they nor a trace say otherwise. */
async function caseOf(
  options: TranslateOptions,
  mode: 'native' | 'nested',
): Promise<TranslationCase> {
  return {
    mode,
    guestPage: options.guestPage ?? '4K',
    hostPage: options.hostPage,
    guestLevels: options.guestLevels,
    hostLevels: options.hostLevels,
    host: (await hostFrom(options.host)).memory,
    options: { dataReferences: options.dataReferences },
  };
}

async function run(
  options: TranslateOptions,
  mode: 'native' | 'nested',
): Promise<[TranslationResult, TraceHints?]> {
  const trace =
    options.trace === undefined ? undefined : await openMemoryTrace(options.trace, options);
  options.guestPage ??= (trace && statedPage(trace.hints)) ?? '4K';
  const input = await caseOf(options, mode);
  if (trace) {
    const result = await simulateStream(input, trace.words);
    noteHints(trace.hints, options);
    return [result, trace.hints];
  }
  return [simulate(input, { pattern: patternOf(options), accesses: options.accesses })];
}

/** Every asked MMU mode over the same accesses and page-table activity. */
async function compare(
  options: TranslateOptions,
): Promise<{ results: MmuResult[]; interactions?: InteractionRow[] }> {
  if (!Object.hasOwn(activityPresets, options.activity)) {
    throw new UserError(
      `expected --activity of ${Object.keys(activityPresets).join(', ')}, found "${options.activity}".`,
    );
  }
  const preset = activityPresets[options.activity as keyof typeof activityPresets];
  const host = await hostFrom(options.host);
  const [nested] = await run(options, 'nested');
  const { guestPage = '4K', hostPage, guestLevels, hostLevels } = options;
  const activity = options.churn === undefined ? preset : churning(options.churn);
  const visits = await pageVisits(options);
  const input = { host, guestPage, hostPage, guestLevels, hostLevels, activity, visits };
  if (visits.truncated && options.trace !== undefined) {
    note(`page-table activity runs beside the first ${visits.accesses} accesses of the trace.`);
  }
  const { guestPage: shadowPage } = walkCase('native', input);
  const [native] = await run({ ...options, guestPage: shadowPage }, 'native');
  const modes = options.mmu === 'all' ? pagingModes : [pagingMode(options.mmu)];
  const cycles = (result: TranslationResult) => result.cyclesPerAccess?.total ?? 0;
  const results = mmuResults(input, { native: cycles(native), nested: cycles(nested) }, modes);
  const interactions =
    options.mmu === 'all' ? mmuInteractions(input, { native, nested }) : undefined;
  if (options.html !== undefined) {
    await writePage(options.html, {
      title: 'Address translation by technique',
      lead: mmuLead(results),
      sections: [
        ...translationSections(input, results),
        ...(interactions ? [mmuInteractionSection(interactions, host.title)] : []),
        tagsSection(host),
      ],
      provenance: {
        command: `virtcost translate --mmu ${options.mmu} --html`,
        accesses: accessesOf(options),
        version,
        host: host.id,
      },
    });
    note(`wrote ${options.html}`);
  }
  return { results, ...(interactions && { interactions }) };
}

function show(result: TranslationResult): void {
  const { served, cyclesPerAccess, ...counts } = result;
  const per = (n: number) => n / Math.max(1, counts.accesses);
  printTable(
    Object.entries(counts).map(([what, n]) => ({
      what,
      count: n,
      'per access': per(n).toFixed(4),
    })),
  );
  if (served) {
    process.stdout.write('\n');
    printTable(Object.entries(served).map(([level, kinds]) => ({ 'held by': level, ...kinds })));
  }
  if (cyclesPerAccess) {
    const { l2TlbHits, walk, total } = cyclesPerAccess;
    process.stdout.write(
      `\n${total.toFixed(2)} cycles per access: second-level TLB hits ${l2TlbHits.toFixed(2)}, walks ${walk.toFixed(2)}\n`,
    );
  }
}

/** `virtcost translate`: what address translation costs one access of a trace or pattern. */
export function translate(program: Command): void {
  const command = program
    .command('translate')
    .option('--trace <file>', 'memory trace; plain, gzip, xz, zip or framed snappy')
    .option(
      '--format <id>',
      `format of the trace: ${memoryTraceFormats.map(({ id }) => id).join(', ')} (default: recognised)`,
    )
    .option('--process <pid>', 'only this process of the trace', (text) => countOf(text))
    .option('--pattern <id>', `synthetic pattern: ${workloads.map(({ id }) => id).join(', ')}`)
    .option('--size <bytes>', 'footprint of the pattern', bytesOf, 2 ** 30)
    .option('--accesses <n>', 'accesses of the pattern', (text) => countOf(text, 1), 1_000_000)
    .option('--seed <n>', 'seed of the pattern', (text) => countOf(text))
    .option('--host <id>', 'host profile: an id (virtcost host list) or a JSON file', 'sim-dmt')
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
    .option('--guest-page <size>', '4K, 2M or 1G (default: as the trace states, else 4K)', pageSize)
    .option('--host-page <size>', '4K, 2M or 1G', pageSize, '4K')
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
    if (options.trace === undefined && (options.format ?? options.process) !== undefined) {
      throw new UserError('expected --trace beside --format and --process, found none.');
    }
    const chosen: TranslateOptions = { guestLevels: both, hostLevels: both, ...options };
    if (asksForSpaces(options)) return translateSpaces(chosen);
    if (await translateStudy(chosen, caseOf)) return;
    if (!walksOnly(chosen.mmu) || chosen.html !== undefined) {
      const compared = await compare(chosen);
      if (options.json) printJson({ input: chosen, ...compared });
      else printTable(mmuTable(compared.results));
      return;
    }
    const [result, hints] = await run(chosen, chosen.mmu);
    if (options.json) printJson({ input: chosen, result, ...(hints && { hints }) });
    else show(result);
  });
}
