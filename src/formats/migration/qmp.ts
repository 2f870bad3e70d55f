import { z } from 'zod';
import { badInput, printable } from '../../errors.ts';
import { readHmpInto } from './hmp.ts';
import { jsonDocuments } from './json-documents.ts';
import { emptyInput, type MigrationInput } from './migration-input.ts';
import { addSample } from './progress.ts';
import { qemuParameters } from './qemu-settings.ts';

/** Up to 2^53 - 1: JSON numbers above that have already lost digits. */
const whole = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const word = z.string().max(60);

const ram = z
  .object({
    transferred: whole,
    remaining: whole,
    total: whole,
    normal: whole.optional(),
    duplicate: whole.optional(),
    'dirty-sync-count': whole.optional(),
    'page-size': whole
      .min(1)
      .max(2 ** 30)
      .optional(),
    mbps: z.number().min(0).max(1e12).optional(),
    'dirty-pages-rate': whole.optional(),
  })
  .refine((r) => r.remaining <= r.total + 2 ** 30, 'remaining is larger than total');

const queryMigrate = z.object({
  status: word.optional(),
  'total-time': whole.optional(),
  downtime: whole.optional(),
  'error-desc': z.string().max(10_000).optional(),
  'blocked-reasons': z.array(z.string().max(10_000)).max(1000).optional(),
  disk: z.looseObject({ remaining: whole.optional() }).optional(),
  ram: ram.optional(),
});

const capabilities = z
  .array(z.object({ capability: word, state: z.boolean() }))
  .min(1)
  .max(200);

const dirtyRate = z.object({
  status: word,
  'dirty-rate': whole.max(2 ** 40).optional(),
  'calc-time': whole.max(86_400_000),
  'sample-pages': whole.max(2 ** 20).optional(),
  'calc-time-unit': z.enum(['second', 'millisecond']).optional(),
  mode: word.optional(),
});

function complain(file: string, what: string, error: z.ZodError): never {
  const first = error.issues[0];
  const found = first
    ? `${first.path.join('.') || 'document'}: ${first.message}`
    : 'something else';
  throw badInput({ file, expected: what, found });
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, what: string, file: string): T {
  const result = schema.safeParse(value);
  return result.success ? result.data : complain(file, what, result.error);
}

function has(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}

/** What tells an answer of query-migrate-parameters, short ones too; `mode` is a word of other answers as well. */
const parameterNames = Object.keys(qemuParameters.shape).filter((name) => name !== 'mode');

/** Adds one answer of QEMU to `input`; answers nobody asked about and other events are passed over. */
function take(value: unknown, file: string, input: MigrationInput, depth = 0): void {
  if (depth > 8) throw badInput({ file, expected: 'answers of QMP', found: 'deeper nesting' });
  if (has(value, 'error')) {
    const { error } = value as { error?: { desc?: unknown } };
    throw badInput({ file, expected: 'an answer of QEMU', found: `its error "${error?.desc}"` });
  }
  if (has(value, 'return')) {
    const inner = (value as { return: unknown }).return;
    // human-monitor-command hands the monitor's text through.
    if (typeof inner === 'string') readHmpInto(inner, file, input);
    else take(inner, file, input, depth + 1);
    return;
  }
  if (has(value, 'event')) {
    takeEvent(value, input);
    return;
  }
  if (has(value, 'QMP') || has(value, 'execute')) return;
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every((entry) => has(entry, 'capability'))) {
      for (const { capability, state } of parsed(capabilities, value, 'capabilities', file)) {
        input.capabilities[capability] = state;
      }
      return;
    }
    for (const entry of value) take(entry, file, input, depth + 1);
    return;
  }
  if (has(value, 'calc-time')) {
    takeDirtyRate(value, file, input);
    return;
  }
  if (!has(value, 'ram') && parameterNames.some((name) => has(value, name))) {
    const found = parsed(qemuParameters, value, 'migration parameters', file);
    Object.assign(input.parameters, found);
    return;
  }
  if (has(value, 'ram') || has(value, 'status')) {
    takeProgress(parsed(queryMigrate, value, 'an answer of query-migrate', file), file, input);
  }
}

const migrationEvent = z.object({
  event: z.literal('MIGRATION'),
  data: z.object({ status: word }),
});

