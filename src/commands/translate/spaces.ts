import { nth, present } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import { hostFrom } from '../../formats/host-profile.ts';
import type { TraceHints } from '../../formats/memory-trace/hints.ts';
import { type OpenTrace, openMemoryTrace } from '../../formats/memory-trace/open.ts';
import type { PageSize } from '../../hosts/host.ts';
import type { EptEvents, PageMix, SizedRegion } from '../../kernels/spaces/index.ts';
import { terms } from '../../messages/terms.ts';
import { translateWords } from '../../messages/translate.ts';
import {
  mixOf,
  type SpacesCase,
  type SpacesResult,
  SpacesRun,
} from '../../model/translation/spaces.ts';
import { policiesOf, sameAs, tagRows } from '../../model/translation/tag-policies.ts';
import { tagTurns } from '../../model/translation/tag-turns.ts';
import { type TagPolicy, tagPolicies } from '../../model/translation/tags.ts';
import {
  accessesOf,
  patternOf,
  type SourceOptions,
} from '../../report/answers/translate-options.ts';
import { figuresOf } from '../../report/section.ts';
import {
  type SpacesAnswer,
  spacesLead,
  spacesSections,
  tagsSection,
} from '../../report/sections/spaces.ts';
import { spacesSummary } from '../../report/summaries/translate.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { note, printJson } from '../../terminal/output.ts';
import { writeAnswerPage } from '../write-page.ts';
import { noteHints, statedPage } from './source.ts';
import type { Shares, SpacesOptions } from './spaces-options.ts';
import { readWhole } from './stated-pages.ts';
import type { StudyOptions } from './study.ts';

/** The other options of `virtcost translate` that matter here. */
export interface SharedOptions extends SourceOptions, SpacesOptions, StudyOptions {
  host: string;
  mmu: string;
  html?: string;
  guestPage?: PageSize;
  hostPage: PageSize;
  guestLevels: 4 | 5;
  hostLevels: 4 | 5;
  dataReferences: boolean;
  json?: boolean;
}

const DEFAULT_EVERY = 10_000;

function mixed(size: PageSize, shares?: Shares, regions?: SizedRegion[]): PageMix {
  const mix = shares ? { share2M: shares['2M'], share1G: shares['1G'] } : mixOf(size);
  return regions ? { ...mix, regions } : mix;
}

function eventsOf(options: SharedOptions): EptEvents | null {
  const { coldHost, splitByLogging, merged, deviceShare, nestedTables } = options;
  if ([coldHost, splitByLogging, merged, deviceShare, nestedTables].every((x) => x === undefined)) {
    return null;
  }
  return {
    coldHost: coldHost === true,
    logging: splitByLogging === true,
    merged: merged ?? 0,
    device: deviceShare ?? 0,
  };
}

function check(options: SharedOptions): void {
  const { trace, byProcess, processes, vms, roundEvery, splitByLogging } = options;
  if (options.mmu !== 'native' && options.mmu !== 'nested') {
    throw new UserError('expected --mmu native or nested beside options of address spaces.');
  }
  if ((options.sweep ?? options.curve ?? options.closedForm ?? options.sample) !== undefined) {
    throw new UserError(
      'expected --sweep, --curve, --closed-form and --sample without options of address spaces.',
    );
  }
  if (options.statedPages && trace === undefined) {
    throw new UserError('expected --trace beside --stated-pages, found none.');
  }
  if (options.statedPages && (options.guestMix ?? options.guestRegion) !== undefined) {
    throw new UserError('expected --stated-pages or --guest-mix and --guest-region, found both.');
  }
  if (options.guestMix && options.guestPage) {
    throw new UserError('expected --guest-page or --guest-mix, found both.');
  }
  if (options.switchEvery !== undefined && (processes ?? 1) * (vms ?? 1) < 2) {
    throw new UserError('expected several --processes or --vms beside --switch-every.');
  }
  if (byProcess && trace === undefined) {
    throw new UserError('expected --trace beside --by-process, found none.');
  }
  if (byProcess && (processes ?? vms) !== undefined) {
    throw new UserError('expected --by-process or --processes and --vms, found both.');
  }
  if (options.mmu === 'native' && (eventsOf(options) || vms !== undefined)) {
    throw new UserError('expected --mmu nested beside --vms and events of nested tables.');
  }
  if (roundEvery !== undefined && !splitByLogging) {
    throw new UserError('expected --split-by-logging beside --round-every, found none.');
  }
  if (options.invalidateEvery !== undefined && options.invalidate === undefined) {
    throw new UserError('expected --invalidate beside --invalidate-every, found none.');
  }
}

