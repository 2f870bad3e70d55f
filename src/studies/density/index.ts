import { studyWords } from '../../messages/studies.ts';
import type { Study } from '../study.ts';
import { type DensityRow, densityColumns } from './columns.ts';
import { densitySentences } from './conclusion.ts';
import { deriveDensity, eachBill } from './derive.ts';
import { explainDensity } from './explain.ts';
import { densityFigures } from './figures.ts';
import { densitySettings } from './schema.ts';

/** density/VM/HOST/TECHNIQUE/GUEST-HOST[/SETTINGS]. */
function cellName(row: DensityRow): string {
  const settings = row.settings ? `/${row.settings}` : '';
  return `density/${row.vm}/${row.host}/${row.technique}/${row.guest_page}-${row.host_page}${settings}`;
}

const bound = { study: 'density', scale: 1 };

/** How many fit on a host, and what does one VM cost? The bill of all studies. */
export const density: Study<DensityRow> = {
  id: 'density',
  title: studyWords.densityTitle(),
  asks: studyWords.densityAsks(),
  vmKeys: {},
  settings: densitySettings,
  bounds: [
    {
      ...bound,
      ...{ word: 'total', column: 'overhead', kind: 'ratio' },
      describe: 'all that is added, over the guest alone',
    },
    {
      ...bound,
      ...{ word: 'vmsPerHost', column: 'vms_per_host', kind: 'number' },
      describe: 'VMs of this kind on one host',
    },
    {
      ...bound,
      ...{ word: 'price', column: 'price', kind: 'number' },
      describe: 'one VM for a month',
    },
    {
      ...bound,
      ...{ word: 'memory', column: 'memory_bytes', kind: 'bytes' },
      describe: 'host memory of one VM',
    },
  ],
  columns: densityColumns,
  expand: () => [],
  run: async () => [],
  derive: deriveDensity,
  deriveEach: eachBill,
  cellName,
  figures: densityFigures,
  sentences: densitySentences,
  explain: explainDensity,
};
