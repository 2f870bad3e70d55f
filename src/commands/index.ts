import type { Command } from 'commander';

type Register = (program: Command) => void;

/**
 * Every command of the command line, in the order of its help, loaded when asked for: a command starts without what the
 * others need. A new command is one file and one line; the name is the one it registers.
 */
export const commands: Record<string, () => Promise<Register>> = {
  run: async () => (await import('./run.ts')).run,
  report: async () => (await import('./report.ts')).report,
  translate: async () => (await import('./translate.ts')).translate,
  price: async () => (await import('./price.ts')).price,
  import: async () => (await import('./import.ts')).importFile,
  formats: async () => (await import('./formats.ts')).formats,
  io: async () => (await import('./io.ts')).io,
  schedule: async () => (await import('./schedule.ts')).schedule,
  migrate: async () => (await import('./migrate.ts')).migrate,
  dedup: async () => (await import('./dedup.ts')).dedup,
  overcommit: async () => (await import('./overcommit.ts')).overcommit,
  blocks: async () => (await import('./blocks.ts')).blocks,
  plan: async () => (await import('./plan/index.ts')).plan,
  host: async () => (await import('./host.ts')).host,
  predict: async () => (await import('./predict.ts')).predict,
  validate: async () => (await import('./validate.ts')).validate,
  explain: async () => (await import('./explain.ts')).explain,
  compare: async () => (await import('./compare.ts')).compare,
  doctor: async () => (await import('./doctor.ts')).doctor,
  schema: async () => (await import('./schema.ts')).schema,
};

/** Registers the command of that name, or every command where there is no such name (help, mistakes). */
export async function registerCommands(program: Command, name: string | undefined): Promise<void> {
  const one = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  for (const load of one ? [one] : Object.values(commands)) (await load())(program);
}
