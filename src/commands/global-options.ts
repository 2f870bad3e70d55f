import { type Command, Option } from 'commander';
import { UserError } from '../errors.ts';
import { languages } from '../language.ts';
import { chooseLanguage } from '../terminal/language.ts';
import { chooseOutput, type OutputFormat, outputFormats } from '../terminal/settings.ts';
import { openerOf, openPage, writtenPages } from './open-page.ts';

interface GlobalValues {
  lang?: string;
  format?: OutputFormat;
  quiet?: boolean;
  verbose?: boolean;
  color?: boolean;
  open?: boolean;
}

interface GlobalOption {
  make: () => Option;
  /** Whether the command can do something with it. */
  fits?: (command: Command) => boolean;
}

const has = (command: Command, flag: string) => command.options.some(({ long }) => long === flag);

/** Options every command takes, beside its own. One of them never changes what an answer is, only how it is shown. */
const globalOptions: readonly GlobalOption[] = [
  {
    make: () =>
      new Option(
        '--format <form>',
        'of the answer: tables fitted to the terminal, Markdown, CSV (words go to standard error), or --json',
      )
        .choices(outputFormats)
        .default(undefined, 'table'),
    fits: (command) => has(command, '--json'),
  },
  {
    make: () =>
      new Option('--open', 'open the page that was written, with xdg-open, open or explorer'),
    fits: (command) => has(command, '--html') || has(command, '--no-report') || isReport(command),
  },
  {
    make: () =>
      new Option('--lang <language>', 'of the answer')
        .choices(languages)
        .default(undefined, 'VIRTCOST_LANG, else en'),
  },
  { make: () => new Option('-q, --quiet', 'the answer alone: no notes, no progress') },
  {
    make: () => new Option('-v, --verbose', 'progress where standard error is no terminal, too'),
  },
  {
    make: () => new Option('--no-color', 'no colours; NO_COLOR in the environment says the same'),
  },
];

/** `report` always writes its page. */
const isReport = (command: Command) => command.name() === 'report';

const flags = globalOptions.map(({ make }) => make());
const isFlag = (word: string) =>
  flags.find(({ short, long }) => word === short || word === long || word.startsWith(`${long}=`));

/** `virtcost --lang zh migrate` as `virtcost migrate --lang zh`: options of all commands may stand before one. */
export function commandFirst(words: readonly string[]): string[] {
  let at = 0;
  for (let flag = isFlag(words[0] ?? ''); flag; flag = isFlag(words[at] ?? ''))
    at += flag.required && !words[at]?.includes('=') ? 2 : 1;
  if (at >= words.length) return [...words];
  const [name = '', ...rest] = words.slice(at);
  return name.startsWith('-') ? [...words] : [name, ...words.slice(0, at), ...rest];
}

/** Words of a command line that decide how an answer is shown, for the command a page says it answers. */
export const shownBy = {
  withValue: flags.filter(({ required }) => required).flatMap(({ short, long }) => [short, long]),
  alone: flags.filter(({ required }) => !required).flatMap(({ short, long }) => [short, long]),
};

/** What was given, at the command or at the one it is part of. */
function valuesOf(action: Command): GlobalValues {
  const values: Record<string, unknown> = {};
  for (let at: Command | null = action; at; at = at.parent)
    for (const name of ['lang', 'format', 'quiet', 'verbose', 'color', 'open'] as const) {
      const source = at.getOptionValueSource(name);
      if (source !== undefined && source !== 'default') values[name] ??= at.getOptionValue(name);
    }
  return values;
}

/** An empty text is what a script gives whose variable is not set: no value of any argument or option. */
function refuseEmpty(action: Command): void {
  const given = [
    ...action.options
      .filter((option) => action.getOptionValueSource(option.attributeName()) === 'cli')
      .map((option) => ({
        name: option.flags,
        value: action.getOptionValue(option.attributeName()),
      })),
    ...action.processedArgs.map((value: unknown, i) => ({
      name: action.registeredArguments[i]?.name() ?? '',
      value,
    })),
  ];
  const empty = given.find(({ value }) => [value].flat().includes(''));
  if (empty) throw new UserError(`${empty.name}: expected a value, found an empty text.`);
}

/** Every command and each of its parts takes the options of all commands; they are in force before it starts. */
export function offerGlobalOptions(command: Command): void {
  for (const one of [command, ...command.commands]) {
    for (const { make, fits } of globalOptions) if (fits?.(one) ?? true) one.addOption(make());
  }
  let opener: string | undefined;
  command.hook('preAction', (_, action) => {
    refuseEmpty(action);
    const { lang, format, open, ...values } = valuesOf(action);
    chooseLanguage(lang);
    chooseOutput({ ...values, ...(format && { format }) });
    if (format === 'json') action.setOptionValue('json', true);
    else if (format && action.getOptionValue('json'))
      throw new UserError(`expected --json or --format ${format}, found both.`);
    opener = open ? openerFor(action) : undefined;
    writtenPages.length = 0;
  });
  command.hook('postAction', () => {
    const page = writtenPages.at(-1);
    if (opener !== undefined && page !== undefined) openPage(opener, page);
  });
}

function openerFor(action: Command): string {
  const { html, report } = action.opts();
  if (has(action, '--html') && html === undefined)
    throw new UserError('--open: expected --html FILE, the page to open, beside it.');
  if (report === false) throw new UserError('expected --open or --no-report, found both.');
  return openerOf();
}