function takeEvent(value: unknown, input: MigrationInput): void {
  const event = migrationEvent.safeParse(value);
  if (event.success) input.status = event.data.data.status;
}

function takeDirtyRate(value: unknown, file: string, input: MigrationInput): void {
  const answer = parsed(dirtyRate, value, 'an answer of query-dirty-rate', file);
  const { 'dirty-rate': mibPerS, 'calc-time': time, 'sample-pages': samplePages } = answer;
  if (mibPerS === undefined || answer.status !== 'measured' || time === 0) return;
  const calcTimeS = answer['calc-time-unit'] === 'millisecond' ? time / 1000 : time;
  // The other modes count every page: they sample none, which QEMU reports as 0.
  const exact = answer.mode !== undefined && answer.mode !== 'page-sampling';
  if (!exact && samplePages === 0) {
    const found = 'sample-pages of 0 in mode page-sampling';
    throw badInput({ file, expected: 'an answer of query-dirty-rate', found });
  }
  input.readings.push({ calcTimeS, mibPerS, samplePages: exact ? null : (samplePages ?? 512) });
}

function takeProgress(value: z.infer<typeof queryMigrate>, file: string, input: MigrationInput) {
  const { status, ram: r } = value;
  if (status !== undefined) input.status = status;
  const blocked = value['blocked-reasons'];
  if (blocked !== undefined) input.blocked = blocked;
  if (value.disk?.remaining) input.ignored.push('the disk that moves along (--disk)');
  const seconds = (value['total-time'] ?? 0) / 1000;
  if (r) {
    const counted = r.normal !== undefined && r.duplicate !== undefined;
    const dirtied = r['dirty-pages-rate'];
    const sample = {
      seconds,
      transferredBytes: r.transferred,
      remainingBytes: r.remaining,
      totalBytes: r.total,
      syncs: r['dirty-sync-count'] ?? 0,
      pagesSent: counted ? r.normal! + r.duplicate! : null,
      sentBytesPerS: r.mbps ? (r.mbps * 1e6) / 8 : null,
      dirtiedBytesPerS: dirtied === undefined ? null : dirtied * (r['page-size'] ?? 4096),
    };
    addSample(input, status === undefined ? sample : { ...sample, status }, file);
  }
  input.outcome = {
    totalS: value['total-time'] === undefined ? input.outcome.totalS : seconds,
    downtimeMs: value.downtime ?? input.outcome.downtimeMs,
    error: value['error-desc'] ?? input.outcome.error,
  };
}

/** Answers of query-migrate (as often as taken), -capabilities, -parameters and query-dirty-rate. */
export function readQmp(text: string, file: string): MigrationInput {
  const input = emptyInput('qmp');
  const values = jsonDocuments(text, file);
  for (const value of values) take(value, file, input);
  const { samples, readings, parameters } = input;
  const known = Object.keys(parameters).length + Object.keys(input.capabilities).length;
  if (samples.length + readings.length + known > 0 || input.status !== null) return input;
  // query-migrate answers {} where nothing was ever migrated; beside other answers {} may be any command's.
  if (values.some((value) => isEmptyReturn(value))) input.status = 'none';
  else throw noAnswer(values, file);
  return input;
}

function noAnswer(values: readonly unknown[], file: string): Error {
  const unmeasured = values.map(unmeasuredStatus).find((status) => status !== undefined);
  if (unmeasured !== undefined) {
    return badInput({
      file,
      expected: 'a dirty rate that was measured',
      found: `the status "${printable(unmeasured, 60)}"`,
      hint: 'Ask query-dirty-rate again once the time given to calc-dirty-rate is over.',
    });
  }
  return badInput({
    file,
    expected: 'query-migrate, query-migrate-capabilities, -parameters or query-dirty-rate',
    found: 'none of their answers',
  });
}

/** The status of an answer of query-dirty-rate that has no rate yet. */
function unmeasuredStatus(value: unknown): string | undefined {
  const inner = has(value, 'return') ? (value as { return: unknown }).return : value;
  const answer = dirtyRate.safeParse(inner);
  return answer.success && answer.data.status !== 'measured' ? answer.data.status : undefined;
}

function isEmptyReturn(value: unknown): boolean {
  if (!has(value, 'return')) return false;
  const inner = (value as { return: unknown }).return;
  return typeof inner === 'object' && inner !== null && Object.keys(inner).length === 0;
}
