import { z } from 'zod';
import { nth } from '../../elements.ts';
import { badInput } from '../../errors.ts';
import { yamlValues } from '../../files/yaml-document.ts';
import { parseQuantity } from '../quantity.ts';
import { emptyInput, type MigrationInput } from './migration-input.ts';

const MAX_OBJECTS = 10_000;
const MIB = 2 ** 20;

/** A Kubernetes quantity such as 64Mi, 1e9 or 0.5Gi, in bytes. */
const quantity = z.union([z.string().max(40), z.number()]).transform((value, context) => {
  const bytes = parseQuantity(String(value)) ?? Number.NaN;
  if (!(bytes >= 0 && bytes <= 2 ** 63)) {
    context.addIssue({ code: 'custom', message: `"${value}" is no quantity such as 64Mi` });
  }
  return bytes;
});

/**
 * virt-launcher hands whole MiB/s to libvirt: below one they count as one, others are rounded to the
 * nearest; 0 is unlimited (kubevirt PR 6007).
 */
function wholeMib(bytes: number): number {
  return bytes === 0 ? 0 : Math.max(1, Math.round(bytes / MIB)) * MIB;
}

const count = z.number().int().min(1).max(1_000_000);
const migrations = z.looseObject({
  allowAutoConverge: z.boolean().nullish(),
  allowPostCopy: z.boolean().nullish(),
  bandwidthPerMigration: quantity.nullish(),
  completionTimeoutPerGiB: z.number().int().min(0).max(1_000_000).nullish(),
  parallelMigrationsPerCluster: count.nullish(),
  parallelOutboundMigrationsPerNode: count.nullish(),
});
type Migrations = z.infer<typeof migrations>;

/** Settings of KubeVirt that change what happens and are not used, and why. */
const notUsed: Record<string, string> = {
  progressTimeout: 'gives up when nothing left gets smaller for so long',
  allowWorkloadDisruption: 'stops the guest at the completion timeout instead of giving up',
  network: 'the link of a migration network is not in the file (--link)',
};

const object = z.looseObject({
  kind: z.string().max(100),
  metadata: z.looseObject({ name: z.string().max(300).optional() }).nullish(),
  spec: z.unknown().optional(),
});

/** Where an object keeps the settings of migrations; null for objects that have none. */
function settingsIn(kind: string, spec: unknown): unknown {
  const inner = spec as { configuration?: { migrations?: unknown }; liveMigrationConfig?: unknown };
  switch (kind) {
    case 'MigrationPolicy':
      return spec ?? {};
    case 'KubeVirt':
      return inner?.configuration?.migrations ?? {};
    case 'HyperConverged':
      return inner?.liveMigrationConfig ?? {};
    default:
      return null;
  }
}

interface Found {
  kind: string;
  name: string;
  settings: Migrations;
}

/** Objects of a file: single, in a List, in several documents, and lists in lists. */
function objectsOf(value: unknown, file: string, depth = 0): z.infer<typeof object>[] {
  if (value === null || value === undefined) return [];
  const parsed = object.safeParse(value);
  if (!parsed.success || depth > 4) {
    const issue = parsed.error?.issues[0];
    const found = issue ? `${issue.path.join('.') || 'document'}: ${issue.message}` : 'deep lists';
    throw badInput({ file, expected: 'a MigrationPolicy or KubeVirt object', found });
  }
  const items = (value as { items?: unknown }).items;
  if (!parsed.data.kind.endsWith('List') || !Array.isArray(items)) return [parsed.data];
  if (items.length > MAX_OBJECTS) {
    throw badInput({ file, expected: `at most ${MAX_OBJECTS} objects`, found: `${items.length}` });
  }
  // kubectl leaves the kind out of the items of a typed list.
  const kind = parsed.data.kind.slice(0, -4);
  return items.flatMap((item: unknown) => {
    const bare = typeof item === 'object' && item !== null && !('kind' in item) && kind !== '';
    return objectsOf(bare ? { ...item, kind } : item, file, depth + 1);
  });
}

/** The settings of one kind; several that differ leave open which holds for the guest. */
function single(found: readonly Found[], kind: string, file: string): Migrations | null {
  const own = found.filter((one) => one.kind === kind);
  const different = new Set(own.map((one) => JSON.stringify(one.settings)));
  if (different.size > 1) {
    const names = own.map(({ name }) => name).slice(0, 5);
    const hint = 'Keep the one that selects the guest.';
    throw badInput({
      file,
      expected: `one ${kind}`,
      found: `${own.length}: ${names.join(', ')}`,
      hint,
    });
  }
  return own[0]?.settings ?? null;
}

function readSettings(value: unknown, file: string, where: string): Migrations {
  const parsed = migrations.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = nth(parsed.error.issues, 0);
  const found = `${where}: ${issue.path.join('.') || 'settings'}: ${issue.message}`;
  throw badInput({ file, expected: 'settings of migrations', found });
}

/** The cluster's settings, and over them those of a policy. */
function merged(found: readonly Found[], file: string): Migrations {
  const layers = ['HyperConverged', 'KubeVirt', 'MigrationPolicy'].map((kind) =>
    single(found, kind, file),
  );
  const all: Record<string, unknown> = {};
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer ?? {})) {
      if (value !== null && value !== undefined) all[key] = value;
    }
  }
  return all as Migrations;
}

export function looksLikeKubevirt(text: string): boolean {
  if (/^\s*\{/.test(text)) return /"apiVersion"\s*:/.test(text.slice(0, 100_000));
  return /^(apiVersion|kind|spec|items)\s*:/m.test(text);
}

/** KubeVirt's settings of migrations as `kubectl get … -o yaml` or `-o json` writes them. */
export function readKubevirt(text: string, file: string): MigrationInput {
  const objects = yamlValues(text, file).flatMap((value) => objectsOf(value, file));
  const found: Found[] = [];
  for (const { kind, metadata, spec } of objects) {
    const settings = settingsIn(kind, spec);
    if (settings === null) continue;
    const name = metadata?.name ?? 'without a name';
    found.push({ kind, name, settings: readSettings(settings, file, `${kind} ${name}`) });
  }
  if (found.length === 0) {
    const kinds = [...new Set(objects.map(({ kind }) => kind))].slice(0, 5).join(', ');
    const expected = 'a MigrationPolicy, KubeVirt or HyperConverged object';
    throw badInput({ file, expected, found: kinds || 'no object' });
  }
  return inputOf(merged(found, file));
}

function inputOf(settings: Migrations): MigrationInput {
  const input = emptyInput('kubevirt');
  // Unlimited is KubeVirt's default too.
  input.settings.maxBandwidth = wholeMib(settings.bandwidthPerMigration ?? 0);
  if (settings.allowAutoConverge) {
    input.settings.autoConverge = { initialPct: 20, incrementPct: 10, maxPct: 99 };
  }
  // 0 switches the timeout off; post-copy starts when it is reached.
  input.timeoutPerGiBS = settings.completionTimeoutPerGiB ?? 150;
  input.settings.postcopyAllowed = settings.allowPostCopy ?? false;
  input.perCluster = settings.parallelMigrationsPerCluster ?? null;
  input.perHost = settings.parallelOutboundMigrationsPerNode ?? null;
  for (const [key, why] of Object.entries(notUsed)) {
    if (settings[key]) input.ignored.push(`${key} (${why})`);
  }
  return input;
}
