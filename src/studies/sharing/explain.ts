import { present } from '../../elements.ts';
import { explainWords, reasonWords } from '../../messages/explain.ts';
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
    const remarks = [explainWords.nothingShared({ reason: reasonWords(row.reason) })];
    return { terms: [], remarks, reproduces: true };
  }
  if (row.mechanism === 'page-cache') {
    return { terms: [], remarks: [explainWords.pageCache()], reproduces: true };
  }
  const vm = present(scenario.vms.find(({ name }) => name === row.vm));
  const technique = techniqueById(row.technique);
  const host = hostOf(row.host);
  const breaks = breakTerms(technique, host);
  const share = breakShareTerms(technique, host, vm, row.breaks_per_s);
  return {
    terms: [storedScan(row), ...breaks, ...share],
    remarks: [
      ...(vm.contents.image === undefined ? [] : [explainWords.stillImages()]),
      explainWords.fromKsm(),
    ],
    reproduces:
      agrees(row.break_us, sumOf(breaks, 'break_us').value) &&
      agrees(row.break_ratio, sumOf(share, 'break_ratio').value),
  };
}
