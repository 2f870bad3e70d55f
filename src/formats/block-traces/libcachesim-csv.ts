import { Malformed, type TraceFormat, wholeNumber } from './trace-format.ts';

const SECTOR = 512;
const HEAD = 'version,time,op,size,lbn';

/** The CSV libCacheSim ships for block traces: SCSI opcode in hex (28 read, 2a write), bytes, sector, seconds. */
export const libcachesimCsv: TraceFormat = {
  id: 'libcachesim',
  title: 'libCacheSim block CSV (version,time,op,size,lbn)',
  sniff: (lines) => (lines[0] ?? '').trim() === HEAD,
  parser: () => (line) => {
    if (line.trim() === HEAD) return null;
    const [, time, opcode, size, sector] = line.split(',');
    const code = opcode?.toLowerCase();
    const read = code === '28' || code === '8' || code === '88';
    const write = code === '2a' || code === 'a' || code === '8a';
    if (!read && !write) throw new Malformed('opcode 28 (read) or 2a (write)');
    return {
      kind: read ? 'read' : 'write',
      disk: '0',
      offset: wholeNumber(sector?.trim(), 'lbn') * SECTOR,
      length: wholeNumber(size, 'size'),
      timeUs: wholeNumber(time, 'time') * 1e6,
    };
  },
};
