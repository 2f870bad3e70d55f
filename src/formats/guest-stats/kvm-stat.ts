import { group, lastOf, nth, num } from '../../elements.ts';
import { sumCounters, sumExits } from './attribute.ts';
import { guestStats } from './build.ts';
import { plainReason } from './exit-reasons.ts';
import type { Counter, ExitCount, GuestStats, GuestStatsFormat } from './guest-stats.ts';
import { count, fail, type Line, linesOf, timestamp, words } from './text.ts';

const MAX_FIELDS = 10_000;
const FIELD = /^[A-Za-z_][\w-]{0,63}(\([\w-]{1,64}\))?$/;
const STAMP = /^[ \t]*(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?)(.*)$/;
const SUMMARY =
  /^\s*([A-Za-z_][\w-]{0,63}(?:\([\w-]{1,64}\))?)\s+(\d+)(?:\s+\d+(?:\.\d+)?)?\s+(\d+)\s*$/;

/** The field names of a banner line, which kvm_stat repeats every 20 rows; undefined when it is no banner. */
function bannerOf(text: string): string[] | undefined {
  const names = text.includes(',') ? text.split(',').map((name) => name.trim()) : words(text);
  const fields = names[0] === 'timestamp' ? names.slice(1) : names;
  const isBanner = fields.length > 0 && fields.every((name) => FIELD.test(name));
  return isBanner && /kvm_|exits|timestamp/.test(text) ? fields : undefined;
}

/** `kvm_exit(HLT)` is an exit reason; everything else is a counter. */
function statsOf(sums: readonly Counter[]): Pick<GuestStats, 'exits' | 'counters'> {
  const exits: ExitCount[] = [];
  const counters: Counter[] = [];
  for (const { name, count } of sums) {
    const reason = /^kvm_exit\((.+)\)$/.exec(name)?.[1];
    if (reason !== undefined) exits.push({ reason: plainReason(reason), count });
    else counters.push({ name, count });
  }
  return { ...(exits.length > 0 ? { exits: sumExits(exits) } : {}), counters };
}

function readLog(lines: readonly Line[], file: string): GuestStats {
  let fields: string[] | undefined;
  const counters: Counter[] = [];
  const times: number[] = [];
  let rows = 0;
  for (const line of lines) {
    if (line.text.trim() === '') continue;
    const banner = bannerOf(line.text);
    if (banner) {
      if (fields && fields.join() !== banner.join())
        fail(line, 'the same fields as before', line.text);
      if (new Set(banner).size < banner.length)
        fail(line, 'fields with different names', line.text);
      if (banner.length > MAX_FIELDS) fail(line, `at most ${MAX_FIELDS} fields`, line.text);
      fields = banner;
      continue;
    }
    if (!fields) fail(line, 'the banner with the field names first', line.text);
    const stamp = STAMP.exec(line.text);
    const rest = stamp ? group(stamp, 2) : line.text;
    const cells = rest.includes(',') ? rest.replace(/^\s*,/, '').split(',') : words(rest);
    if (cells.length !== fields.length) fail(line, `${fields.length} numbers`, line.text);
    for (const [i, cell] of cells.entries()) {
      counters.push({ name: nth(fields, i), count: count(cell.trim(), line, nth(fields, i)) });
    }
    const time = stamp ? timestamp(group(stamp, 1)) : undefined;
    if (time !== undefined) times.push(time);
    rows++;
    if (counters.length > 100_000) counters.splice(0, counters.length, ...sumCounters(counters));
  }
  if (rows === 0) fail({ file, line: 1 }, 'rows of numbers under the field names', '');
  // Each row covers the interval before it: n rows span n intervals, their stamps only n - 1.
  const span = times.length > 1 && times.length === rows ? lastOf(times) - num(times, 0) : 0;
  return guestStats({
    format: 'kvm-stat',
    title: 'kvm_stat log',
    ...(span > 0 ? { seconds: (span * rows) / (rows - 1) } : {}),
    ...statsOf(sumCounters(counters)),
  });
}

function readSummary(lines: readonly Line[], file: string): GuestStats {
  const counters: Counter[] = [];
  for (const line of lines) {
    const row = SUMMARY.exec(line.text);
    if (row) counters.push({ name: group(row, 1), count: count(row[2], line, 'total') });
    else if (/^\s*kvm_\w+|\bkvm_exit\(/.test(line.text))
      fail(line, 'a row "NAME TOTAL CURRENT"', line.text);
  }
  if (counters.length === 0) fail({ file, line: 1 }, 'rows "NAME TOTAL CURRENT"', '');
  const names = new Set(counters.map(({ name }) => name));
  if (names.size < counters.length)
    fail({ file, line: 1 }, 'each name once (one screen)', 'a name twice');
  return guestStats({
    format: 'kvm-stat',
    title: 'kvm_stat summary',
    ...statsOf(counters),
    warnings: ['Totals since kvm_stat started: the file does not say how long that was.'],
  });
}

const isSummary = (text: string) => /^[ \t]*kvm_\w+(\([\w-]+\))?[ \t]+\d+[ \t]+\d/m.test(text);

export const kvmStat: GuestStatsFormat = {
  id: 'kvm-stat',
  title: 'kvm_stat log (-l, -L, with or without -c) or screen (-1)',
  describe: 'deltas of every KVM statistic and exit reason, one row per interval',
  make: 'kvm_stat -l -c -s 1 > FILE   (stop it with Ctrl-C)',
  sniff: (text) =>
    /^timestamp,[A-Za-z_]/m.test(text) ||
    isSummary(text) ||
    (/^\s*([A-Za-z_]\w*(\([\w-]+\))? +){2,}/.test(text) &&
      /\bkvm_\w+ /.test(text) &&
      /^[ \t]*(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +\d+|\d+)( +\d+)+[ \t\r]*$/m.test(text)),
  read(text, file) {
    const lines = linesOf(text, file);
    return isSummary(text) ? readSummary(lines, file) : readLog(lines, file);
  },
};
