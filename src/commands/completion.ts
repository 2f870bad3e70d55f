import { Argument, Command, type Option } from 'commander';
import { hosts } from '../hosts/index.ts';
import { examples } from './examples.ts';
import { finishCommand } from './finish-command.ts';

type Register = (program: Command) => void;
type Commands = Readonly<Record<string, { description: string; load: () => Promise<Register> }>>;

/** What can follow a command, or a command and its part: `virtcost NAME` or `virtcost NAME PART`. */
interface Place {
  path: string;
  description: string;
  /** What may stand next: its parts, or the words its first argument can be. */
  parts: string[];
  options: { flag: string; description: string; values: readonly string[] }[];
}

/** The words an option takes, where they are few and known: its choices, and the hosts of --host. */
const valuesOf = ({ argChoices, flags, long }: Option): readonly string[] =>
  argChoices ?? (long === '--host' && flags.endsWith('<host>') ? hosts.map(({ id }) => id) : []);

function placeOf(path: string, command: Command): Place {
  return {
    path,
    description: command.description(),
    parts: [
      ...command.commands.map((part) => part.name()),
      ...(command.registeredArguments[0]?.argChoices ?? []),
    ],
    options: command.options.flatMap((option) =>
      option.long
        ? [{ flag: option.long, description: option.description, values: valuesOf(option) }]
        : [],
    ),
  };
}

/** Every command with its parts and options, as they register themselves. */
async function placesOf(commands: Commands): Promise<Place[]> {
  const places: Place[] = [];
  for (const [name, { description, load }] of Object.entries(commands)) {
    const program = new Command();
    (await load())(program);
    for (const command of program.commands) {
      finishCommand(command);
      places.push({ ...placeOf(name, command), description });
      for (const part of command.commands) places.push(placeOf(`${name} ${part.name()}`, part));
    }
  }
  return places;
}

const isCommand = ({ path }: Place) => !path.includes(' ');
const wordsOf = ({ parts, options }: Place) =>
  [...parts, ...options.map(({ flag }) => flag), '--help'].join(' ');

/** The cases of `COMMAND [PART] FLAG` after which the values of the option are offered, and nothing else. */
const valueCases = (places: readonly Place[]) =>
  places
    .flatMap(({ path, options }) => {
      const byValues = new Map<string, string[]>();
      for (const { flag, values } of options) {
        const words = values.join(' ');
        if (words !== '')
          byValues.set(words, [...(byValues.get(words) ?? []), `'${path} ${flag}'`]);
      }
      return [...byValues].map(([words, flags]) => `    ${flags.join('|')}) words='${words}' ;;`);
    })
    .join('\n');

function bash(places: readonly Place[]): string {
  const cases = (some: readonly Place[]) =>
    some.map((place) => `    '${place.path}') words='${wordsOf(place)}' ;;`).join('\n');
  const names = places.filter(isCommand).map(({ path }) => path);
  const parts = places.filter((place) => !isCommand(place));
  return `_virtcost() {
  local words='' before="\${COMP_WORDS[COMP_CWORD - 1]}"
  case "\${COMP_WORDS[1]}" in
${cases(places.filter(isCommand))}
  esac
  case "\${COMP_WORDS[1]} $before" in
${valueCases(places.filter(isCommand))}
  esac
  if [ "$COMP_CWORD" -gt 2 ]; then
  case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
${cases(parts)}
  esac
  case "\${COMP_WORDS[1]} \${COMP_WORDS[2]} $before" in
${valueCases(parts)}
  esac
  fi
  if [ "$COMP_CWORD" -eq 1 ]; then words='${names.join(' ')} --help --version'; fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _virtcost virtcost
`;
}

const fishText = (text: string) =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replace(/\s+/g, ' ')}'`;

function fish(places: readonly Place[]): string {
  return places
    .flatMap(({ path, description, options }) => {
      const [name = '', part] = path.split(' ');
      const seen = [name, ...(part ? [part] : [])].map((w) => `__fish_seen_subcommand_from ${w}`);
      const before = part ? seen[0] : '__fish_use_subcommand';
      const at = `-n '${seen.join('; and ')}'`;
      return [
        `complete -c virtcost -n '${before}' -a ${part ?? name} -d ${fishText(description)}`,
        ...options.map(
          ({ flag, description: text, values }) =>
            `complete -c virtcost ${at} -l ${flag.slice(2)}${values.length > 0 ? ` -x -a ${fishText(values.join(' '))}` : ''} -d ${fishText(text)}`,
        ),
      ];
    })
    .join('\n');
}

const shells: Readonly<Record<string, (places: readonly Place[]) => string>> = {
  bash,
  // zsh takes the functions of bash.
  zsh: (places) =>
    `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bash(places)}`,
  fish: (places) => `${fish(places)}\n`,
};

/** `virtcost completion SHELL`: a script that completes commands, their parts and options. */
export const completion =
  (commands: Commands): Register =>
  (program) => {
    program
      .command('completion')
      .addHelpText('after', examples('completion bash', 'completion fish'))
      .addArgument(new Argument('<shell>', 'for which shell').choices(Object.keys(shells)))
      .action(async (shell: string) => {
        process.stdout.write(shells[shell]?.(await placesOf(commands)) ?? '');
      });
  };
