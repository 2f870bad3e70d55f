import { present } from '../../elements.ts';
import { explainWords, reasonWords } from '../../messages/explain.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import { agrees, sumOf } from '../cells.ts';
import type { ExplainContext, Explanation } from '../study.ts';
import type { DisksRow } from './columns.ts';
import { type DiskKnobs, diskOf } from './schema.ts';
import type { Added } from './simulate.ts';
import { addedTerms, pathTerms } from './terms.ts';

const addedOf = (row: DisksRow, prefix: '' | 'plain_'): Added => ({
  reads: Number(row[`${prefix}reads_added`]),
  writes: Number(row[`${prefix}writes_added`]),
  flushes: Number(row[`${prefix}flushes_added`]),
  copiedBytes: Number(row[`${prefix}copied_bytes`]),
});

/** Terms of what the map adds and of the path; the counts are those of the stored replay. */
export function explainDisks(
  row: DisksRow,
  { scenario, host: hostOf }: ExplainContext,
): Explanation {
  const host = hostOf(row.host);
  const technique = techniqueById(row.technique);
  const variant = present(
    present(scenario.settings.disks).find(({ name }) => name === row.settings),
  );
  const knobs = variant.value as DiskKnobs;
  const vm = scenario.vms.find(({ name }) => name === row.vm);
  const trace = vm && diskOf(vm).trace;
  const path = pathTerms(technique, host);
  const samePath = agrees(row.path_us, sumOf(path, 'path_us').value);
  if (row.reason !== '') {
    const remarks = [explainWords.noSnapshots({ reason: reasonWords(row.reason) })];
    return { terms: path, remarks, reproduces: samePath };
  }
  const ground = { technique, host, knobs };
  const cached = Number(row.cache_copied_bytes);
  const added = addedTerms('added_us', ground, addedOf(row, ''), cached);
  const plain = addedTerms('plain_added_us', ground, addedOf(row, 'plain_'), cached);
  return {
    terms: [...path, ...added, ...plain],
    remarks: [
      trace === undefined ? explainWords.replayOfSchedule() : explainWords.replayOfTrace({ trace }),
      ...(cached > 0 ? [explainWords.hostPageCache()] : []),
    ],
    reproduces:
      samePath &&
      agrees(row.added_us, sumOf(added, 'added_us').value) &&
      agrees(row.plain_added_us, sumOf(plain, 'plain_added_us').value),
  };
}
