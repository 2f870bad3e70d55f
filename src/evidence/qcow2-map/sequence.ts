import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { badInput } from '../../errors.ts';
import { readFailure, readJson } from '../../files/read-input.ts';
import { parseOp } from '../../formats/block-ops.ts';
import type { Op } from '../../qcow2/op.ts';
import { bundledJson } from '../bundled.ts';

/** One recorded step; only `op` is an input, the rest was observed and may be missing. */
export interface Step {
  op: Op;
  io?: unknown;
  io_reuse?: unknown;
  obs?: unknown;
}

export interface Sequence {
  id: string;
  steps: Step[];
  /** Observations of every image at the end, if recorded. */
  final?: unknown;
}

/** The sequences of a folder (or one file), or those shipped with virtcost, in the order of their names. */
export async function readSequences(path: string | undefined): Promise<Sequence[]> {
  if (path === undefined) return bundledSequences();
  const names = await folderNames(path);
  const files = names === null ? [path] : names.map((name) => join(path, name));
  const sequences: Sequence[] = [];
  for (const file of files) sequences.push(toSequence(await readJson(file), file));
  return sequences;
}

/** The JSON files of a folder of sequences (or of the data set above it); null if `path` is a file. */
async function folderNames(path: string): Promise<string[] | null> {
  let names: string[];
  try {
    names = await readdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return null;
    throw readFailure(path, error);
  }
  if (names.includes('sequences')) {
    const inner = await folderNames(join(path, 'sequences'));
    if (inner) return inner.map((name) => join('sequences', name));
  }
  const json = names.filter((name) => name.endsWith('.json')).sort();
  if (json.length === 0) {
    throw badInput({ file: path, expected: 'sequences (*.json)', found: 'none' });
  }
  return json;
}

async function bundledSequences(): Promise<Sequence[]> {
  const file = 'qcow2-map.json.gz';
  return ((await bundledJson(file)) as unknown[]).map((entry) => toSequence(entry, file));
}

function toSequence(value: unknown, file: string): Sequence {
  const record = value as { id?: unknown; steps?: unknown; final?: unknown } | null;
  if (typeof record !== 'object' || record === null || !Array.isArray(record.steps)) {
    throw badInput({ file, expected: 'a sequence with an array `steps`', found: typeof value });
  }
  const steps = record.steps.map((entry: unknown, step) => {
    const fields = (typeof entry === 'object' && entry !== null ? entry : {}) as Partial<Step>;
    return { ...fields, op: parseOp(fields.op, { file, step }) };
  });
  const id = typeof record.id === 'string' ? record.id : basename(file, '.json');
  return { id, steps, ...(record.final === undefined ? {} : { final: record.final }) };
}
