import { Malformed, type TraceAccess, type TraceFormat, wholeNumber } from './trace-format.ts';

const kinds: Record<string, TraceAccess['kind']> = {
  read: 'read',
  write: 'write',
  trim: 'discard',
  sync: 'flush',
  datasync: 'flush',
};
const HEAD = /^fio version (\d+) iolog\s*$/;

/** fio's iolog, versions 2 and 3 (fio HOWTO, "Trace file format"): `FILE ACTION OFFSET LENGTH`, in v3 after a time. */
export const fioIolog: TraceFormat = {
  id: 'fio-iolog',
  title: 'fio iolog v2 and v3',
  sniff: (lines) => HEAD.test(lines[0] ?? ''),
  parser() {
    let version = 0;
    let waitedUs = 0;
    return (line) => {
      const head = HEAD.exec(line);
      if (head) {
        version = Number(head[1]);
        if (version !== 2 && version !== 3) throw new Malformed('iolog version 2 or 3');
        return null;
      }
      if (version === 0)
        throw new Malformed('the line "fio version 2 iolog" or "fio version 3 iolog"');
      const words = line.trim().split(/\s+/);
      // Version 3 starts each line with microseconds since the start and has no `wait`.
      const timeUs = version === 3 ? wholeNumber(words.shift(), 'time') : waitedUs;
      const [disk, action, offset, length] = words;
      if (disk === undefined || action === undefined) throw new Malformed('FILE ACTION');
      if (action === 'add' || action === 'open' || action === 'close') return null;
      if (action === 'wait') {
        waitedUs += wholeNumber(offset, 'wait');
        return null;
      }
      const kind = kinds[action];
      if (!kind) throw new Malformed('add, open, close, read, write, sync, datasync, trim or wait');
      if (kind === 'flush') return { kind, disk, offset: 0, length: 0, timeUs };
      return {
        kind,
        disk,
        offset: wholeNumber(offset, 'offset'),
        length: wholeNumber(length, 'length'),
        timeUs,
      };
    };
  },
};
