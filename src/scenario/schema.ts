import { z } from 'zod';
import { present } from '../elements.ts';
import { currentId, namesOf } from '../hosts/earlier-ids.ts';
import { hostNames, hosts } from '../hosts/index.ts';
import { didYouMean } from '../names.ts';
import { techniques } from '../techniques/compositions.ts';
import { matchesName } from '../wildcard.ts';
import { type BoundableFigure, expectSchema } from './expect.ts';
import { name, technique } from './fields.ts';
import { choiceText, manyOf, variantsOf } from './many.ts';
import type { Scenario, SettingsVariant } from './scenario.ts';
import { type Vm, type VmKeys, vmSchema } from './vm.ts';
import { checkStream, workloadKeys } from './workload.ts';

/** What a study adds to the words of a scenario. */
export interface StudyWords {
  id: string;
  /** Keys of a VM. */
  vmKeys: VmKeys;
  /** Keys under the study's name, of one case; every one has a default. */
  settings: z.ZodObject;
  /** Figures `expect:` can bound. */
  bounds: readonly BoundableFigure[];
}

const pageSize = '(4K|2M|1G)';
const pages = z
  .string()
  .regex(new RegExp(`^${pageSize}/${pageSize}$`), 'expected GUEST/HOST page sizes such as 4K/2M');

/** Overrides of a host's translation structures: what if the TLB were larger. */
const geometry = z
  .strictObject({
    entries: z
      .number()
      .int()
      .min(1)
      .max(1 << 20),
    ways: z
      .number()
      .int()
      .min(1)
      .max(1 << 20),
  })
  .refine((value) => value.entries % value.ways === 0, {
    message: 'expected ways that divide the entries',
  });
const tlbVariant = z.strictObject({ name, l1: geometry.optional(), l2: geometry.optional() });

const host = z.union([
  z.enum(hostNames).transform(currentId),
  z.string().regex(/^\.\/.{1,250}\.json$/, {
    error: ({ input }) =>
      `expected a host (virtcost host list) or a profile file such as ./my-host.json, found "".${didYouMean(String(input), hostNames)}`,
  }),
]);

const wildcard = z.string().max(200).regex(/\*/, 'expected a name, or a wildcard such as epyc-*');
/** Built-in hosts a wildcard stands for; at least one. */
const someHosts = wildcard.transform((pattern, context) => {
  const found = hosts
    .map(({ id }) => id)
    .filter((id) => namesOf(id).some((name) => matchesName(pattern, name)));
  if (found.length > 0) return found;
  context.issues.push({
    code: 'custom',
    message: 'expected a wildcard some host matches',
    input: pattern,
  });
  return z.NEVER;
});
/** Named compositions a wildcard stands for; at least one. */
const someTechniques = wildcard.transform((pattern, context) => {
  const found = techniques.map(({ id }) => id).filter((id) => matchesName(pattern, id));
  if (found.length > 0) return found;
  context.issues.push({
    code: 'custom',
    message: 'expected a wildcard some technique matches',
    input: pattern,
  });
  return z.NEVER;
});
const spread = (given: readonly (string | string[])[]) => given.flat();

function filterSchema(studies: readonly StudyWords[]) {
  return z.strictObject({
    vms: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('names of VMs or of variants, or wildcards: web*'),
    hosts: z
      .array(z.union([host, wildcard]))
      .min(1)
      .optional()
      .describe('ids, or wildcards'),
    techniques: z
      .array(z.union([technique, wildcard]))
      .min(1)
      .optional()
      .describe('ids, or wildcards'),
    pages: z.array(pages).min(1).optional(),
    tlb: z.array(z.string()).min(1).optional().describe('names; "" is the host as it is'),
    studies: z
      .array(z.enum(studies.map(({ id }) => id)))
      .min(1)
      .optional(),
  });
}

/** A `workloads:` entry of older scenarios: a VM of which only its stream and events are known. */
const workload = z.strictObject({ name, ...workloadKeys }).superRefine(checkStream);

const MOST_SETTINGS = 1000;

function settingsOf(words: StudyWords, given: unknown, context: z.core.$RefinementCtx) {
  const all = variantsOf((given ?? {}) as Record<string, unknown>, words.settings);
  if (all.length > MOST_SETTINGS) {
    context.addIssue(`expected at most ${MOST_SETTINGS} variants of ${words.id}`);
    return [];
  }
  return all.flatMap(({ value, choices }): SettingsVariant[] => {
    const parsed = words.settings.safeParse(value);
    if (parsed.success) return [{ name: choiceText(choices), value: parsed.data }];
    for (const issue of parsed.error.issues) {
      context.issues.push({ ...issue, path: [words.id, ...issue.path], input: value } as never);
    }
    return [];
  });
}