async function caseOf(options: SharedOptions, guestPage: PageSize): Promise<SpacesCase> {
  const { hostPage, guestLevels, hostLevels, dataReferences } = options;
  const { processes, vms, invalidate, exitEvery, roundEvery } = options;
  const turns = (processes ?? 1) * (vms ?? 1) > 1;
  const input: SpacesCase = {
    mode: options.mmu === 'native' ? 'native' : 'nested',
    guestPage,
    hostPage,
    guestLevels,
    hostLevels,
    host: await hostFrom(options.host),
    options: { dataReferences },
    guestMix: mixed(guestPage, options.guestMix, options.guestRegion),
    hostMix: mixed(hostPage, options.hostMix, options.hostRegion),
    tags: { pcid: true, vpid: true, keepOnLoad: !options.flushOnLoad },
    events: eventsOf(options),
    namedSpaces: options.byProcess === true,
    rhythm: {
      ...(turns && { switchEvery: options.switchEvery ?? DEFAULT_EVERY }),
      ...(exitEvery !== undefined && { exitEvery }),
      ...(roundEvery !== undefined && { roundEvery }),
      ...(invalidate && {
        invalidate: { scope: invalidate, every: options.invalidateEvery ?? DEFAULT_EVERY },
      }),
    },
  };
  if (processes !== undefined) input.processes = processes;
  if (vms !== undefined) input.vms = vms;
  if (options.nestedTables) input.nestedKind = options.nestedTables;
  if (options.globalShare !== undefined) input.global = options.globalShare;
  return input;
}

interface Results {
  policies: Map<TagPolicy, SpacesResult>;
  /** The asked policy without events: what they add to translation. */
  withoutEvents?: SpacesResult;
  hints?: TraceHints;
}

/** The same accesses under every tag policy that differs, and without events, in one pass. */
async function runAll(
  options: SharedOptions,
  input: SpacesCase,
  trace?: OpenTrace,
): Promise<Results> {
  const policies = policiesOf(input);
  const withTags = (policy: TagPolicy, events: EptEvents | null) => {
    const { pcid, vpid } = tagPolicies[policy];
    return { ...input, events, tags: { ...input.tags, pcid, vpid } };
  };
  const cases: SpacesCase[] = policies.map((policy) => withTags(policy, input.events ?? null));
  if (input.events) cases.push(withTags(chosenPolicy(options, policies), null));
  const results = (runs: readonly SpacesRun[]): Results => {
    const last = input.events ? nth(runs, policies.length).result() : undefined;
    const byPolicy = policies.map((policy, i) => [policy, nth(runs, i).result()] as const);
    return { policies: new Map(byPolicy), ...(last && { withoutEvents: last }) };
  };
  if (trace) {
    const runs = cases.map((one) => new SpacesRun(one));
    for await (const words of trace.words) for (const run of runs) run.feed(words);
    return { ...results(runs), hints: trace.hints };
  }
  const pattern = patternOf(options);
  const runs = cases.map((one) => new SpacesRun(one, pattern));
  for (const run of runs) run.runPattern(options.accesses);
  return results(runs);
}

const chosenPolicy = (options: SharedOptions, differing: readonly TagPolicy[]) =>
  sameAs(options.tags ?? 'both', differing);

/** `virtcost translate` with several address spaces, mixed page sizes or events of nested tables. */
export async function translateSpaces(options: SharedOptions): Promise<void> {
  check(options);
  const namesSpaces = options.byProcess === true;
  const opened =
    options.trace === undefined
      ? undefined
      : await openMemoryTrace(options.trace, {
          ...options,
          format: options.inputFormat,
          namesSpaces,
        });
  const stated = options.statedPages && opened ? await readWhole(opened) : undefined;
  const trace = stated?.trace ?? opened;
  const guestPage = options.guestPage ?? (trace && statedPage(trace.hints)) ?? '4K';
  const input = stated
    ? await caseOf({ ...options, guestRegion: stated.regions }, '4K')
    : await caseOf(options, guestPage);
  const { policies, withoutEvents, hints } = await runAll(options, input, trace);
  if (hints) noteHints(hints, options);
  if (hints && options.byProcess && hints.processCount > 64) {
    note(translateWords.spacesShared({ processCount: hints.processCount }));
  }
  const policy = chosenPolicy(options, [...policies.keys()]);
  const result = present(policies.get(policy));
  const answer = {
    input,
    result,
    tags: tagRows(policies),
    ...(withoutEvents && { withoutEvents }),
  };
  await tell(options, { ...answer, policy, ...(hints && { hints }) });
}

/** The answer as page, JSON or tables: all from the same figures. */
async function tell(
  options: SharedOptions,
  answer: SpacesAnswer & { policy: TagPolicy; hints?: TraceHints },
): Promise<void> {
  const { input, policy, result, tags, withoutEvents, hints } = answer;
  const inputs = { accesses: accessesOf(options), host: input.host.id, tags: policy };
  const summary = spacesSummary(result, tags, inputs, spacesLead(result, tags));
  const { sentence } = summary;
  const found = spacesSections(answer);
  if (!options.json && options.html === undefined) return printAnswer(sentence, figuresOf(found));
  const sections = [...found, tagsSection(tagTurns(input.host))];
  if (options.html !== undefined) {
    const title = translateWords.spacesPage();
    await writeAnswerPage(options.html, { title, summary, sections });
    note(terms.wrote({ html: options.html }));
  }
  if (!options.json) return printAnswer(sentence, figuresOf(found));
  const more = { ...(withoutEvents && { withoutEvents }), ...(hints && { hints }) };
  const figures = figuresOf(sections);
  printJson({
    input: options,
    sentence,
    summary,
    policy,
    result,
    tags,
    ...more,
    figures,
  });
}
