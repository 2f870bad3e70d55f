import { Malformed, type TraceFormat, wholeNumber } from './trace-format.ts';

const LINE = /^\d{15,20},[^,]*,\d+,(Read|Write),\d+,\d+,\d+\s*$/i;

/**
 * MSR Cambridge (SNIA IOTTA 388): Timestamp (Windows file time, 100 ns), Hostname, DiskNumber, Type,
 * Offset, Size (bytes), ResponseTime (100 ns); no header.
 */
export const msrCambridge: TraceFormat = {
  id: 'msr',
  title: 'MSR Cambridge CSV',
  sniff: (lines) => LINE.test(lines[0] ?? ''),
  parser: () => (line) => {
    const [time, host, disk, type, offset, size] = line.split(',');
    const kind = type?.toLowerCase();
    if (kind !== 'read' && kind !== 'write')
      throw new Malformed('Read or Write in the fourth column');
    return {
      kind,
      disk: `${host}.${disk}`,
      offset: wholeNumber(offset, 'offset'),
      length: wholeNumber(size, 'size'),
      // File times exceed 2^53: a double keeps them to 16 steps of 100 ns, microseconds are enough.
      timeUs: Number(time) / 10,
    };
  },
};