function scenarioKeys(studies: readonly StudyWords[]) {
  const expectations = expectSchema(studies.flatMap(({ bounds }) => bounds));
  const vmKeys = Object.assign({}, ...studies.map((study) => study.vmKeys)) as VmKeys;
  const filter = filterSchema(studies);
  const settings = studies.map(({ id, settings: schema }) => [
    id,
    manyOf(schema).optional().describe(`settings of study ${id}; every field may be a list`),
  ]);
  return {
    name: name.describe('names the results folder'),
    seed: z.number().int().min(0).max(0xffff_ffff).default(1),
    studies: z
      .array(z.enum(studies.map(({ id }) => id)))
      .min(1)
      .optional()
      .describe('questions asked: all where the scenario has vms, steady where it has workloads'),
    hosts: z
      .array(z.union([host, someHosts]))
      .min(1)
      .transform(spread)
      .describe(
        'host profiles: ids, wildcards (epyc-*), or files of virtcost host probe beside the scenario',
      ),
    techniques: z
      .array(z.union([technique, someTechniques]))
      .min(1)
      .transform(spread)
      .describe('virtualization techniques, knobs behind an @ (hardware@hosted), wildcards'),
    pages: z.array(pages).min(1).default(['4K/4K']).describe('guest/host page sizes'),
    vms: z
      .array(vmSchema(vmKeys, expectations))
      .min(1)
      .optional()
      .describe('kinds of VMs; every field may be a list'),
    workloads: z
      .array(workload)
      .min(1)
      .optional()
      .describe('address streams and events alone; VMs of which nothing else is known'),
    tlb: z
      .array(tlbVariant)
      .optional()
      .describe('what-if TLB geometries, beside the host as it is'),
    exclude: z.array(filter).default([]).describe('cells left out of the matrix'),
    include: z.array(filter).default([]).describe('cells added to the matrix'),
    expect: expectations.optional().describe('bounds on figures; exit 3 where one is missed'),
    ...(Object.fromEntries(settings) as Record<string, z.ZodOptional<z.ZodType>>),
  };
}

/** A VM of which only its workload is known; the rest has its defaults. */
function vmOf(
  entry: z.output<typeof workload>,
  vm: ReturnType<typeof vmSchema>,
  context: z.core.$RefinementCtx,
): Vm[] {
  const { name: kind, ...stream } = entry;
  const parsed = vm.safeParse({ name: kind, workload: stream });
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: entry } as never);
  return [];
}

/** The schema of a scenario that can ask these studies; its output has no lists left but the axes themselves. */
export function scenarioSchema(studies: readonly StudyWords[]) {
  const keys = Object.assign({}, ...studies.map((study) => study.vmKeys)) as VmKeys;
  const ofWorkload = vmSchema(keys, z.unknown());
  return z.strictObject(scenarioKeys(studies)).transform((given, context): Scenario => {
    if ((given.vms ?? given.workloads) === undefined) {
      context.addIssue('expected vms or workloads');
      return z.NEVER;
    }
    const vms = [
      ...(given.vms ?? []).flat(),
      ...(given.workloads ?? []).flatMap((entry) => vmOf(entry, ofWorkload, context)),
    ];
    const kinds = [
      ...(given.vms ?? []).map(([vm]) => present(vm).kind),
      ...(given.workloads ?? []).map((entry) => entry.name),
    ];
    if (new Set(kinds).size !== kinds.length) {
      const path = [given.vms ? 'vms' : 'workloads'];
      const message = 'expected VMs and workloads with different names';
      context.issues.push({ code: 'custom', message, path, input: kinds });
    }
    const asked = given.studies ?? (given.vms ? studies.map(({ id }) => id) : ['steady']);
    const fields = given as Record<string, unknown>;
    return {
      name: given.name,
      seed: given.seed,
      hosts: given.hosts,
      techniques: given.techniques,
      pages: given.pages,
      tlb: given.tlb,
      studies: studies.map(({ id }) => id).filter((id) => asked.includes(id)),
      vms,
      settings: Object.fromEntries(
        studies.map((study) => [study.id, settingsOf(study, fields[study.id], context)]),
      ),
      exclude: given.exclude,
      include: given.include,
      ...(given.expect === undefined ? {} : { expect: given.expect }),
    };
  });
}
