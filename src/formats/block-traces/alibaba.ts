import { Malformed, type TraceFormat, wholeNumber } from './trace-format.ts';

const LINE = /^\d+,[RW],\d+,\d+,\d+\s*$/;

/** Alibaba block traces (2020): device_id, opcode R or W, offset, length (bytes), timestamp (microseconds). */
export const alibaba: TraceFormat = {
  id: 'alibaba',
  title: 'Alibaba block CSV',
  sniff: (lines) => LINE.test(lines[0] ?? '') || /^device_id,opcode,/.test(lines[0] ?? ''),
  parser: () => (line) => {
    if (line.startsWith('device_id,')) return null;
    const [disk, opcode, offset, length, time] = line.split(',');
    if (opcode !== 'R' && opcode !== 'W') throw new Malformed('R or W in the second column');
    return {
      kind: opcode === 'R' ? 'read' : 'write',
      disk: disk!,
      offset: wholeNumber(offset, 'offset'),
      length: wholeNumber(length, 'length'),
      timeUs: wholeNumber(time?.trim(), 'timestamp'),
    };
  },
};
