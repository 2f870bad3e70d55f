import { present } from '../../elements.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import { agrees, sumOf } from '../cells.ts';
import type { ExplainContext, Explanation } from '../study.ts';
import type { SharingRow } from './columns.ts';
import { storedScan } from './run.ts';
import { breakShareTerms, breakTerms } from './terms.ts';

export function explainSharing(
  row: SharingRow,
  { scenario, host: hostOf }: ExplainContext,
): Explanation {
  if (row.mechanism === 'none') {
    return { terms: [], remarks: [`Nothing is shared: ${row.reason}.`], reproduces: true };
  }
  if (row.mechanism === 'page-cache') {
    const remark =
      'Containers share one page-cache copy of each file of a common layer (overlay2, Docker manual): the shared pages of the VM less one copy for all; estimated.';
    return { terms: [], remarks: [remark], reproduces: true };
  }
  const vm = present(scenario.vms.find(({ name }) => name === row.vm));
  const technique = techniqueById(row.technique);
  const host = hostOf(row.host);
  const breaks = breakTerms(technique, host);
  const share = breakShareTerms(technique, host, vm, row.breaks_per_s);
  return {
    terms: [storedScan(row), ...breaks, ...share],
    remarks: [
      ...(vm.contents.image === undefined
        ? []
        : [
            'The pages are those of memory images, which hold still: what changes between two scans would not merge, so the memory back is an upper end.',
          ]),
      'Merged pages, scans and their work come from the KSM simulation (docs/model/dedup.md); how often merged pages are written to is the setting `rewritten`, assumed unless stated.',
    ],
    reproduces:
      agrees(row.break_us, sumOf(breaks, 'break_us').value) &&
      agrees(row.break_ratio, sumOf(share, 'break_ratio').value),
  };
}
