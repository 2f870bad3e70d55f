import { Malformed, type TraceFormat, wholeNumber } from './trace-format.ts';

const SECTOR = 512;
const LINE = /^\s*\d+,\s*\d+,\s*\d+,\s*[rRwW],\s*\d+(\.\d+)?/;

/** SPC (UMass Financial and WebSearch): ASU, LBA in sectors, size in bytes, opcode, seconds. */
export const spc: TraceFormat = {
  id: 'spc',
  title: 'SPC text (UMass)',
  sniff: (lines) => LINE.test(lines[0] ?? ''),
  parser: () => (line) => {
    const [unit, lba, size, opcode, time] = line.split(',').map((field) => field.trim());
    const kind = opcode?.toLowerCase();
    if (kind !== 'r' && kind !== 'w') throw new Malformed('r or w in the fourth column');
    return {
      kind: kind === 'r' ? 'read' : 'write',
      disk: unit!,
      offset: wholeNumber(lba, 'LBA') * SECTOR,
      length: wholeNumber(size, 'size'),
      timeUs: Number(time) * 1e6,
    };
  },
};
