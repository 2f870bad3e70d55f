import { studyWords } from '../../messages/studies.ts';
import type { Study } from '../study.ts';
import { type MigrationRow, migrationColumns } from './columns.ts';
import { expandMigration } from './expand.ts';
import { explainMigration } from './explain.ts';
import { migrationFigures, migrationSentences } from './figures.ts';
import { runMigration } from './run.ts';
import { migrationSettings, migrationVmKeys } from './schema.ts';

/** migration/VM/HOST/TECHNIQUE/HOST-PAGE[/SETTINGS]. */
function cellName(row: MigrationRow): string {
  const settings = row.settings ? `/${row.settings}` : '';
  return `migration/${row.vm}/${row.host}/${row.technique}/${row.host_page}${settings}`;
}

const bound = { study: 'migration', scale: 1 };

/** Does it finish, how long, what pause, and what does it take from the guest meanwhile? */
export const migration: Study<MigrationRow> = {
  id: 'migration',
  title: studyWords.migrationTitle(),
  asks: studyWords.migrationAsks(),
  vmKeys: migrationVmKeys,
  settings: migrationSettings,
  bounds: [
    {
      ...bound,
      ...{ word: 'pause', column: 'blackout_ms', kind: 'seconds', scale: 1e-3 },
      describe: 'pause of a migration',
    },
    {
      ...bound,
      ...{ word: 'migrationTime', column: 'total_s', kind: 'seconds' },
      describe: 'time of a migration',
    },
    {
      ...bound,
      ...{ word: 'whileMigrating', column: 'slowdown_ratio', kind: 'ratio' },
      describe: 'share of vCPU time lost while it migrates',
    },
  ],
  columns: migrationColumns,
  expand: expandMigration,
  run: runMigration,
  cellName,
  figures: migrationFigures,
  sentences: migrationSentences,
  explain: explainMigration,
};
