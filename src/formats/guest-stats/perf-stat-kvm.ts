import { group } from '../../elements.ts';
import { sumCounters } from './attribute.ts';
import { guestStats } from './build.ts';
import type { Counter, GuestStatsFormat } from './guest-stats.ts';
import { fail, type Line, linesOf } from './text.ts';

interface Row {
  count: string;
  name: string;
  rest: string;
}

/** `[TIME] COUNT kvm:NAME [REST]`, cut at the name: counts may hold blanks. */
function rowOf(text: string): Row | undefined {
  const at = text.indexOf('kvm:');
  if (at < 1 || !/\s/.test(text[at - 1]!)) return undefined;
  const name = /^kvm:([a-z0-9_]{1,64})(?::[a-zA-Z]{1,8})?(?=\s|$)/.exec(text.slice(at, at + 80));
  if (!name) return undefined;
  const before = text.slice(0, at).trim();
  const interval = /^\d{1,9}\.\d{9}\s+/.exec(before);
  return {
    count: before.slice(interval?.[0].length ?? 0),
    name: group(name, 1),
    rest: text.slice(at + name[0].length),
  };
}

const GROUPED = /^\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+$/u;
const ELAPSED = /^\s*(\d{1,9})[.,](\d{1,12})\s+seconds time elapsed/;

/** A tracepoint count: always whole, so a dot or a blank can only separate thousands. */
function countOf(text: string, line: Line): number {
  if (!/^\d{1,20}$/.test(text) && !GROUPED.test(text)) fail(line, 'a count such as 307,800', text);
  return Number(text.replace(/\D/g, ''));
}

export const perfStatKvm: GuestStatsFormat = {
  id: 'perf-stat-kvm',
  title: "perf stat -e 'kvm:*'",
  describe: 'counts of KVM tracepoints, plain or by interval (-I)',
  make: "perf stat -e 'kvm:*' -p $(pidof qemu-system-x86_64) sleep 10 2> FILE",
  sniff: (text) => text.split('\n').some((line) => /^[\d<]/.test(rowOf(line)?.count ?? '')),
  read(text, file) {
    const counters: Counter[] = [];
    const warnings: string[] = [];
    let intervalSeconds: number | undefined;
    let elapsedSeconds = 0;
    let title = 'perf stat kvm:*';
    for (const line of linesOf(text, file)) {
      const elapsed = ELAPSED.exec(line.text);
      const row = rowOf(line.text);
      const shown = /^Performance counter stats for (.+):$/.exec(line.text.trim());
      const interval = /^\s*(\d{1,9}\.\d{9})\s/.exec(line.text);
      if (elapsed) {
        if (row) fail(line, 'one row on a line', line.text);
        elapsedSeconds += Number(`${elapsed[1]}.${elapsed[2]}`);
      } else if (shown) title = group(shown, 1).slice(0, 500);
      else if (row) {
        if (interval) intervalSeconds = Number(interval[1]);
        if (row.rest.includes('kvm:')) fail(line, 'one row on a line', line.text);
        if (/^<not (counted|supported)>$/.test(row.count)) {
          warnings.push(`kvm:${row.name} was not counted.`);
          continue;
        }
        if (/\(\d+(\.\d+)?%\)/.test(row.rest))
          warnings.push('Some counts are scaled: counters were multiplexed.');
        counters.push({ name: row.name, count: countOf(row.count, line) });
      } else if (/kvm:/.test(line.text)) fail(line, 'a row "COUNT kvm:NAME"', line.text);
    }
    if (counters.length === 0) fail({ file, line: 1 }, 'rows "COUNT kvm:NAME"', '');
    const seconds = intervalSeconds ?? elapsedSeconds;
    const sums = sumCounters(counters);
    if (intervalSeconds === undefined && sums.length < counters.length) {
      warnings.push('Rows of one name are summed, and so are their times.');
    }
    return guestStats({
      format: 'perf-stat-kvm',
      title,
      ...(seconds > 0 ? { seconds } : {}),
      counters: sums,
      warnings: [...new Set(warnings)].slice(0, 50),
    });
  },
};
