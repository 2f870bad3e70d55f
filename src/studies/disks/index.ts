import { studyWords } from '../../messages/studies.ts';
import type { Study } from '../study.ts';
import { type DisksRow, disksColumns } from './columns.ts';
import { expandDisks } from './expand.ts';
import { explainDisks } from './explain.ts';
import { disksFigures, disksSentences } from './figures.ts';
import { runDisks } from './run.ts';
import { disksSettings, disksVmKeys } from './schema.ts';

/** disks/VM/HOST/TECHNIQUE[/SETTINGS]. */
function cellName(row: DisksRow): string {
  const settings = row.settings ? `/${row.settings}` : '';
  return `disks/${row.vm}/${row.host}/${row.technique}${settings}`;
}

/** What do snapshots, clones and thin disks cost? */
export const disks: Study<DisksRow> = {
  id: 'disks',
  title: studyWords.disksTitle(),
  asks: studyWords.disksAsks(),
  vmKeys: disksVmKeys,
  settings: disksSettings,
  bounds: [
    {
      ...{
        word: 'diskLatency',
        study: 'disks',
        column: 'latency_us',
        kind: 'seconds',
        scale: 1e-6,
      },
      describe: 'mean time of a disk request',
    },
    {
      ...{ word: 'diskSpace', study: 'disks', column: 'space_bytes', kind: 'bytes', scale: 1 },
      describe: 'host space of the disk with its snapshots',
    },
    {
      ...{ word: 'snapshotCpu', study: 'disks', column: 'cpus', kind: 'number', scale: 1 },
      describe: 'CPUs the map of the disk with its snapshots takes',
    },
  ],
  columns: disksColumns,
  expand: expandDisks,
  run: runDisks,
  cellName,
  figures: disksFigures,
  sentences: disksSentences,
  explain: explainDisks,
};
