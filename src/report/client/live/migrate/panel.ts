import { formatBytes, formatSeconds } from '../../../../format.ts';
import type { MigrationInput } from '../../../../formats/migration/migration-input.ts';
import type { Text } from '../../../../message.ts';
import { cellText } from '../../../../messages/cells.ts';
import { liveWords as words } from '../../../../messages/live.ts';
import type { NamedGuest } from '../../../../model/migration/policies/shared-link.ts';
import type { MigrationQuestion } from '../../../../model/migration/question.ts';
import type { MigrationAnswer } from '../../../../model/migration/what-if.ts';
import type { OptionChange } from '../../../../shell-words.ts';
import { quantityText } from '../../../../units.ts';
import { migrateLook, migratePage } from '../../../answers/migrate.ts';
import {
  defaultWrites,
  type MigrateOptions,
  questionOf,
} from '../../../answers/migrate-question.ts';
import { figuresOf } from '../../../section.ts';
import { factorOf, list, multiples } from '../choices.ts';
import type { PagePanel, PanelBars } from '../page-panel.ts';
import type { Bar, Control, Values } from '../protocol.ts';
import { said } from '../said.ts';

/** What a page of `virtcost migrate` holds: what was asked, and what the files said. */
export interface MigratePageData {
  words: string[];
  options: MigrateOptions;
  input: MigrationInput | null;
  fleet: NamedGuest[];
}

const LEAST_RAM = 2 ** 20;
const MOST_RAM = 2 ** 42;
const MOST_WRITES = 1e7;
/** Post-copy begins after so many seconds, multifd sends by so many channels. */
const POSTCOPY_AFTER = 10;
const CHANNELS = 4;

/** Techniques as options, each alone. */
const techniques = {
  precopy: {},
  'auto-converge': { autoConverge: true },
  'post-copy': { postcopyAfter: POSTCOPY_AFTER },
  xbzrle: { xbzrle: true },
  multifd: { multifd: CHANNELS },
} as const satisfies Record<string, Partial<MigrateOptions>>;
type Technique = keyof typeof techniques;

/** How a reader finds them in the list. */
const techniqueTexts: Readonly<Record<Technique, Text>> = {
  precopy: words.precopy(),
  'auto-converge': words.autoConverge(),
  'post-copy': words.postcopy({ after: POSTCOPY_AFTER }),
  xbzrle: words.xbzrle(),
  multifd: words.multifd({ channels: CHANNELS }),
};

const flags: Readonly<Record<string, string>> = {
  ...{ ram: '--ram', writes: '--writes', link: '--link', downtimeLimit: '--downtime-limit' },
  ...{ autoConverge: '--auto-converge', postcopyAfter: '--postcopy-after' },
  ...{ xbzrle: '--xbzrle', multifd: '--multifd' },
};

/** What the page was asked, as numbers that can be multiplied. */
function askedOf({ options, input, fleet }: MigratePageData) {
  const question = questionOf(options, input, fleet);
  const { guest, settings, host } = question;
  const { linkBandwidth, maxBandwidth } = settings;
  return {
    question,
    ram: guest.ramBytes,
    writes: options.writes ?? defaultWrites,
    fromFiles: options.writes === undefined && question.seen.length + question.looks > 0,
    link: ((linkBandwidth || maxBandwidth || host.copyBytesPerS) * 8) / 1e9,
    downtime: settings.downtimeLimitMs,
  };
}

type Asked = ReturnType<typeof askedOf>;

const isTechnique = (id: string | undefined): id is Technique =>
  id !== undefined && Object.hasOwn(techniques, id);

/** Options that these values change, by their names in the command. */
function changedOptions(asked: Asked, values: Values): Partial<MigrateOptions> {
  const of = (id: string) => factorOf(values[id]);
  const rounded = (value: number) => Number(value.toPrecision(12));
  return {
    ...(of('memory') === 1 ? {} : { ram: asked.ram * of('memory') }),
    ...(of('writes') === 1 ? {} : { writes: rounded(asked.writes * of('writes')) }),
    ...(of('link') === 1 ? {} : { link: rounded(asked.link * of('link')) }),
    ...(of('downtime') === 1 ? {} : { downtimeLimit: rounded(asked.downtime * of('downtime')) }),
    ...(isTechnique(values.technique) ? techniques[values.technique] : {}),
  };
}

