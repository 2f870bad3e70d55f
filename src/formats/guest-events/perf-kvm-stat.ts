import { badInput } from '../../errors.ts';
import {
  countIn,
  type EventFormat,
  type ExitCount,
  lines,
  nothingFound,
  numberIn,
  onlyExits,
} from './imported.ts';

const row =
  /^\s*([A-Za-z][\w-]*)\s+([\d,]+)\s+([\d.]+)%\s+([\d.]+)%\s+(?:([\d.]+)us\s+([\d.]+)us\s+)?([\d.]+)us(?:\s*\(\s*\+-\s*[\d.a-z-]+%\s*\))?\s*$/i;
const total = /^Total Samples:\s*([\d,]+)(?:,\s*Total events handled time:\s*([\d.]+)us)?/;

/** `perf kvm stat report` of all kernels: with and without Min and Max, VMX (upper) and SVM (lower) names. */
export const perfKvmStat: EventFormat = {
  id: 'perf-kvm-stat',
  title: 'perf kvm stat report',
  madeBy: 'perf kvm stat record -a sleep 10; perf kvm stat report',
  parse(text, file) {
    const exits: ExitCount[] = [];
    let header = false;
    let stated: { samples: number; line: number } | undefined;
    let elided = false;
    // Mail wraps a row behind its percentage: a line that ends a row alone is joined to the one before.
    const joined: { text: string; line: number }[] = [];
    for (const current of lines(text)) {
      const before = joined[joined.length - 1];
      const looseEnd = /^\s*(?:[\d.]+us\b|\(\s*\+-)/.test(current.text);
      if (looseEnd && before) before.text = `${before.text} ${current.text.trim()}`;
      else joined.push({ ...current });
    }
    for (const { text: line, line: number } of joined) {
      if (/VM-EXIT\s+Samples/.test(line)) header = true;
      if (/^\s*\[\.+\]\s*$/.test(line)) elided = true;
      const sum = total.exec(line.trim());
      if (sum) stated = { samples: countIn(sum[1]!, file, number), line: number };
      const match = header ? row.exec(line) : null;
      if (!match) continue;
      const count = countIn(match[2]!, file, number);
      exits.push({
        reason: match[1]!.toUpperCase(),
        count,
        timeUs: count * numberIn(match[7]!, file, number),
      });
    }
    if (exits.length === 0) throw nothingFound(file, 'rows of perf kvm stat (VM-EXIT Samples ...)');
    const counted = exits.reduce((sum, exit) => sum + exit.count, 0);
    if (stated && !elided && counted > stated.samples) {
      throw badInput({
        file,
        line: stated.line,
        expected: `at most ${stated.samples} samples as the total says`,
        found: `${counted} in the rows`,
      });
    }
    const missing = stated ? stated.samples - counted : 0;
    const rest = missing > 0 ? [{ reason: 'NOT LISTED', count: missing }] : [];
    const notes = missing > 0 ? [`${missing} samples of the total are in no row`] : [];
    return onlyExits([...exits, ...rest], notes);
  },
};
