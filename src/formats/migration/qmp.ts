import { z } from 'zod';
import { badInput } from '../../errors.ts';
import { emptyInput, type MigrationInput } from './migration-input.ts';

const MAX_SAMPLES = 100_000;
/** Up to 2^53 - 1: JSON numbers above that have already lost digits. */
const whole = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const ram = z
  .object({
    transferred: whole,
    remaining: whole,
    total: whole,
    normal: whole.optional(),
    duplicate: whole.optional(),
    'dirty-sync-count': whole.optional(),
    'page-size': whole.optional(),
  })
  .refine((r) => r.remaining <= r.total + 2 ** 30, 'remaining is larger than total');

const queryMigrate = z.object({
  status: z.string().max(60).optional(),
  'total-time': whole.optional(),
  ram: ram.optional(),
});

const parameters = z.object({
  'max-bandwidth': whole.optional(),
  'downtime-limit': whole.max(2_000_000).optional(),
  'cpu-throttle-initial': whole.min(1).max(99).optional(),
  'cpu-throttle-increment': whole.min(1).max(99).optional(),
  'max-cpu-throttle': whole.min(1).max(99).optional(),
  'multifd-channels': whole.min(1).max(255).optional(),
  'xbzrle-cache-size': whole.min(4096).optional(),
});

const capabilities = z
  .array(z.object({ capability: z.string().max(60), state: z.boolean() }))
  .min(1)
  .max(200);

const dirtyRate = z.object({
  status: z.string().max(60),
  'dirty-rate': whole.max(2 ** 40).optional(),
  'calc-time': whole.min(1).max(86_400),
  'sample-pages': whole
    .min(1)
    .max(2 ** 20)
    .optional(),
  'calc-time-unit': z.enum(['second', 'millisecond']).optional(),
  mode: z.string().max(60).optional(),
});

function complain(file: string, what: string, error: z.ZodError): never {
  const first = error.issues[0];
  const found = first
    ? `${first.path.join('.') || 'document'}: ${first.message}`
    : 'something else';
  throw badInput({ file, expected: what, found });
}

function has(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}

/** Adds one answer of QEMU to `input`; answers nobody asked about and events are passed over. */
function take(value: unknown, file: string, input: MigrationInput): void {
  if (has(value, 'error')) {
    const { error } = value as { error?: { desc?: unknown } };
    throw badInput({ file, expected: 'an answer of QEMU', found: `its error "${error?.desc}"` });
  }
  if (has(value, 'return')) {
    take((value as { return: unknown }).return, file, input);
    return;
  }
  if (has(value, 'event') || has(value, 'QMP')) return;
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every((entry) => has(entry, 'capability'))) {
      const parsed = capabilities.safeParse(value);
      if (!parsed.success) complain(file, 'migration capabilities', parsed.error);
      takeCapabilities(parsed.data, input);
      return;
    }
    for (const entry of value) take(entry, file, input);
    return;
  }
  if (has(value, 'calc-time')) {
    const parsed = dirtyRate.safeParse(value);
    if (!parsed.success) complain(file, 'an answer of query-dirty-rate', parsed.error);
    const { 'dirty-rate': rate, 'calc-time': time, 'sample-pages': samples } = parsed.data;
    if (rate === undefined || parsed.data.status !== 'measured') return;
    const calcTimeS = parsed.data['calc-time-unit'] === 'millisecond' ? time / 1000 : time;
    input.readings.push({ calcTimeS, mibPerS: rate, samplePages: samples ?? 512 });
    return;
  }
  if (has(value, 'max-bandwidth') || has(value, 'downtime-limit')) {
    const parsed = parameters.safeParse(value);
    if (!parsed.success) complain(file, 'migration parameters', parsed.error);
    takeParameters(parsed.data, input);
    return;
  }
  if (has(value, 'ram') || has(value, 'status')) {
    const parsed = queryMigrate.safeParse(value);
    if (!parsed.success) complain(file, 'an answer of query-migrate', parsed.error);
    takeProgress(parsed.data, file, input);
  }
}

