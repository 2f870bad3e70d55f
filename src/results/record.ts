import { z } from 'zod';
import { nth, num, present } from '../elements.ts';
import { badInput } from '../errors.ts';
import { parseJson } from '../files/parse-json.ts';
import type { Host } from '../hosts/host.ts';
import { hostDocument, parseHost } from '../hosts/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { studies } from '../studies/index.ts';
import { version } from '../version.ts';
import { earlierScenario } from './earlier-record.ts';

/** Form of the records this version writes. Records without one are of versions before results were sealed. */
export const RECORD_FORM = 2;

/** Which part of the jobs of a run a folder holds: those whose content hash leaves `index` when divided by `count`. */
export interface Shard {
  index: number;
  count: number;
}

/** A cell without a row: what ran it broke each time, alone too. */
export interface FailedCell {
  study: string;
  /** Its place in the matrix of its study. */
  position: number;
  reason: string;
  /** What its study was asked. */
  configuration: unknown;
}

/** What a run was made from; nothing in it depends on when, where or on how many threads it ran. */
export interface RunRecord {
  form: number;
  virtcost: string;
  scenario: Scenario;
  scenarioHash: string;
  /** Content hash of each file that was read (traces, images, readings), by its name in the scenario. */
  traces: Record<string, string>;
  /** Digest of each host profile used: a changed constant shows. */
  hosts: Record<string, string>;
  /** Host profiles of the scenario that are not built in. */
  profiles?: Host[];
  seed: number;
  command: string;
  /** Rows of each study's file. */
  rows: Record<string, number>;
  /** Cells that have no row; absent where all have. */
  failed?: FailedCell[];
  /** Of the results of one shard; absent where a run is whole. */
  shard?: Shard;
}

const names = z.array(z.string());
const words = z.record(z.string(), z.string());
const filters = z.array(z.looseObject({}));

/** Of a scenario as read, what everything that opens results relies on. */
const scenarioForm = z.looseObject({
  name: z.string(),
  seed: z.number(),
  hosts: names.min(1),
  techniques: names.min(1),
  pages: names.min(1),
  studies: z.array(z.enum(studies.map(({ id }) => id))).min(1),
  vms: z
    .array(
      z.looseObject({
        ...{ name: z.string(), kind: z.string(), memory: z.number(), count: z.number() },
        workload: z.looseObject({
          events: z.union([z.string(), z.record(z.string(), z.number())]),
        }),
      }),
    )
    .min(1),
  settings: z.record(z.string(), z.array(z.looseObject({ name: z.string() })).min(1)),
  exclude: filters,
  include: filters,
});

const recordForm = z.looseObject({
  form: z.literal(RECORD_FORM).optional(),
  virtcost: z.string().regex(/^\d+\.\d+\.\d+/, 'expected a version'),
  scenarioHash: z.string(),
  traces: words,
  hosts: words,
  profiles: z.array(z.unknown()).optional(),
  seed: z.number(),
  command: z.string(),
  rows: z.record(z.string(), z.number().int().min(0)).optional(),
  failed: z
    .array(
      z.looseObject({
        study: z.string(),
        position: z.number().int().min(0),
        reason: z.string(),
        configuration: z.unknown(),
      }),
    )
    .optional(),
  shard: z
    .strictObject({ index: z.number().int().min(0), count: z.number().int().min(1) })
    .optional(),
});

/** Whether version `a` came after version `b`, by their three numbers. */
function isLater(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) =>
    text.split('.').map((part) => Number.parseInt(part, 10)),
  );
  const at = present(one).findIndex((part, i) => part !== present(other)[i]);
  return at >= 0 && num(present(one), at) > num(present(other), at);
}

function checkVersion({ form, virtcost }: Partial<RunRecord>, path: string): void {
  const known = form === undefined || (Number.isInteger(form) && form >= 1 && form <= RECORD_FORM);
  const later = typeof virtcost === 'string' && isLater(virtcost, version);
  if (known && !later) return;
  throw badInput({
    file: path,
    expected: `a record of form ${RECORD_FORM} or earlier, of virtcost ${version} or earlier`,
    found: `form ${form ?? 1} of virtcost ${virtcost}`,
    hint: 'Read it with the virtcost that wrote it.',
  });
}

function check<T extends z.ZodType>(schema: T, value: unknown, path: string, under = ''): void {
  const parsed = schema.safeParse(value);
  if (parsed.success) return;
  const { path: at, message } = nth(parsed.error.issues, 0);
  throw badInput({
    file: path,
    expected: `the record of a virtcost run: ${message.replace(/, received .*$/, '')}`,
    found: `another ${[under, ...at].filter((key) => key !== '').join('.') || 'document'}`,
  });
}

/** The record in a run.json: of a known version and well-formed, whatever a person or a disk did to it. */
export function parseRecord(text: string, path: string): RunRecord {
  let record: Partial<RunRecord> | null;
  try {
    record = parseJson(text) as Partial<RunRecord> | null;
  } catch (error) {
    throw badInput({ file: path, expected: 'a JSON document', found: (error as Error).message });
  }
  if (typeof record !== 'object' || !record?.scenario || !record.virtcost) {
    const found = 'something else';
    throw badInput({ file: path, expected: 'the record of a virtcost run', found });
  }
  checkVersion(record, path);
  check(recordForm, record, path);
  const profiles = record.profiles?.map((profile) => parseHost(hostDocument(profile), path));
  if (Array.isArray(record.scenario.studies)) {
    check(scenarioForm, record.scenario, path, 'scenario');
  } else {
    record.scenario = earlierScenario(record.scenario, path);
  }
  return {
    ...(record as RunRecord),
    form: record.form ?? 1,
    rows: record.rows ?? {},
    ...(profiles ? { profiles } : {}),
  };
}
