import { group as groupOf, lastOf, nth, num } from '../../elements.ts';
import { combine, guestStats } from './build.ts';
import { csvRows } from './csv.ts';
import type { GuestStats, GuestStatsFormat, Scheduling } from './guest-stats.ts';
import { decimal, fail } from './text.ts';

/** Counters of a group, which esxtop sums over the worlds of the guest. */
const COUNTERS = new Map<string, keyof Scheduling>([
  ['% Used', 'usedPercent'],
  ['% Run', 'runPercent'],
  ['% System', 'systemPercent'],
  ['% Wait', 'waitPercent'],
  ['% Idle', 'idlePercent'],
  ['% Ready', 'readyPercent'],
  ['% CoStop', 'costopPercent'],
  ['% Max Limited', 'maxLimitedPercent'],
]);

interface Group {
  name: string;
  columns: { at: number; counter: keyof Scheduling }[];
}

/** Names hold colons and parentheses, so the counter is cut off at the last `)\` and the id at the first colon. */
const GROUP = /^\\\\[^\\]*\\Group Cpu\((\d{1,15}):(.*)\)\\([^\\]*)$/s;
const VCPU = /^\\\\[^\\]*\\Vcpu\((\d{1,15}):(.*)\)\\[^\\]*$/s;

function groupsOf(header: readonly string[]): {
  groups: Map<string, Group>;
  worlds: Map<string, Set<string>>;
} {
  const groups = new Map<string, Group>();
  const worlds = new Map<string, Set<string>>();
  for (const [at, cell] of header.entries()) {
    const group = GROUP.exec(cell);
    const world = VCPU.exec(cell);
    if (group) {
      const entry = groups.get(groupOf(group, 1)) ?? { name: groupOf(group, 2), columns: [] };
      groups.set(groupOf(group, 1), entry);
      const counter = COUNTERS.get(groupOf(group, 3));
      if (counter) entry.columns.push({ at, counter });
    } else if (world) {
      worlds.set(
        groupOf(world, 1),
        (worlds.get(groupOf(world, 1)) ?? new Set()).add(groupOf(world, 2)),
      );
    }
  }
  return { groups, worlds };
}

/** vCPU worlds of a group: without the guest's name in front, which may itself look like one. */
function vcpusOf(group: Group, worlds: ReadonlySet<string> | undefined): number {
  const names = [...(worlds ?? [])].map((world) =>
    world.startsWith(`${group.name}:`) ? world.slice(group.name.length + 1) : world,
  );
  return names.filter((name) => /^\d+:(vmx-)?vcpu-\d+/.test(name)).length;
}

const DATE = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d)$/;

function secondsOf(stamp: string): number | undefined {
  const match = DATE.exec(stamp);
  if (!match) return undefined;
  const [month, day, year, ...clock] = match.slice(1).map(Number) as number[];
  return Date.UTC(year!, month! - 1, day!, num(clock, 0), num(clock, 1), num(clock, 2)) / 1000;
}

export const esxtop: GuestStatsFormat = {
  id: 'esxtop',
  title: 'esxtop -b (CSV)',
  describe: 'ready, co-stop, used and run time of each guest, per vCPU',
  make: 'esxtop -b -a -d 5 -n 60 > FILE',
  sniff: (text) => /^\ufeff?"?\(PDH-CSV 4\.0\)/.test(text),
  read(text, file) {
    const [header, ...rows] = csvRows(text, file);
    if (!header?.cells[0]?.startsWith('(PDH-CSV 4.0)')) {
      fail({ file, line: 1 }, '"(PDH-CSV 4.0) ..." as the first cell', text.slice(0, 80));
    }
    const { groups, worlds } = groupsOf(header.cells);
    if (rows.length === 0) fail({ file, line: header.line }, 'rows under the header', '');
    for (const { cells, line } of rows) {
      if (cells.length !== header.cells.length) {
        fail(
          { file, line },
          `${header.cells.length} cells as in the header`,
          `${cells.length} cells`,
        );
      }
    }
    const stamps = rows.flatMap(({ cells }) => secondsOf(nth(cells, 0)) ?? []);
    const span = stamps.length === rows.length ? lastOf(stamps) - num(stamps, 0) : 0;
    const guests: GuestStats[] = [];
    for (const [id, group] of groups) {
      const vcpus = vcpusOf(group, worlds.get(id));
      if (group.columns.length === 0 || (vcpus === 0 && worlds.size > 0)) continue;
      const scheduling: Scheduling = {};
      for (const { at, counter } of group.columns) {
        const values = rows.flatMap(({ cells, line }) =>
          nth(cells, at).trim() === ''
            ? []
            : [decimal(nth(cells, at).trim(), { file, line }, nth(header.cells, at))],
        );
        if (scheduling[counter] !== undefined)
          fail({ file, line: header.line }, 'each counter once', nth(header.cells, at));
        if (values.length === 0) continue;
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        scheduling[counter] = mean / Math.max(1, vcpus);
      }
      guests.push(
        guestStats({
          format: 'esxtop',
          title: group.name,
          ...(span > 0 ? { seconds: (span * rows.length) / (rows.length - 1) } : {}),
          ...(vcpus > 0 ? { vcpus } : {}),
          scheduling,
          warnings:
            vcpus > 0
              ? []
              : ['No Vcpu counters: percentages are sums over all vCPUs of the guest.'],
        }),
      );
    }
    if (guests.length === 0)
      fail({ file, line: header.line }, 'counters \\\\HOST\\Group Cpu(ID:NAME)\\% Ready', '');
    return combine('esxtop', guests, ['esxtop shows no exits: only scheduling is read.']);
  },
};
