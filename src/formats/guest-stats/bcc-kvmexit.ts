import { group } from '../../elements.ts';
import { sumExits } from './attribute.ts';
import { guestStats } from './build.ts';
import { plainReason } from './exit-reasons.ts';
import type { ExitCount, GuestStatsFormat } from './guest-stats.ts';
import { count, decimal, fail, type Line, linesOf, words } from './text.ts';

const COLUMNS = new Set([
  'PID',
  'TID',
  'TIDS',
  'TGID',
  'COMM',
  'KVM_EXIT_REASON',
  'COUNT',
  'AVG_TIME',
]);
const NAME = /^[A-Za-z_][\w.-]{0,63}$/;

/** `AVG_TIME(ns)` and `AVG_TIME (ns)` are one column. */
function columnsOf(text: string): string[] | undefined {
  const names = words(text.replace(/\(ns\)/gi, ''));
  return names.includes('KVM_EXIT_REASON') ? names : undefined;
}

/** One row; COMM, the only cell with blanks ("CPU 0/KVM"), is what is left between its neighbours. */
function rowOf(
  line: Line,
  text: string,
  columns: readonly string[],
): { exit: ExitCount; tid?: string } {
  let cells = words(text);
  const comm = columns.indexOf('COMM');
  const extra = cells.length - columns.length;
  if (comm >= 0 && extra > 0) {
    cells = [
      ...cells.slice(0, comm),
      cells.slice(comm, comm + extra + 1).join(' '),
      ...cells.slice(comm + extra + 1),
    ];
  }
  if (cells.length !== columns.length)
    fail(line, `${columns.length} columns: ${columns.join(' ')}`, text);
  const cell = (name: string) => cells[columns.indexOf(name)];
  const reason = cell('KVM_EXIT_REASON')!;
  if (!NAME.test(reason)) fail(line, 'the name of an exit reason', reason);
  for (const id of ['PID', 'TID', 'TGID']) if (columns.includes(id)) count(cell(id), line, id);
  const exit: ExitCount = {
    reason: plainReason(reason),
    count: count(cell('COUNT'), line, 'COUNT'),
  };
  if (columns.includes('AVG_TIME')) {
    exit.meanUs = decimal(cell('AVG_TIME'), line, 'AVG_TIME') / 1000;
    exit.totalUs = exit.meanUs * exit.count;
  }
  const tid = cell('TID') ?? cell('TIDS');
  return { exit, ...(tid !== undefined ? { tid } : {}) };
}

export const bccKvmexit: GuestStatsFormat = {
  id: 'bcc-kvmexit',
  title: 'bcc kvmexit',
  describe: 'exits by reason, counts only (with time on AArch64)',
  make: '/usr/share/bcc/tools/kvmexit -p PID 10 > FILE',
  sniff: (text) => /^.*\bKVM_EXIT_REASON\s+COUNT\b/m.test(text),
  read(text, file) {
    let columns: string[] | undefined;
    let seconds: number | undefined;
    let title = 'bcc kvmexit';
    const exits: ExitCount[] = [];
    const threads = new Set<string>();
    let tables = 0;
    for (const line of linesOf(text, file)) {
      const row = line.text.replace(/^\s*\^C/, '');
      const shown =
        /^Display kvm exit reasons and statistics for (.+?)(?: after sleeping (\d{1,7}) secs)?\.+/.exec(
          row,
        );
      const header = columnsOf(row);
      if (shown) {
        title = group(shown, 1).slice(0, 500);
        if (shown[2] !== undefined) seconds = Number(shown[2]);
      } else if (header) {
        const odd = header.find((name) => !COLUMNS.has(name));
        if (
          odd !== undefined ||
          !header.includes('COUNT') ||
          new Set(header).size < header.length
        ) {
          fail(line, `columns of ${[...COLUMNS].join(' ')}`, row);
        }
        columns = header;
        tables++;
      } else if (columns && row.trim() !== '') {
        const { exit, tid } = rowOf(line, row, columns);
        exits.push(exit);
        if (tid !== undefined) threads.add(tid);
      }
    }
    if (!columns || exits.length === 0)
      fail({ file, line: 1 }, 'a header with KVM_EXIT_REASON and rows', '');
    return guestStats({
      format: 'bcc-kvmexit',
      title,
      ...(seconds !== undefined && seconds > 0 ? { seconds: seconds * tables } : {}),
      ...(threads.size > 0 ? { vcpus: threads.size } : {}),
      exits: sumExits(exits),
      warnings: tables > 1 ? [`${tables} tables summed.`] : [],
    });
  },
};
