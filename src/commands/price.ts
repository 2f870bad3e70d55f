import { type Command, Option } from 'commander';
import { printable, UserError } from '../errors.ts';
import type { Figure } from '../figure.ts';
import type { Attribution } from '../formats/guest-stats/attribute.ts';
import { hostFrom } from '../formats/host-profile.ts';
import type { Host } from '../hosts/host.ts';
import type { Text } from '../message.ts';
import { hostTitles } from '../messages/hosts.ts';
import { priceWords } from '../messages/price.ts';
import { sensitiveWords } from '../messages/sensitive.ts';
import { tableTitles } from '../messages/table-titles.ts';
import { terms } from '../messages/terms.ts';
import { type BillScope, pricedTechnique } from '../model/event-bill/priced.ts';
import { eventSurvey } from '../model/event-bill/survey.ts';
import { featurePool } from '../model/interactions/feature-pool.ts';
import { eventRates } from '../model/overhead/case.ts';
import { placements } from '../model/placement/constants.ts';
import { placedAt } from '../model/placement/placement.ts';
import { someNames, unknownName } from '../names.ts';
import { eventBars } from '../report/charts/event-bars.ts';
import { html } from '../report/html.ts';
import { figuresOf, type Section } from '../report/section.ts';
import { billFigure, billSentence } from '../report/sections/event-bill.ts';
import { eventSections } from '../report/sections/events.ts';
import { priceSummary } from '../report/summaries/price.ts';
import { techniqueById, techniques } from '../techniques/compositions.ts';
import { type EventId, eventIds } from '../techniques/events.ts';
import { type Sensitive, why } from '../techniques/sensitive.ts';
import type { PlacementId, Technique } from '../techniques/technique.ts';
import { printAnswer } from '../terminal/answer.ts';
import { note, printJson } from '../terminal/output.ts';
import { printOnlyTable, printTable } from '../terminal/table.ts';
import { isWildcard } from '../wildcard.ts';
import { mixById, mixIds } from '../workloads/mixes/index.ts';
import { examples } from './examples.ts';
import { hostOption } from './host-option.ts';
import { positiveNumber } from './options.ts';
import { priceParts } from './price/index.ts';
import { readCounters } from './read-counters.ts';
import { writeAnswerPage } from './write-page.ts';

interface Options {
  from?: string[];
  workload?: string;
  rates?: string;
  seconds?: number;
  host: string;
  technique?: string;
  placement?: PlacementId;
  why?: string;
  pool?: string;
  json?: boolean;
  html?: string;
}

type Rates = Partial<Record<EventId, number>>;

/** `EVENT=COUNT,...`, each event once. */
function parseRates(text: string): Rates {
  const rates: Rates = {};
  for (const pair of text.split(',')) {
    const [name, count] = pair.split('=');
    const event = eventIds.find((id) => id === name?.trim());
    if (!event || !/^\d+(\.\d+)?$/.test(count?.trim() ?? '') || event in rates) {
      throw new UserError(
        `--rates: expected EVENT=COUNT, each event once, found "${pair}". Events: ${eventIds.join(', ')}.`,
      );
    }
    rates[event] = Number(count);
  }
  return rates;
}

/** What is priced: counts of events, what they are of, and the time or work they cover. */
interface Input {
  /** As given: what the survey of events and the knobs are made of. */
  rates: Rates;
  /** With what a technique adds to them and the code between them, where that is known. */
  counted(technique: Technique): Rates;
  what: Text;
  scope: BillScope;
  read?: Attribution;
}

const INSTRUCTIONS = 1e6;

function inputOfMix(id: string): Input {
  if (!mixIds.includes(id)) throw new UserError(unknownName('a workload', id, mixIds));
  const { perMillionInstructions: rates } = mixById(id);
  return {
    rates,
    // Instructions that are no event run too, and shadow paging has faults of its own: as a study counts them.
    counted: (technique) => eventRates({ events: id, floatShare: 0 }, technique),
    what: priceWords.millionOf({ id }),
    scope: { nativeCycles: INSTRUCTIONS },
  };
}

async function inputOfFile(words: readonly string[], asked: number | undefined): Promise<Input> {
  const { read, what, seconds } = await readCounters(words, asked);
  return { rates: read.events, counted: () => read.events, what, scope: { seconds }, read };
}

async function inputOf({ from, workload, rates, seconds }: Options): Promise<Input> {
  if ([from, workload, rates].filter(Boolean).length !== 1) {
    throw new UserError('expected one of --from FORMAT FILE, --workload ID or --rates LIST.');
  }
  if (from) return inputOfFile(from, seconds);
  if (workload) return inputOfMix(workload);
  const counts = parseRates(rates!);
  return {
    rates: counts,
    counted: () => counts,
    what: priceWords.countsGiven(),
    scope: { seconds },
  };
}

