import { lastOf, nth } from '../../elements.ts';
import type { Figure } from '../../figure.ts';
import type { Message } from '../../message.ts';
import { studyWords } from '../../messages/studies.ts';
import { techniqueNames, terms } from '../../messages/terms.ts';
import { limitedTable } from '../../tables/limited-figure.ts';
import { byVm, firstOf, shown, valuesOf } from '../cells.ts';
import type { DisksRow } from './columns.ts';

const micros = (us: number | null) => shown.seconds(us === null ? null : us / 1e6);

const tableRow = (row: DisksRow) => ({
  VM: row.vm,
  technique: row.technique,
  discipline: row.reason === '' ? row.discipline : 'no host snapshots',
  kept: row.keep,
  'bytes written x': shown.number(row.amplification),
  'host space': shown.bytes(row.space_bytes),
  'request, raw store': micros(row.raw_latency_us),
  'with map and path': micros(row.latency_us),
  p99: micros(row.p99_us),
  'CPU the map adds': micros(row.added_us),
  'without snapshots': micros(row.plain_added_us),
  CPUs: shown.number(row.cpus),
  known: row.status,
});

/** Settings side by side; none where there is one. */
function bySettings(rows: readonly DisksRow[]): Figure[] {
  const first = firstOf(rows, ['host']).filter(({ reason }) => reason === '');
  if (valuesOf(first, 'settings').length < 2) return [];
  return [
    limitedTable(
      {
        id: 'disks-settings',
        title: studyWords.disksSettings(),
        description: studyWords.disksSettingsText({ host: nth(first, 0).host }),
      },
      first,
      (row) => ({
        VM: row.vm,
        settings: row.settings,
        technique: row.technique,
        'with map and path': micros(row.latency_us),
        p99: micros(row.p99_us),
        'CPU the map adds': micros(row.added_us),
        CPUs: shown.number(row.cpus),
        known: row.status,
      }),
    ),
  ];
}

export function disksFigures(rows: readonly DisksRow[]): Figure[] {
  if (rows.length === 0) return [];
  const first = firstOf(rows, ['settings', 'host']);
  return [
    limitedTable(
      {
        id: 'disks-snapshots',
        title: studyWords.disksSnapshots(),
        description: studyWords.disksSnapshotsText({ host: nth(first, 0).host }),
      },
      first,
      tableRow,
    ),
    ...bySettings(rows),
  ];
}

/** Per VM: what its snapshots add to a request, least and most among the techniques that have them. */
export function disksSentences(rows: readonly DisksRow[]): Message[] {
  const first = firstOf(rows, ['settings', 'host']);
  return byVm(first).map(([vm, mine]) => {
    const mapped = mine.filter((row) => row.reason === '');
    const none = mine
      .filter((row) => row.reason !== '')
      .map((row) => techniqueNames(row.technique));
    const missing = none.length > 0 ? terms.list({ names: none }) : terms.none();
    if (mapped.length === 0) return studyWords.disksNone({ vm, none: missing });
    const sorted = [...mapped].sort((a, b) => Number(a.added_us) - Number(b.added_us));
    const [least, most] = [nth(sorted, 0), lastOf(sorted)];
    return studyWords.disksAdded({
      ...{ vm, none: missing, discipline: least.discipline, keep: String(least.keep) },
      amplification: Number(least.amplification),
      space: Number(least.space_bytes),
      least: Number(least.added_us),
      leastTechnique: techniqueNames(least.technique),
      most: Number(most.added_us),
      mostTechnique: techniqueNames(most.technique),
    });
  });
}
