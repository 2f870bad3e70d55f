import {
  countIn,
  type EventFormat,
  type ExitCount,
  lines,
  nothingFound,
  onlyExits,
} from './imported.ts';

/** bcc kvmexit: with or without PID, TID or TIDS columns; the Arm variant adds COMM and AVG_TIME (ns). */
export const kvmexit: EventFormat = {
  id: 'kvmexit',
  title: 'bcc kvmexit',
  madeBy: 'kvmexit 10',
  parse(text, file) {
    const exits: ExitCount[] = [];
    let columns: string[] | undefined;
    for (const { text: raw, line } of lines(text)) {
      const line0 = raw.replace(/^\s*\^C/, '').trim();
      if (/\bKVM_EXIT_REASON\s+COUNT\b/.test(line0)) {
        columns = line0.split(/\s+/);
        continue;
      }
      if (!columns || line0 === '') continue;
      const fields = line0.split(/\s+/);
      const fromEnd = columns.length - columns.indexOf('COUNT');
      const count = fields[fields.length - fromEnd];
      const reason = fields[fields.length - fromEnd - 1];
      if (fields.length < 2 || !count || !reason || !/^[\d,]+$/.test(count)) continue;
      if (!/^[A-Za-z][\w]*$/.test(reason)) continue;
      const counted = countIn(count, file, line);
      const average = fromEnd > 1 ? Number(fields[fields.length - 1]) : Number.NaN;
      exits.push({
        reason: reason.toUpperCase().replace(/^EXIT_REASON_/, ''),
        count: counted,
        ...(Number.isFinite(average) && average >= 0 ? { timeUs: (counted * average) / 1000 } : {}),
      });
    }
    if (exits.length === 0) throw nothingFound(file, 'rows under KVM_EXIT_REASON COUNT');
    return onlyExits(exits);
  },
};
