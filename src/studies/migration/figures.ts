import type { TopLevelSpec } from 'vega-lite';
import { nth } from '../../elements.ts';
import type { Figure } from '../../figure.ts';
import type { Message, Text } from '../../message.ts';
import { studyWords } from '../../messages/studies.ts';
import { techniqueNames, terms } from '../../messages/terms.ts';
import { limited, limitedTable, shownOf } from '../../tables/limited-figure.ts';
import { byVm, firstOf, shown, valuesOf } from '../cells.ts';
import type { MigrationRow } from './columns.ts';

const tableRow = (row: MigrationRow) => ({
  VM: row.vm,
  host: row.host,
  technique: row.technique,
  'writes logged by': row.mechanism,
  verdict: row.verdict,
  time: shown.seconds(row.total_s),
  pause: shown.seconds(row.blackout_ms === null ? null : row.blackout_ms / 1000),
  sent: shown.bytes(row.transferred_bytes),
  'guest slowed by': shown.overhead(row.slowdown_ratio),
  known: row.status,
});

export function migrationFigures(rows: readonly MigrationRow[]): Figure[] {
  if (rows.length === 0) return [];
  const first = firstOf(rows, ['settings', 'host_page', 'host']);
  const { rows: slow, count } = shownOf(
    first.filter((row) => row.slowdown_ratio !== null),
    (row) => ({
      VM: row.vm,
      technique: row.technique,
      'slowdown, %': 100 * Number(row.slowdown_ratio),
    }),
  );
  const spec: TopLevelSpec = {
    data: { values: slow },
    height: { step: 24 },
    mark: { type: 'point', filled: true, size: 80 },
    encoding: {
      y: { field: 'technique', type: 'nominal', sort: valuesOf(first, 'technique'), title: null },
      x: { field: 'slowdown, %', type: 'quantitative' },
      color: { field: 'VM', type: 'nominal' },
      shape: { field: 'VM', type: 'nominal' },
    },
  };
  const chart: Figure = {
    id: 'migration-slowdown',
    title: studyWords.migrationSlowdown(),
    description: studyWords.migrationSlowdownText({ host: nth(first, 0).host }),
    rows: slow,
    spec,
  };
  return [
    limitedTable(
      {
        id: 'migration-moves',
        title: studyWords.migrationMoves(),
        description: studyWords.migrationMovesText(),
      },
      firstOf(rows, ['settings', 'host_page']),
      tableRow,
    ),
    ...(slow.length > 0 ? [limited(chart, count)] : []),
  ];
}

const list = (techniques: readonly Text[]) =>
  techniques.length > 0 ? terms.list({ names: techniques }) : terms.none();

/** Per VM on the first host: which techniques move it, how long the fastest pause is, which cannot. */
export function migrationSentences(rows: readonly MigrationRow[]): Message[] {
  const first = firstOf(rows, ['settings', 'host_page', 'host']);
  return byVm(first).map(([vm, mine]) => {
    const done = mine.filter((row) => row.verdict === 'completes');
    const names = (verdicts: readonly string[]) =>
      list(
        mine
          .filter((row) => verdicts.includes(row.verdict))
          .map((row) => techniqueNames(row.technique)),
      );
    const least = done.reduce<MigrationRow | null>(
      (best, row) =>
        best === null || Number(row.blackout_ms) < Number(best.blackout_ms) ? row : best,
      null,
    );
    const [never, cannot] = [names(['never', 'too-close']), names(['cannot'])];
    if (!least) {
      return studyWords.migrationNone({ vm, host: nth(mine, 0).host, never, cannot });
    }
    return studyWords.migrationBest({
      ...{ vm, host: least.host, never, cannot },
      technique: techniqueNames(least.technique),
      time: Number(least.total_s),
      pause: Number(least.blackout_ms) / 1000,
      slowdown: Number(least.slowdown_ratio),
    });
  });
}
