import { type Command, Option } from 'commander';
import { printable, UserError } from '../errors.ts';
import type { Figure } from '../figure.ts';
import { readText } from '../files/read-input.ts';
import { type Attribution, attribute } from '../formats/guest-stats/attribute.ts';
import { readGuestStats } from '../formats/guest-stats/index.ts';
import type { Host } from '../hosts/host.ts';
import { hostById, hosts } from '../hosts/index.ts';
import { billOf } from '../model/event-bill/bill.ts';
import { eventSurvey } from '../model/event-bill/survey.ts';
import { featurePool } from '../model/interactions/feature-pool.ts';
import { html } from '../report/html.ts';
import { writePage } from '../report/page.ts';
import { figuresOf, type Section } from '../report/section.ts';
import { billFigure } from '../report/sections/event-bill.ts';
import { eventSections } from '../report/sections/events.ts';
import { techniqueById, techniques } from '../techniques/compositions.ts';
import { type EventId, eventIds } from '../techniques/events.ts';
import { why } from '../techniques/sensitive.ts';
import { note, printJson } from '../terminal/output.ts';
import { printTable } from '../terminal/table.ts';
import { version } from '../version.ts';
import { mixById, mixIds } from '../workloads/mixes/index.ts';

interface Options {
  from?: string[];
  workload?: string;
  rates?: string;
  host: string;
  technique?: string;
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

async function ratesOf(
  options: Options,
): Promise<{ rates: Rates; read?: Attribution; what: string }> {
  const given = [options.from, options.workload, options.rates].filter(Boolean).length;
  if (given !== 1) {
    throw new UserError('expected one of --from FORMAT FILE, --workload ID or --rates LIST.');
  }
  if (options.rates) return { rates: parseRates(options.rates), what: 'the given counts' };
  if (options.workload) {
    if (!mixIds.includes(options.workload)) {
      throw new UserError(
        `expected a workload (${mixIds.join(', ')}), found "${options.workload}".`,
      );
    }
    const mix = mixById(options.workload);
    return { rates: mix.perMillionInstructions, what: `a million instructions of ${mix.id}` };
  }
  const [id, file, ...rest] = options.from!;
  if (!id || !file || rest.length > 0) throw new UserError('--from: expected FORMAT and FILE.');
  const stats = readGuestStats(await readText(file), file, id);
  const read = attribute(stats);
  if (read.exits === 0 && Object.keys(read.events).length === 0) {
    throw new UserError(printable(`${file}: ${id} holds no exits, so there is nothing to price.`));
  }
  for (const warning of stats.warnings) note(printable(`warning: ${warning}`, 200));
  return { rates: read.events, read, what: 'the exits of the file' };
}

/** `virtcost price`: the bill of these events under every technique, beside bare metal. */
export function price(program: Command): void {
  program
    .command('price')
    .option('--from <format-and-file...>', 'FORMAT FILE: output of a tool (virtcost formats)')
    .option('--workload <id>', 'an event mix that comes with virtcost')
    .option('--rates <list>', 'EVENT=COUNT,EVENT=COUNT')
    .addOption(
      new Option('--host <id>', 'host profile').choices(hosts.map(({ id }) => id)).default('srv'),
    )
    .option('--technique <id>', 'only this technique, line by line')
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
      const { rates, read, what } = await ratesOf(options);
      const host = hostById(options.host);
      const chosen = options.technique ? [techniqueById(options.technique)] : techniques;
      const bills = chosen.map((technique) => billOf(rates, technique, host));
      const bill = billFigure(bills);
      const sections = options.html || options.json ? sectionsOf(bill, rates, host) : [];
      if (options.html) {
        await writePage(options.html, {
          title: `Event bill on ${host.title}`,
          sections,
          provenance: { virtcost: version, host: host.id, events: what },
        });
        note(`wrote ${options.html}`);
      }
      if (options.json) {
        const figures = figuresOf(sections);
        return printJson({ host: host.id, what, attribution: read ?? null, bills, figures });
      }
      printTable(bill.rows);
      note(`Cycles added to bare metal by ${what} on ${host.id}; idle time is not a cost.`);
      if (read) {
        note(
          'Exits tell nothing of the instructions between them: slower user code is not in this.',
        );
        const share = ((read.unattributedShare ?? 0) * 100).toFixed(2);
        note(`${share} % of ${read.exits} exits could not be attributed to an event.`);
        if (read.idleUs > 0) note(`${(read.idleUs / 1e6).toFixed(3)} s idle, never overhead.`);
      }
    });
}

function sectionsOf(bill: Figure, rates: Rates, host: Host): Section[] {
  const asked: Section = {
    id: 'bill',
    title: 'The bill of these events',
    text: html`<p>Cycles added to bare metal; idle time is not a cost.</p>`,
    figures: [bill],
  };
  return [asked, ...eventSections(eventSurvey(rates, host))];
}

function explainPool(text: string, json: boolean): void {
  const pool = featurePool(text.split('/').map((features) => features.split(',')));
  if (json) {
    printJson(pool);
    return;
  }
  printTable([
    { what: 'kept', features: pool.kept.join(', ') },
    ...pool.hidden.map((names, i) => ({
      what: `hidden on host ${i + 1}`,
      features: names.join(', '),
    })),
  ]);
  if (pool.vectorSpeed) {
    const { value, high, source } = pool.vectorSpeed;
    note(`Vector code may run at ${value.toFixed(2)} to ${high.toFixed(2)} of native (${source}).`);
  }
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
  for (const { instructions, ...facts } of sensitive) {
    printTable([
      { what: 'instructions', answer: instructions.join(', ') },
      ...Object.entries(facts).map(([what, answer]) => ({ what, answer })),
    ]);
  }
  if (controls.length > 0) printTable(controls.map(({ control, effect }) => ({ control, effect })));
}
