import { studyWords } from '../../messages/studies.ts';
import type { Study } from '../study.ts';
import { type SharingRow, sharingColumns } from './columns.ts';
import { expandSharing } from './expand.ts';
import { explainSharing } from './explain.ts';
import { sharingFigures, sharingSentences } from './figures.ts';
import { runSharing } from './run.ts';
import { sharingSettings } from './schema.ts';

/** sharing/VM/HOST/TECHNIQUE/HOST-PAGE[/SETTINGS]. */
function cellName(row: SharingRow): string {
  const settings = row.settings ? `/${row.settings}` : '';
  return `sharing/${row.vm}/${row.host}/${row.technique}/${row.host_page}${settings}`;
}

/** What memory comes back, how soon, at what price? */
export const sharing: Study<SharingRow> = {
  id: 'sharing',
  title: studyWords.sharingTitle(),
  asks: studyWords.sharingAsks(),
  vmKeys: {},
  settings: sharingSettings,
  bounds: [
    {
      ...{ word: 'shared', study: 'sharing', column: 'saved_bytes', kind: 'bytes', scale: 1 },
      describe: 'memory that comes back per VM',
    },
  ],
  columns: sharingColumns,
  expand: expandSharing,
  run: runSharing,
  cellName,
  figures: sharingFigures,
  sentences: sharingSentences,
  explain: explainSharing,
};
