import type { TraceAccess, TraceFormat } from './trace-format.ts';
import { Malformed, wholeNumber } from './trace-format.ts';

const kinds = new Set<unknown>(['read', 'write', 'zero', 'discard']);

/** The op language of the qcow2-map data set, one JSON array a line: accesses of images, and `snap`. */
export const opLines: TraceFormat = {
  id: 'ops',
  title: 'op language, one JSON array a line',
  sniff: (lines) => /^\s*\["[a-z_]+",/.test(lines[0] ?? ''),
  parser:
    () =>
    (line): TraceAccess | null => {
      let op: unknown;
      try {
        op = JSON.parse(line);
      } catch {
        throw new Malformed('a JSON array');
      }
      if (!Array.isArray(op)) throw new Malformed('a JSON array');
      const [name, disk, offset, length] = op as unknown[];
      if (typeof disk !== 'string') throw new Malformed('the name of an image in second place');
      if (name === 'snap') return { kind: 'snapshot', disk, offset: 0, length: 0, timeUs: null };
      if (name === 'create' || name === 'overlay') return null;
      if (!kinds.has(name)) throw new Malformed('read, write, zero, discard, snap or create');
      return {
        kind: name as 'read',
        disk,
        offset: wholeNumber(String(offset), 'offset'),
        length: wholeNumber(String(length), 'length'),
        timeUs: null,
      };
    },
};
