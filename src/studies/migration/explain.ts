import { present } from '../../elements.ts';
import { explainWords, reasonWords } from '../../messages/explain.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import { agrees, spanOf, sumOf, termOf } from '../cells.ts';
import type { ExplainContext, Explanation, Term } from '../study.ts';
import type { MigrationRow } from './columns.ts';
import { type Mechanism, processDumpMs, vfioStopMs } from './logging.ts';
import type { MigrationKnobs } from './schema.ts';
import { hostTerms, slowdownTerms } from './terms.ts';

/** The stream a trace or readings were fitted by, where the migration is driven by them. */
function fitOf(row: MigrationRow): Pick<Explanation, 'terms' | 'remarks'> {
  const spans = [
    ['fitted_pages', 'pages one stream of writes goes to', 'pages'],
    ['fitted_writes_per_s', 'writes of that stream', 'pages/s'],
  ] as const;
  const terms = spans.flatMap(([figure, term, unit]): Term[] => {
    const span = spanOf(row, figure);
    if (span === null) return [];
    const source =
      'fitted to the distinct pages written in windows of several lengths; 90 % region';
    const known = { status: 'derived' as const, source };
    const high = row[`${figure}_high`] ?? Number.POSITIVE_INFINITY;
    return [termOf(figure, term, { ...span, high, unit, ...known })];
  });
  const misfit = row.fit_misfit;
  if (terms.length === 0 || misfit === null) return { terms: [], remarks: [] };
  return { terms, remarks: [explainWords.fittedStream({ misfit })] };
}

/** Terms of what logging takes from the guest and the host; the replay's own figures are stated as they are stored. */
export function explainMigration(
  row: MigrationRow,
  { scenario, host }: ExplainContext,
): Explanation {
  if (row.verdict === 'cannot') {
    const remarks = [explainWords.cannotMigrate({ reason: reasonWords(row.reason) })];
    return { terms: [], remarks, reproduces: true };
  }
  const vm = present(scenario.vms.find(({ name }) => name === row.vm));
  const variant = present(
    present(scenario.settings.migration).find(({ name }) => name === row.settings),
  );
  const knobs = variant.value as MigrationKnobs;
  const fit = fitOf(row);
  if (row.mechanism === 'checkpoint') {
    const dump = { ...processDumpMs, unit: 'ms each' };
    const text = `${knobs.processes} processes dumped one after another`;
    return {
      terms: [termOf('blackout_ms', text, dump)],
      remarks: [explainWords.restIsCopied()],
      reproduces: true,
    };
  }
  const technique = techniqueById(row.technique);
  const mechanism = row.mechanism as Mechanism;
  const one = { vm, host: host(row.host), technique, mechanism, knobs };
  const load = {
    firstWritesPerS: row.first_writes_per_s ?? 0,
    refaultsPerS: row.refaults_per_s ?? 0,
    splitsPerS: row.splits_per_s ?? 0,
    throttledShare: row.throttled_share ?? 0,
  };
  const slow = slowdownTerms(one, load);
  const seconds = row.total_s;
  const work = seconds === null ? [] : hostTerms(one, load, seconds);
  const vfio: Term[] =
    technique.io === 'sr-iov' || technique.io === 'pass-through'
      ? [termOf('blackout_ms', 'device state of the passed-through function', vfioStopMs)]
      : [];
  return {
    terms: [...fit.terms, ...slow, ...work, ...vfio],
    remarks: [
      ...fit.remarks,
      explainWords.replayedAt({ share: (100 * (row.write_rate_share ?? 0)).toFixed(2) }),
      explainWords.replayedMigration(),
    ],
    reproduces:
      agrees(row.slowdown_ratio, sumOf(slow, 'slowdown_ratio').value) &&
      (seconds === null || agrees(row.host_cpu_s, sumOf(work, 'host_cpu_s').value)),
  };
}
