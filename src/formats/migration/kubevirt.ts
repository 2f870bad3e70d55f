import { parseDocument } from 'yaml';
import { z } from 'zod';
import { badInput } from '../../errors.ts';
import { emptyInput, type MigrationInput } from './migration-input.ts';

const suffixes: Record<string, number> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A Kubernetes quantity such as 64Mi, in bytes. */
const quantity = z.union([z.string().max(40), z.number()]).transform((value, context) => {
  const match = /^(\d{1,12}(?:\.\d{1,6})?)([kKMGT]i?)?$/.exec(String(value).trim());
  const bytes = match ? Number(match[1]) * (suffixes[match[2] ?? ''] ?? Number.NaN) : Number.NaN;
  if (!Number.isFinite(bytes)) {
    context.addIssue({ code: 'custom', message: `"${value}" is no quantity such as 64Mi` });
  }
  return bytes;
});

const migrations = z.object({
  allowAutoConverge: z.boolean().optional(),
  allowPostCopy: z.boolean().optional(),
  bandwidthPerMigration: quantity.optional(),
  completionTimeoutPerGiB: z.number().int().min(1).max(1_000_000).optional(),
  progressTimeout: z.number().int().min(1).max(1_000_000).optional(),
  parallelMigrationsPerCluster: z.number().int().min(1).max(100_000).optional(),
  parallelOutboundMigrationsPerNode: z.number().int().min(1).max(100_000).optional(),
});

/** Where the settings stand: a MigrationPolicy's spec, or configuration.migrations of a KubeVirt object. */
const document = z.object({
  kind: z.enum(['MigrationPolicy', 'KubeVirt', 'HyperConverged']),
  spec: z.looseObject({
    configuration: z.looseObject({ migrations: migrations.optional() }).optional(),
    liveMigrationConfig: migrations.optional(),
  }),
});

/** KubeVirt migration settings; 0 bandwidth means unlimited there as in QEMU's own terms. */
export function readKubevirt(text: string, file: string): MigrationInput {
  const yaml = parseDocument(text, { prettyErrors: true });
  const wrong = yaml.errors[0];
  if (wrong) {
    const line = wrong.linePos?.[0].line;
    throw badInput({ file, line, expected: 'YAML', found: wrong.message.split('\n')[0]! });
  }
  const value: unknown = yaml.toJS({ maxAliasCount: 10 });
  const outer = document.safeParse(value);
  const complain = (error: z.ZodError): never => {
    const issue = error.issues[0]!;
    const found = `${issue.path.join('.') || 'document'}: ${issue.message}`;
    throw badInput({ file, expected: 'a MigrationPolicy or KubeVirt object', found });
  };
  if (!outer.success) return complain(outer.error);
  const { kind, spec } = outer.data;
  const nested = spec.configuration?.migrations ?? spec.liveMigrationConfig;
  const inner = kind === 'MigrationPolicy' ? migrations.safeParse(spec) : null;
  if (inner && !inner.success) return complain(inner.error);
  const found = inner?.data ?? nested ?? {};
  const input = emptyInput('kubevirt');
  if (found.bandwidthPerMigration !== undefined) {
    input.settings.maxBandwidth = found.bandwidthPerMigration;
  }
  if (found.allowAutoConverge) {
    input.settings.autoConverge = { initialPct: 20, incrementPct: 10, maxPct: 99 };
  }
  // KubeVirt turns to post-copy when the completion timeout is reached.
  input.timeoutPerGiBS = found.completionTimeoutPerGiB ?? 150;
  if (found.allowPostCopy) input.settings.postcopyAfterS = Number.POSITIVE_INFINITY;
  input.perCluster = found.parallelMigrationsPerCluster ?? null;
  input.perHost = found.parallelOutboundMigrationsPerNode ?? null;
  return input;
}
