import { type Argument, type Command, InvalidArgumentError, type Option } from 'commander';
import { oneLine as joinedLines, printable, UserError } from '../errors.ts';
import { nearest, oneName } from '../names.ts';
import { pathOf } from './asked-command.ts';
import { offerGlobalOptions } from './global-options.ts';
import { hostLines } from './host-option.ts';
import { optionText } from './option-text.ts';
import { quantityLines, readQuantities } from './quantities.ts';

/** Options and arguments with a list of names take wildcards, and say which name is near a wrong one. */
function nameNames(one: Option | Argument): void {
  const { argChoices } = one;
  if (argChoices) one.argParser((text) => oneName('one', text, argChoices));
}

/** What a parser of ours refuses is refused by the option or argument it belongs to, which the message then names. */
function refuseByName(one: Option | Argument): void {
  const parse = one.parseArg;
  if (!parse) return;
  one.argParser((text, before) => {
    try {
      return parse(text, before);
    } catch (error) {
      throw error instanceof UserError ? new InvalidArgumentError(error.message) : error;
    }
  });
}

/** Commander's message quotes the value before ours does: it is said once. */
const onceSaid = (text: string): string =>
  text
    .replace(/^option '([^']*)' argument '[\s\S]*?' is invalid\. (?=[\s\S]*, found )/, '$1: ')
    .replace(
      /^command-argument value '[\s\S]*?' is invalid for argument '([^']*)'\. (?=[\s\S]*, found )/,
      '$1: ',
    );

/**
 * Commander suggests names that have little but their length in common ("bogus (Did you mean blocks?)"): of what it suggests,
 * what is near by the measure of all other names here.
 */
const nearAlone = (text: string): string =>
  text.replace(
    /'([^']*)'\s*\(Did you mean (?:one of )?([^?]*)\?\)/,
    (_, word: string, names: string) => {
      const bare = (name: string) => name.replace(/^-+/, '');
      const near = names.split(', ').filter((name) => nearest(bare(word), [bare(name)]).length > 0);
      return near.length === 0 ? `'${word}'` : `'${word}' (Did you mean ${near.join(' or ')}?)`;
    },
  );

/** What Commander refuses as any other message of this program: one line, its name before it, where the help is behind it. */
export function oneLine(text: string, help: string): string {
  const said = joinedLines(nearAlone(onceSaid(text.trim().replace(/^error: /, ''))));
  return `virtcost: ${printable(said, Number.POSITIVE_INFINITY)}${/[.?)]$/.test(said) ? '' : '.'} (${help})\n`;
}

/** How quantities are written and which hosts there are, where the command has options of them. */
function afterHelp({ options }: Command): string {
  const quantities = quantityLines(options);
  const hosts = options.some(({ long, flags }) => long === '--host' && flags.endsWith('<host>'));
  return [
    ...(quantities.length > 0 ? ['', 'Quantities; a number alone is in the unit in <>:'] : []),
    ...quantities,
    ...(hosts ? ['', 'Hosts (virtcost host list):', ...hostLines()] : []),
  ].join('\n');
}

/**
 * What every command and each of its parts has, whoever wrote it: the options of all commands, names with wildcards,
 * errors that say where the help is and that hold nothing a terminal obeys.
 */
export function finishCommand(command: Command): void {
  offerGlobalOptions(command);
  for (const one of [command, ...command.commands]) {
    one.exitOverride();
    for (const option of one.options) {
      nameNames(option);
      readQuantities(option);
      refuseByName(option);
    }
    for (const argument of one.registeredArguments) {
      nameNames(argument);
      refuseByName(argument);
    }
    one.configureHelp({ optionDescription: optionText });
    one.addHelpText('after', () => afterHelp(one));
    one.configureOutput({
      outputError: (text, write) => write(oneLine(text, `see ${pathOf(one)} --help`)),
    });
  }
}
