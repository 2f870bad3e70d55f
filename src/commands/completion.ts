import { Argument, Command } from 'commander';
import { examples } from './examples.ts';

type Register = (program: Command) => void;
type Commands = Readonly<Record<string, { description: string; load: () => Promise<Register> }>>;

/** What can follow a command, or a command and its part: `virtcost NAME` or `virtcost NAME PART`. */
interface Place {
  path: string;
  description: string;
  parts: string[];
  options: { flag: string; description: string }[];
}

function placeOf(path: string, command: Command): Place {
  return {
    path,
    description: command.description(),
    parts: command.commands.map((part) => part.name()),
    options: command.options.flatMap(({ long, description }) =>
      long ? [{ flag: long, description }] : [],
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
      places.push({ ...placeOf(name, command), description });
      for (const part of command.commands) places.push(placeOf(`${name} ${part.name()}`, part));
    }
  }
  return places;
}

const isCommand = ({ path }: Place) => !path.includes(' ');
const wordsOf = ({ parts, options }: Place) =>
  [...parts, ...options.map(({ flag }) => flag), '--help'].join(' ');

function bash(places: readonly Place[]): string {
  const cases = (some: readonly Place[]) =>
    some.map((place) => `    '${place.path}') words='${wordsOf(place)}' ;;`).join('\n');
  const names = places.filter(isCommand).map(({ path }) => path);
  return `_virtcost() {
  local words=''
  case "\${COMP_WORDS[1]}" in
${cases(places.filter(isCommand))}
  esac
  if [ "$COMP_CWORD" -gt 2 ]; then case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
${cases(places.filter((place) => !isCommand(place)))}
  esac; fi
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
          (o) => `complete -c virtcost ${at} -l ${o.flag.slice(2)} -d ${fishText(o.description)}`,
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
