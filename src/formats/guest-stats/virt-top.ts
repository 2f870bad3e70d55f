import { nth } from '../../elements.ts';
import { combine, guestStats } from './build.ts';
import { csvRows } from './csv.ts';
import type { GuestStatsFormat } from './guest-stats.ts';
import { decimal, fail } from './text.ts';

interface Sums {
  cpuNs: number;
  requests: number;
  percent: number[];
}

const CLOCK = /^(\d\d):(\d\d):(\d\d)$/;

/** Clock times of one file as seconds that only grow, over midnight too. */
function elapsed(clocks: readonly string[]): number | undefined {
  let total = 0;
  let before: number | undefined;
  for (const clock of clocks) {
    const match = CLOCK.exec(clock);
    if (!match) return undefined;
    const [hour, minute, second] = match.slice(1).map(Number) as [number, number, number];
    const now = hour * 3600 + minute * 60 + second;
    if (before !== undefined) total += (now - before + 86_400) % 86_400;
    before = now;
  }
  return total;
}

export const virtTop: GuestStatsFormat = {
  id: 'virt-top',
  title: 'virt-top --csv',
  describe: 'CPU time and disk requests of each guest',
  make: 'virt-top --script --csv FILE -d 2 -n 30',
  sniff: (text) => /^\ufeff?"?Hostname"?,"?Time"?,.*Domain ID/m.test(text),
  read(text, file) {
    const [header, ...rows] = csvRows(text, file);
    // The header names the columns of one domain; rows repeat them once per domain.
    const base = header?.cells.indexOf('Domain ID') ?? -1;
    if (!header || base < 2)
      fail({ file, line: 1 }, 'a virt-top header with "Domain ID"', text.slice(0, 80));
    const names = header.cells.slice(base);
    const column = (name: string) => {
      const at = names.indexOf(name);
      return at >= 0 ? at : fail({ file, line: header.line }, `a column "${name}"`, names.join());
    };
    const [name, cpuNs, cpuPercent] = [column('Domain name'), column('CPU (ns)'), column('%CPU')];
    const requests = ['Block RDRQ', 'Block WRRQ']
      .map((what) => names.indexOf(what))
      .filter((at) => at >= 0);
    const domains = new Map<string, Sums>();
    const clock = header.cells.indexOf('Time');
    for (const [i, { cells, line }] of rows.entries()) {
      const place = { file, line };
      if (cells.length < base || (cells.length - base) % names.length !== 0) {
        fail(
          place,
          `${base} columns and ${names.length} more per domain`,
          `${cells.length} columns`,
        );
      }
      const inRow = new Set<string>();
      for (let at = base; at < cells.length; at += names.length) {
        const cell = (offset: number, what: string) => {
          const value = nth(cells, at + offset).trim();
          return value === '' ? undefined : decimal(value, place, what);
        };
        const title = nth(cells, at + name);
        const id = nth(cells, at).trim();
        if (!/^-?\d{1,9}$/.test(id)) fail(place, 'a domain ID', nth(cells, at));
        if (inRow.has(`${id} ${title}`)) fail(place, 'each domain once in a row', title);
        inRow.add(`${id} ${title}`);
        const sums = domains.get(title) ?? { cpuNs: 0, requests: 0, percent: [] };
        domains.set(title, sums);
        const time = cell(cpuNs, 'CPU (ns)');
        const percent = cell(cpuPercent, '%CPU');
        const asked = requests.map((offset) => cell(offset, nth(names, offset)) ?? 0);
        // The first sample has nothing to compare with: zeros and empty cells.
        if (i === 0) continue;
        sums.cpuNs += time ?? 0;
        for (const n of asked) sums.requests += n;
        if (percent !== undefined) sums.percent.push(percent);
      }
    }
    if (domains.size === 0)
      fail({ file, line: header.line }, 'rows with domains', 'a header alone');
    const seconds = elapsed(rows.map(({ cells }) => cells[clock]?.trim() ?? ''));
    const guests = [...domains].map(([title, sums]) =>
      guestStats({
        format: 'virt-top',
        title,
        ...(seconds !== undefined && seconds > 0 ? { seconds } : {}),
        events: sums.requests > 0 ? { 'device-request': sums.requests } : {},
        scheduling: { cpuNs: sums.cpuNs },
      }),
    );
    const warnings = ['virt-top shows no exits: disk requests are the only events.'];
    if (rows.length < 2) warnings.push('One sample: the first is always zero. Let it run longer.');
    return combine('virt-top', guests, warnings);
  },
};
