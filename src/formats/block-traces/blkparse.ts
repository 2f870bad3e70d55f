import { type TraceFormat, wholeNumber } from './trace-format.ts';

const SECTOR = 512;
const LINE =
  /^\s*(\d+,\d+)\s+\d+\s+\d+\s+(\d+)\.(\d{1,9})\s+\d+\s+([A-Z]{1,2})\s+([A-Z]+)(?:\s+(\d+)\s+\+\s+(\d+))?/;

/**
 * The default text of blkparse(1). Only queued requests (action Q) count: every other action is the same
 * request again at a later stage. RWBS: D discard, then W write, R read; F alone is a flush.
 */
export const blkparse: TraceFormat = {
  id: 'blkparse',
  title: 'blkparse text',
  sniff: (lines) => lines.some((line) => LINE.test(line)),
  parser: () => (line) => {
    const match = LINE.exec(line);
    // Summaries and messages follow the events; they are not events.
    if (match?.[4] !== 'Q') return null;
    const [, disk, seconds, fraction, , rwbs, sector, blocks] = match;
    const timeUs = Number(seconds) * 1e6 + Number(fraction!.padEnd(9, '0')) / 1e3;
    const flags = rwbs!;
    const flushOnly = flags.startsWith('F') && !flags.includes('W');
    if (flushOnly || sector === undefined) {
      return flags.includes('F')
        ? { kind: 'flush', disk: disk!, offset: 0, length: 0, timeUs }
        : null;
    }
    // Requests that move no data (N) are no access.
    if (!/[RWD]/.test(flags)) return null;
    const kind = flags.includes('D') ? 'discard' : flags.includes('W') ? 'write' : 'read';
    return {
      kind,
      disk: disk!,
      offset: wholeNumber(sector, 'sector') * SECTOR,
      length: wholeNumber(blocks, 'blocks') * SECTOR,
      timeUs,
    };
  },
};