function takeCapabilities(list: z.infer<typeof capabilities>, input: MigrationInput): void {
  const on = new Set(list.filter(({ state }) => state).map(({ capability }) => capability));
  const { settings } = input;
  if (on.has('auto-converge')) {
    settings.autoConverge = {
      initialPct: 20,
      incrementPct: 10,
      maxPct: 99,
      ...settings.autoConverge,
    };
  }
  if (on.has('xbzrle'))
    settings.xbzrle = settings.xbzrle ?? { cacheBytes: 2 ** 26, deltaBytes: 60 };
  if (on.has('multifd')) settings.multifdChannels = settings.multifdChannels || 2;
  settings.returnPath = on.has('return-path');
}

function takeParameters(values: z.infer<typeof parameters>, input: MigrationInput): void {
  const { settings } = input;
  if (values['max-bandwidth'] !== undefined) settings.maxBandwidth = values['max-bandwidth'];
  if (values['downtime-limit'] !== undefined) settings.downtimeLimitMs = values['downtime-limit'];
  if (settings.autoConverge) {
    settings.autoConverge = {
      initialPct: values['cpu-throttle-initial'] ?? 20,
      incrementPct: values['cpu-throttle-increment'] ?? 10,
      maxPct: values['max-cpu-throttle'] ?? 99,
    };
  }
}

function takeProgress(value: z.infer<typeof queryMigrate>, file: string, input: MigrationInput) {
  if (value.status !== undefined) input.status = value.status;
  if (!value.ram) return;
  const { ram: r } = value;
  if (r.total === 0) {
    throw badInput({ file, expected: 'a guest with memory', found: 'ram.total of 0' });
  }
  input.ramBytes = r.total;
  const seconds = (value['total-time'] ?? 0) / 1000;
  const last = input.samples.at(-1);
  if (last && seconds < last.seconds) {
    throw badInput({
      file,
      expected: 'samples in the order they were taken',
      found: `total-time ${1000 * seconds} after ${1000 * last.seconds}`,
    });
  }
  if (input.samples.length >= MAX_SAMPLES) {
    throw badInput({ file, expected: `at most ${MAX_SAMPLES} samples`, found: 'more' });
  }
  const counted = r.normal !== undefined && r.duplicate !== undefined;
  input.samples.push({
    seconds,
    transferredBytes: r.transferred,
    remainingBytes: r.remaining,
    totalBytes: r.total,
    syncs: r['dirty-sync-count'] ?? 0,
    pagesSent: counted ? r.normal! + r.duplicate! : null,
  });
}

/** Values of a QMP log: one JSON document, or one per line. */
function documents(text: string, file: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (error) {
    const lines = text.split('\n');
    if (lines.filter((line) => line.trim() !== '').length < 2) {
      throw badInput({ file, expected: 'JSON answers of QMP', found: (error as Error).message });
    }
    return lines.flatMap((line, i) => {
      if (line.trim() === '') return [];
      try {
        return [JSON.parse(line) as unknown];
      } catch (wrong) {
        const found = (wrong as Error).message;
        throw badInput({ file, line: i + 1, expected: 'one JSON answer per line', found });
      }
    });
  }
}

/** Answers of query-migrate (as often as taken), -capabilities, -parameters and query-dirty-rate. */
export function readQmp(text: string, file: string): MigrationInput {
  const input = emptyInput('qmp');
  for (const value of documents(text, file)) take(value, file, input);
  const { samples, readings, settings, status } = input;
  if (samples.length + readings.length + Object.keys(settings).length === 0 && status === null) {
    throw badInput({
      file,
      expected: 'query-migrate, query-migrate-capabilities, -parameters or query-dirty-rate',
      found: 'none of their answers',
    });
  }
  return input;
}
