import { studyWords } from '../../messages/studies.ts';
import type { Study } from '../study.ts';
import { type SteadyRow, steadyColumns } from './columns.ts';
import { expandSteady } from './expand.ts';
import { explainSteady } from './explain.ts';
import { steadyFigures, steadySentences } from './figures.ts';
import { runSteady } from './run.ts';
import { steadySettings } from './schema.ts';

/** WORKLOAD/HOST/TECHNIQUE/GUEST-HOST[/TLB][/SETTINGS]. */
export function steadyCellName(row: SteadyRow): string {
  const tlb = row.tlb ? `/${row.tlb}` : '';
  const settings = row.settings ? `/${row.settings}` : '';
  return `${row.workload}/${row.host}/${row.technique}/${row.guest_page}-${row.host_page}${tlb}${settings}`;
}

/** What does running cost? Translation as simulated, events as priced, beside bare metal. */
export const steady: Study<SteadyRow> = {
  id: 'steady',
  title: studyWords.steadyTitle(),
  asks: studyWords.steadyAsks(),
  vmKeys: {},
  settings: steadySettings,
  bounds: [
    {
      word: 'overhead',
      study: 'steady',
      column: 'overhead_ratio',
      kind: 'ratio',
      scale: 1,
      describe: 'cycles beyond bare metal',
    },
  ],
  columns: steadyColumns,
  expand: expandSteady,
  run: runSteady,
  cellName: steadyCellName,
  figures: steadyFigures,
  sentences: steadySentences,
  explain: explainSteady,
};
