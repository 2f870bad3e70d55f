import { parseJson } from '../../files/parse-json.ts';
import type { TraceAccess, TraceFormat } from './trace-format.ts';
import { Malformed, wholeNumber } from './trace-format.ts';

const kinds = new Set<unknown>(['read', 'write', 'zero', 'discard']);
const whole = new Set<unknown>(
  'create overlay revert delsnap commit rebase rebase_u resize'.split(' '),
);

/** The op language of the qcow2-map data set, one JSON array a line: accesses of images, and `snap`. */
export const opLines: TraceFormat = {
  id: 'ops',
  title: 'op language, one JSON array a line',
  sniff: (lines) => /^\s*\["[a-z_]+",/.test(lines[0] ?? ''),
  parser: () => (line) => {
    try {
      return accessOf(parseJson(line));
    } catch (error) {
      if (error instanceof Malformed) throw error;
      throw new Malformed('a JSON array');
    }
  },
};

/** The access an operation is; null for operations on whole images. */
export function accessOf(op: unknown): TraceAccess | null {
  if (!Array.isArray(op)) throw new Malformed('a JSON array');
  const [name, disk, offset, length] = op as unknown[];
  if (typeof disk !== 'string') throw new Malformed('the name of an image in second place');
  if (name === 'snap') return { kind: 'snapshot', disk, offset: 0, length: 0, timeUs: null };
  if (whole.has(name)) return null;
  if (!kinds.has(name))
    throw new Malformed('read, write, zero, discard or an operation on an image');
  return {
    kind: name as 'read',
    disk,
    offset: wholeNumber(String(offset), 'offset'),
    length: wholeNumber(String(length), 'length'),
    timeUs: null,
  };
}

/** The accesses of a sequence file of the data set, batches taken apart; null if it is none. */
export function sequenceAccesses(document: unknown): TraceAccess[] | null {
  const steps = (document as { steps?: unknown } | null)?.steps;
  if (!Array.isArray(steps)) return null;
  return steps.flatMap((step: { op?: unknown } | null) => {
    const op = step?.op;
    if (!Array.isArray(op)) throw new Malformed('an operation in every step');
    const ops = op[0] === 'batch' && Array.isArray(op[2]) ? inner(op[1], op[2]) : [op];
    return ops.map(accessOf).filter((access) => access !== null);
  });
}

function inner(disk: unknown, accesses: unknown[]): unknown[] {
  return accesses.map((access) => {
    if (!Array.isArray(access)) throw new Malformed('accesses in a batch');
    return [access[0], disk, ...access.slice(1)];
  });
}