/** `virtcost price`: the bill of these events under every technique, beside bare metal. */
export function price(program: Command): void {
  const command = program
    .command('price')
    .addHelpText(
      'after',
      examples(
        "price --workload server --host '*zen3*'",
        "price --rates cpuid=5,syscall=3 --technique 'hardware*'",
        'price --from perf-kvm-stat examples/guests/perf-kvm-stat.txt --seconds 10s',
      ),
    )
    .enablePositionalOptions();
  for (const register of priceParts) register(command);
  command
    .option('--from <format-and-file...>', 'FORMAT FILE: output of a tool (virtcost formats)')
    .option('--workload <id>', 'an event mix that comes with virtcost')
    .option('--rates <list>', 'EVENT=COUNT,EVENT=COUNT')
    .option(
      '--seconds <s>',
      'time the counts cover, where the input does not say',
      positiveNumber(1e-6, 1e9),
    )
    .addOption(hostOption())
    .option('--technique <id>', 'only this technique, line by line; or those a wildcard stands for')
    .addOption(
      new Option('--placement <id>', 'put every monitor there').choices(
        placements.map(({ id }) => id),
      ),
    )
    .option('--why <name>', 'what techniques do with an instruction or event, such as popf')
    .option('--pool <features>', 'features of each host of a migration pool: avx2,fma/avx2')
    .option('--html <file>', 'write a page')
    .option('--json', 'print one JSON document on standard output')
    .action(async (options: Options) => {
      if (options.why !== undefined) {
        explainName(options.why, options.json === true);
        return;
      }
      if (options.pool !== undefined) {
        explainPool(options.pool, options.json === true);
        return;
      }
      await answer(await inputOf(options), options);
    });
}

/** Every technique, the one named, or those a wildcard stands for. */
function techniquesOf(text: string | undefined): readonly Technique[] {
  if (text === undefined) return techniques;
  if (!isWildcard(text)) return [techniqueById(text)];
  return someNames(
    'techniques',
    text,
    techniques.map(({ id }) => id),
  ).map(techniqueById);
}

/** The bill as sentence and table, page or JSON. */
async function answer(input: Input, options: Options): Promise<void> {
  const { rates, counted, what, scope, read } = input;
  const host = await hostFrom(options.host);
  const asked = techniquesOf(options.technique);
  const chosen = placedAt(asked, options.placement);
  const bills = chosen.map((technique) =>
    pricedTechnique(counted(technique), technique, host, scope),
  );
  const sentence = billSentence(bills, what, host.id, scope);
  const bill = billFigure(bills);
  const summary = priceSummary(bills, sentence, what, host, scope.seconds);
  const sections = options.html || options.json ? sectionsOf(bill, rates, host) : [];
  if (options.html) {
    await writeAnswerPage(options.html, {
      title: priceWords.page({ title: hostTitles(host.title) }),
      summary,
      sections,
    });
    note(terms.wrote({ html: options.html }));
  }
  if (options.json) {
    const figures = figuresOf(sections);
    const seconds = scope.seconds ?? null;
    const instructions = scope.nativeCycles === undefined ? null : INSTRUCTIONS;
    const attribution = read ?? null;
    return printJson({
      sentence,
      summary,
      host: host.id,
      what,
      seconds,
      instructions,
      attribution,
      bills,
      figures,
    });
  }
  printAnswer(sentence, [bill]);
  if (read) noteAttribution(read);
}

function noteAttribution(read: Attribution): void {
  const share = ((read.unattributedShare ?? 0) * 100).toFixed(2);
  note(priceWords.notAttributed({ share, exits: read.exits }));
  if (read.handledUs > 0) note(priceWords.clock({ toFixed: (read.handledUs / 1e6).toFixed(3) }));
  if (read.idleUs > 0) note(priceWords.idle({ toFixed: (read.idleUs / 1e6).toFixed(3) }));
}

function sectionsOf(bill: Figure, rates: Rates, host: Host): Section[] {
  const survey = eventSurvey(rates, host);
  // The picture of the bill stands with it; the matrix behind is looked up.
  const bars = eventBars(survey.parts);
  const asked: Section = {
    id: 'bill',
    title: priceWords.billTitle(),
    text: html`<p>${priceWords.billText()}</p>`,
    figures: [bars, bill],
  };
  const others = eventSections(survey).map((section) => ({
    ...section,
    figures: section.figures.filter(({ id }) => id !== bars.id),
  }));
  return [asked, ...others];
}

function explainPool(text: string, json: boolean): void {
  const pool = featurePool(text.split('/').map((features) => features.split(',')));
  if (json) {
    printJson(pool);
    return;
  }
  printOnlyTable(
    [
      { what: 'kept', features: pool.kept.join(', ') },
      ...pool.hidden.map((names, i) => ({
        what: `hidden on host ${i + 1}`,
        features: names.join(', '),
      })),
    ],
    tableTitles.pool(),
  );
  if (pool.vectorSpeed) {
    const { value, high, source } = pool.vectorSpeed;
    note(priceWords.vectorSlower({ toFixed: value.toFixed(2), toFixed2: high.toFixed(2), source }));
  }
}

function sensitiveRows(group: Sensitive) {
  const rows: readonly (readonly [what: string, answer: string | boolean])[] = [
    ['instructions', group.instructions.join(', ')],
    ['traps when deprivileged', group.traps],
    ['why', group.why],
    ['trap and emulate', group.trapAndEmulate],
    ['binary translation', group.binaryTranslation],
    ['paravirtual', group.paravirtual],
    ['hardware', group.hardware],
    ['UMIP', group.umip],
    ['source', group.source],
  ];
  return rows.map(([what, answer]) => ({
    what: sensitiveWords(what),
    answer: typeof answer === 'string' ? sensitiveWords(answer) : answer,
  }));
}

function explainName(name: string, json: boolean): void {
  const { sensitive, controls } = why(name);
  if (sensitive.length + controls.length === 0) {
    throw new UserError(`--why: expected an instruction or an event, found "${name}".`);
  }
  if (json) {
    printJson({ name, sensitive, controls });
    return;
  }
  const shown = printable(name, 80);
  for (const group of sensitive)
    printTable(sensitiveRows(group), tableTitles.sensitive({ name: shown }));
  if (controls.length > 0)
    printTable(
      controls.map(({ control, effect }) => ({
        control: sensitiveWords(control),
        effect: sensitiveWords(effect),
      })),
      tableTitles.controls({ name: shown }),
    );
}