/** The options with these values; a technique takes the place of those that were asked. */
function optionsWith(data: MigratePageData, asked: Asked, values: Values): MigrateOptions {
  const { autoConverge, postcopyAfter, xbzrle, multifd, ...plain } = data.options;
  const base = isTechnique(values.technique) ? plain : data.options;
  return { ...base, ...changedOptions(asked, values) };
}

/** A technique some file already asks for stays; one that excludes it cannot be had. */
function offered({ options, input }: MigratePageData): Technique[] {
  const stated = input?.settings;
  return (Object.keys(techniques) as Technique[]).filter((id) => {
    if (id === 'xbzrle') return !stated?.multifdChannels;
    if (id === 'multifd') return !stated?.xbzrle;
    const { autoConverge, postcopyAfter, xbzrle, multifd } = options;
    return id !== 'precopy' || (autoConverge ?? postcopyAfter ?? xbzrle ?? multifd) !== undefined;
  });
}

function controlsOf(data: MigratePageData, asked: Asked, values: Values): Control[] {
  const { ram, writes, link, downtime, fromFiles } = asked;
  const set = data.options.workingSet ?? 0;
  return [
    multiples('memory', words.memory(), values, (factor) => {
      const bytes = ram * factor;
      const fits = Number.isInteger(bytes) && bytes >= Math.max(set, LEAST_RAM);
      return fits && bytes <= MOST_RAM ? formatBytes(bytes) : null;
    }),
    multiples('writes', words.writes(), values, (factor, name) => {
      if (name === '1' && fromFiles) return words.asFiles();
      const rate = writes * factor;
      return rate > 0 && rate <= MOST_WRITES ? words.rate({ n: rate }) : null;
    }),
    multiples('link', words.link(), values, (factor) => words.gbit({ gbit: link * factor })),
    multiples('downtime', words.downtime(), values, (factor) =>
      formatSeconds((downtime * factor) / 1000),
    ),
    list(
      'technique',
      words.technique(),
      [['', words.asInCommand()], ...offered(data).map((id) => [id, techniqueTexts[id]] as const)],
      { chosen: isTechnique(values.technique) ? values.technique : '', asked: '' },
    ),
  ];
}

const wordOf = (name: string, value: string | number | boolean): string | boolean => {
  if (typeof value === 'boolean') return value;
  return name === 'ram' ? quantityText('size', Number(value)) : String(value);
};

function changesOf(asked: Asked, values: Values): OptionChange[] {
  const dropped: OptionChange[] = isTechnique(values.technique)
    ? [
        ['--auto-converge', false],
        ['--postcopy-after', null],
        ['--xbzrle', false],
        ['--multifd', null],
      ]
    : [];
  const changed = Object.entries(changedOptions(asked, values)).map(
    ([name, value]): OptionChange => [flags[name] as string, wordOf(name, value)],
  );
  const names = new Set(changed.map(([option]) => option));
  return [...dropped.filter(([option]) => !names.has(option)), ...changed];
}

/** How long moving takes under each policy, what was asked with its interval. */
function barsOf({ plan }: MigrationAnswer): PanelBars | null {
  if (!plan) return null;
  const { totalS } = plan.prediction;
  const rows = plan.policies.flatMap(({ policy, totalS: value }, i): Bar[] => {
    if (value === null) return [];
    const { low, high } = i === 0 && totalS ? totalS : { low: value, high: value };
    const name = cellText('policy', policy);
    return [{ label: said(name), value, low, high, text: said(formatSeconds(value)) }];
  });
  return rows.length > 0 ? { title: words.totalTimes(), rows } : null;
}

export function migratePanel(data: MigratePageData): PagePanel {
  const asked = askedOf(data);
  const question = (values: Values): MigrationQuestion =>
    questionOf(optionsWith(data, asked, values), data.input, data.fleet);
  return {
    controls: (values) => controlsOf(data, asked, values),
    look: (values) => ({ ...migrateLook(question(values)), figures: [], bars: null }),
    answer: (values) => {
      const { answer, summary, sections } = migratePage(question(values));
      return { summary, figures: figuresOf(sections), bars: barsOf(answer) };
    },
    ask: (values) => ({ changes: changesOf(asked, values) }),
  };
}
