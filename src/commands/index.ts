import type { Command } from 'commander';
import { noteCommand } from './asked-command.ts';
import { finishCommand } from './finish-command.ts';

type Register = (program: Command) => void;

interface Entry {
  description: string;
  load: () => Promise<Register>;
}

/**
 * Every command of the command line, in the order of its help, loaded when asked for: a command starts without what the
 * others need, and help needs none of them. A new command is one file and one line; the name is the one it registers.
 */
export const commands: Record<string, Entry> = {
  run: {
    description: 'sweep a scenario: results as Parquet, a comparison table, an HTML report',
    load: async () => (await import('./run.ts')).run,
  },
  worker: {
    description: 'do jobs of run --engine bullmq on this host',
    load: async () => (await import('./worker.ts')).worker,
  },
  merge: {
    description: 'join the shards of one run: the same results as on one machine',
    load: async () => (await import('./merge.ts')).merge,
  },
  report: {
    description: 'write the HTML report of stored results again',
    load: async () => (await import('./report.ts')).report,
  },
  translate: {
    description: 'simulate address translation for a memory trace or a synthetic pattern',
    load: async () => (await import('./translate.ts')).translate,
  },
  price: {
    description: 'what the events of a guest cost under every technique, beside bare metal',
    load: async () => (await import('./price.ts')).price,
  },
  import: {
    description: 'read what a monitoring tool says about a guest, as events for a scenario',
    load: async () => (await import('./import.ts')).importFile,
  },
  formats: {
    description: 'list every file format virtcost reads and how to make such a file',
    load: async () => (await import('./formats.ts')).formats,
  },
  io: {
    description: 'what a disk request or a packet costs on every way to a device, and what if',
    load: async () => (await import('./io.ts')).io,
  },
  schedule: {
    description: 'divide CPU or memory among machines; simulate schedulers, steal and tail latency',
    load: async () => (await import('./schedule.ts')).schedule,
  },
  migrate: {
    description: 'predict a live migration: does it finish, how long, how long is the pause',
    load: async () => (await import('./migrate.ts')).migrate,
  },
  dedup: {
    description:
      'equal pages in memory images, what sharing them gives, and how soon KSM gets there',
    load: async () => (await import('./dedup.ts')).dedup,
  },
  overcommit: {
    description:
      'memory overcommit: who gives how much, by which mechanism, and where the cliff is',
    load: async () => (await import('./overcommit.ts')).overcommit,
  },
  blocks: {
    description:
      'snapshots, clones and thin disks: inspect a real image, replay I/O, compare disciplines',
    load: async () => (await import('./blocks.ts')).blocks,
  },
  containers: {
    description:
      'containers: start by step, image layers and copy-up, memory as their number grows',
    load: async () => (await import('./containers.ts')).containers,
  },
  plan: {
    description: 'does the inventory fit, what binds, what would make room; what-ifs side by side',
    load: async () => (await import('./plan/index.ts')).plan,
  },
  concepts: {
    description:
      'every concept of the field in English and Chinese, and the command that prices it',
    load: async () => (await import('./concepts.ts')).concepts,
  },
  host: {
    description: 'host profiles: list, show, measure this machine',
    load: async () => (await import('./host.ts')).host,
  },
  calibrate: {
    description: 'a host profile from recordings of the machine, judged on what was held out',
    load: async () => (await import('./calibrate.ts')).calibrate,
  },
  check: {
    description: 'fresh counters against a stored prediction; exit 3 with the term that moved',
    load: async () => (await import('./check.ts')).check,
  },
  predict: {
    description: 'predict records of an evidence suite from their inputs alone',
    load: async () => (await import('./predict.ts')).predict,
  },
  validate: {
    description: 'compare predictions with measured or published values; exit 3 when out of bounds',
    load: async () => (await import('./validate.ts')).validate,
  },
  explain: {
    description: 'print every term of one result and its source',
    load: async () => (await import('./explain.ts')).explain,
  },
  compare: {
    description: 'compare two stored runs case by case, with intervals and a noise floor',
    load: async () => (await import('./compare.ts')).compare,
  },
  doctor: {
    description: 'check the set-up: what is there, what is missing, what that costs',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  schema: {
    description: 'print the JSON Schema of scenario, what-if or study files',
    load: async () => (await import('./schema/index.ts')).schema,
  },
  completion: {
    description: 'print a script that completes commands and options in bash, zsh or fish',
    load: async () => (await import('./completion.ts')).completion(commands),
  },
};

/**
 * Registers the command of that name, loaded; where there is no such name (help, mistakes) every command by name and
 * description, none of them loaded.
 */
export async function registerCommands(program: Command, name: string | undefined): Promise<void> {
  if (name === undefined || !Object.hasOwn(commands, name)) {
    for (const [id, { description }] of Object.entries(commands)) {
      program.command(id).description(description);
    }
    return;
  }
  const { description, load } = commands[name] as Entry;
  noteCommand(program);
  (await load())(program);
  const command = program.commands[0];
  if (!command) return;
  command.description(description);
  finishCommand(command);
}
