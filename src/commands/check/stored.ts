import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { badInput, printable, UserError } from '../../errors.ts';
import { readFailure, readJson } from '../../files/read-input.ts';
import type { Host } from '../../hosts/host.ts';
import { hostById } from '../../hosts/index.ts';
import type { Counted } from '../../model/event-bill/drift.ts';
import { eventRates } from '../../model/overhead/case.ts';
import { withRun } from '../../results/read-run.ts';
import type { Vm } from '../../scenario/vm.ts';
import type { Sourced } from '../../sourced.ts';
import type { Row } from '../../studies/column.ts';
import { busyPackets, withPackets } from '../../studies/steady/network.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import { type EventId, eventIds } from '../../techniques/events.ts';
import { overheadCycles } from '../../techniques/price.ts';
import type { Technique } from '../../techniques/technique.ts';
import { findCell } from '../find-cell.ts';

/** A stored prediction: what it counted, over what, and what it said an event adds to bare metal. */
export interface StoredPrediction {
  counted: Counted;
  /** Undefined: nobody said what time the counts cover. */
  per: 'seconds' | 'instructions' | undefined;
  what: string;
  host: string;
  technique: string;
  priceOf(event: EventId): Sourced;
  /** Share of its exits that were no event; null where it did not come from exits. */
  unattributedShare: number | null;
}

export interface Wanted {
  technique?: string | undefined;
  cell?: string | undefined;
  /** Seconds the stored counts cover, where the document does not say. */
  seconds?: number | undefined;
}

const MAX_BYTES = 64 * 2 ** 20;
const TYPICAL = 'hardware';
const finite = z.number().min(-1e18).max(1e18);
const each = z.looseObject({
  ...{ value: finite, low: finite, high: finite, unit: z.literal('cycles') },
  ...{ status: z.enum(['measured', 'published', 'derived', 'estimated']), source: z.string() },
});
const document = z.looseObject({
  host: z.string().max(200),
  what: z.string().max(2000),
  seconds: z.number().positive().max(1e9).nullable(),
  instructions: z.number().positive().max(1e18).nullable().optional(),
  attribution: z.looseObject({ unattributedShare: z.number().min(0).max(1).nullable() }).nullable(),
  bills: z
    .array(
      z.looseObject({
        technique: z.string(),
        lines: z
          .array(
            z.looseObject({ event: z.enum(eventIds), count: z.number().min(0).max(1e18), each }),
          )
          .max(eventIds.length),
      }),
    )
    .min(1)
    .max(1000),
});

type PriceDocument = z.infer<typeof document>;

/** The technique asked for, else hardware assistance, else the only one. */
function billOf({ bills }: PriceDocument, file: string, technique: string | undefined) {
  const wanted = technique ?? (bills.length === 1 ? undefined : TYPICAL);
  const found = wanted === undefined ? bills[0] : bills.find((bill) => bill.technique === wanted);
  if (found) return found;
  throw badInput({
    file,
    expected: `a bill of ${wanted}`,
    found: bills.map((bill) => bill.technique).join(', '),
    hint: 'Choose one with --technique.',
  });
}

async function ofDocument(file: string, { technique, seconds }: Wanted): Promise<StoredPrediction> {
  const parsed = document.safeParse(await readJson(file, MAX_BYTES));
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: '' };
    throw badInput({
      file,
      expected: 'what virtcost price --json printed, or the results folder of a run',
      found: `another document (${path.join('.') || 'whole'}: ${message})`,
    });
  }
  const { data } = parsed;
  const host = hostById(data.host);
  const bill = billOf(data, file, technique);
  const lines = new Map(bill.lines.map((line) => [line.event as EventId, line]));
  if (lines.size !== bill.lines.length) {
    throw badInput({ file, expected: 'each event once in a bill', found: 'one twice' });
  }
  const time = seconds ?? data.seconds ?? undefined;
  const instructions = data.instructions ?? undefined;
  return {
    counted: {
      counts: Object.fromEntries(bill.lines.map(({ event, count }) => [event, count])),
      covers: instructions === undefined ? (time ?? 1) : instructions / 1e6,
      sampled: data.attribution !== null,
    },
    per: instructions !== undefined ? 'instructions' : time === undefined ? undefined : 'seconds',
    what: printable(data.what, 300),
    ...{ host: host.id, technique: bill.technique },
    priceOf: (event) =>
      (lines.get(event)?.each as Sourced | undefined) ??
      overheadCycles(event, techniqueById(bill.technique), host),
    unattributedShare: data.attribution?.unattributedShare ?? null,
  };
}

/** The steady row asked for: by its name, else the only VM on the only host under the technique. */
function rowOf(
  rows: Readonly<Record<string, readonly Row[]>>,
  folder: string,
  wanted: Wanted,
): Row {
  const all = rows.steady ?? [];
  if (all.length === 0) {
    throw badInput({
      file: folder,
      expected: 'a run with the study steady',
      found: Object.keys(rows).join(', ') || 'none',
    });
  }
  if (wanted.cell !== undefined) return findCell({ steady: all }, wanted.cell).row;
  const technique = wanted.technique ?? TYPICAL;
  const fitting = all.filter((row) => row.technique === technique);
  const kinds = new Set(fitting.map((row) => `${row.workload}/${row.host}`));
  const [first] = fitting;
  if (first && kinds.size === 1) return first;
  throw new UserError(
    printable(
      `${folder}: expected one VM on one host under ${technique}, found ${kinds.size} (${[...kinds].slice(0, 8).join(', ')}). Choose with --cell.`,
    ),
  );
}

/** What the scenario says a VM does under a technique, per million of its instructions. */
function ratesOf(vm: Vm, host: Host, technique: Technique) {
  const workload = { ...vm.workload, name: vm.name };
  return eventRates(withPackets(workload, busyPackets(vm), host), technique);
}

async function ofRun(folder: string, wanted: Wanted): Promise<StoredPrediction> {
  return withRun(folder, ({ rows, record }) => {
    const row = rowOf(rows, folder, wanted);
    const host = hostById(String(row.host), record.profiles);
    const vm = record.scenario.vms.find(({ name }) => name === row.workload);
    if (!vm) {
      throw badInput({ file: folder, expected: 'the VM of its rows', found: 'another scenario' });
    }
    const technique = techniqueById(String(row.technique));
    const rates = ratesOf(vm, host, technique);
    return {
      counted: { counts: rates, covers: 1, sampled: false },
      per: 'instructions',
      what: printable(`${row.workload} of ${folder}`, 300),
      ...{ host: host.id, technique: technique.id, unattributedShare: null },
      priceOf: (event) => overheadCycles(event, technique, host),
    };
  });
}

/** Reads a stored prediction: a results folder of `run`, or a document of `price --json`. */
export async function readStored(path: string, wanted: Wanted): Promise<StoredPrediction> {
  const info = await stat(path).catch((error) => {
    throw readFailure(path, error);
  });
  return info.isDirectory() ? ofRun(path, wanted) : ofDocument(path, wanted);
}
