import type { Figure } from '../../figure.ts';
import { formatBytes, formatSeconds } from '../../format.ts';
import { firstOf, shown, valuesOf } from '../cells.ts';
import type { Row } from '../column.ts';
import type { Sentence } from '../study.ts';

const tableRow = (row: Row) => ({
  VM: String(row.vm),
  technique: String(row.technique),
  'shared by': String(row.mechanism),
  'memory back per VM': shown.bytes(row.saved_bytes),
  after: shown.seconds(row.settle_s),
  'scanner CPUs per VM': shown.number(row.scan_cpus),
  'write to a merged page': shown.seconds(
    row.break_us === null ? null : Number(row.break_us) / 1e6,
  ),
  'CPU s per GiB and hour': shown.number(row.cpu_s_per_gib_hour),
  'large pages lost': shown.overhead(row.huge_lost_ratio),
  known: String(row.status),
});

export function sharingFigures(rows: readonly Row[]): Figure[] {
  if (rows.length === 0) return [];
  const first = firstOf(rows, ['settings', 'host_page', 'host']);
  return [
    {
      id: 'sharing-memory',
      title: 'Sharing: memory back and its price',
      description: `Each VM under each technique on ${first[0]!.host}, for the first settings and page size.`,
      rows: first.map(tableRow),
    },
  ];
}

/** Per VM: what the scanner gives back, how soon, at what price. */
export function sharingSentences(rows: readonly Row[]): Sentence[] {
  const first = firstOf(rows, ['settings', 'host_page', 'host']);
  return valuesOf(first, 'vm').map((vm) => {
    const mine = first.filter((row) => row.vm === vm);
    const scanned = mine.find((row) => row.mechanism === 'scanner');
    const without = mine
      .filter((row) => row.mechanism === 'none')
      .map((row) => String(row.technique));
    const none = without.join(', ') || 'none';
    if (!scanned) return { key: 'sharing-none', values: { vm, none } };
    return {
      key: 'sharing-back',
      values: {
        vm,
        saved: formatBytes(Number(scanned.saved_bytes)),
        machines: String(scanned.machines),
        settle: formatSeconds(Number(scanned.settle_s)),
        cpus: shown.number(scanned.scan_cpus),
        none,
      },
    };
  });
}
