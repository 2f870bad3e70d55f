import { nth } from '../../elements.ts';
import type { Figure } from '../../figure.ts';
import type { Message } from '../../message.ts';
import { studyWords } from '../../messages/studies.ts';
import { techniqueNames, terms } from '../../messages/terms.ts';
import { limitedTable } from '../../tables/limited-figure.ts';
import { byVm, firstOf, shown } from '../cells.ts';
import type { SharingRow } from './columns.ts';

const tableRow = (row: SharingRow) => ({
  VM: row.vm,
  technique: row.technique,
  'shared by': row.mechanism,
  'memory back per VM': shown.bytes(row.saved_bytes),
  after: shown.seconds(row.settle_s),
  'scanner CPUs per VM': shown.number(row.scan_cpus),
  'write to a merged page': shown.seconds(row.break_us === null ? null : row.break_us / 1e6),
  'CPU s per GiB and hour': shown.number(row.cpu_s_per_gib_hour),
  'large pages lost': shown.overhead(row.huge_lost_ratio),
  known: row.status,
});

export function sharingFigures(rows: readonly SharingRow[]): Figure[] {
  if (rows.length === 0) return [];
  const first = firstOf(rows, ['settings', 'host_page', 'host']);
  return [
    limitedTable(
      {
        id: 'sharing-memory',
        title: studyWords.sharingMemory(),
        description: studyWords.sharingMemoryText({ host: nth(first, 0).host }),
      },
      first,
      tableRow,
    ),
  ];
}

/** Per VM: what the scanner gives back, how soon, at what price. */
export function sharingSentences(rows: readonly SharingRow[]): Message[] {
  const first = firstOf(rows, ['settings', 'host_page', 'host']);
  return byVm(first).map(([vm, mine]) => {
    const scanned = mine.find((row) => row.mechanism === 'scanner');
    const without = mine
      .filter((row) => row.mechanism === 'none')
      .map((row) => techniqueNames(row.technique));
    const none = without.length > 0 ? terms.list({ names: without }) : terms.none();
    if (!scanned) return studyWords.sharingNone({ vm, none });
    return studyWords.sharingBack({
      ...{ vm, none, machines: String(scanned.machines) },
      saved: scanned.saved_bytes,
      settle: Number(scanned.settle_s),
      cpus: Number(scanned.scan_cpus),
    });
  });
}
