import { nth, present } from '../../elements.ts';
import { readJson } from '../../files/read-input.ts';
import { median, quantile } from '../../statistics.ts';
import { bundledJson } from '../bundled.ts';
import { type Suite, type SuiteOptions, summarize } from '../suite.ts';
import { groupOf, type Judged, judge, judgeRanges, judgeSpread, ownScatter } from './judge.ts';
import { predictRun } from './predict.ts';
import { type Configuration, readRuns } from './records.ts';

async function load(options: SuiteOptions): Promise<Configuration[]> {
  if (options.data) return readRuns(await readJson(options.data), options.data);
  const name = 'qemu-migration.json.gz';
  return readRuns(await bundledJson(name), name);
}

/** How far runs of one configuration lie from their own median, in percent: what no prediction can beat. */
function scatterTable(configurations: readonly Configuration[]): Record<string, object> {
  const groups = new Set(configurations.map(({ config }) => groupOf(config)));
  const rows = [...groups].flatMap((group) => {
    const own = configurations.filter(({ config }) => groupOf(config) === group);
    const scatter = own
      .filter(({ runs }) => runs.filter((run) => run.status === 'completed').length > 1)
      .flatMap(({ runs }) => ownScatter(runs, 'total_ms') ?? [])
      .map((share) => 100 * share);
    if (scatter.length === 0) return [];
    const at = (q: number) => Number(quantile(scatter, q).toFixed(3));
    const row = { configurations: scatter.length, median: at(0.5), p90: at(0.9), worst: at(1) };
    return [[`${group} total_ms`, row] as const];
  });
  return Object.fromEntries(rows);
}

/** A configuration with what its guests wrote before they migrated. */
function predictConfiguration({ config, runs }: Configuration) {
  const counted = runs.map((run) => run.rate_before).filter((rate) => rate !== undefined);
  return predictRun(config, counted.length > 0 ? median(counted) : null);
}

/** Median, p90 and worst absolute error per metric and group, in percent. */
function errorTable(cases: readonly Judged[]): Record<string, object> {
  const table: Record<string, object> = {};
  const keys = new Set(cases.map((entry) => `${entry.group} ${entry.metric}`));
  for (const key of keys) {
    const errors = cases
      .filter((entry) => `${entry.group} ${entry.metric}` === key && entry.error !== null)
      .map((entry) => 100 * Math.abs(present(entry.error)));
    if (errors.length === 0) continue;
    const at = (q: number) => Number(quantile(errors, q).toFixed(3));
    table[key] = { configurations: errors.length, median: at(0.5), p90: at(0.9), worst: at(1) };
  }
  return table;
}

/** Live migrations of a real QEMU; constants of the prediction come from idle guests only. */
export const qemuMigration: Suite = {
  id: 'qemu-migration',
  title: 'Live migrations measured with a real QEMU',
  repeatability: {
    system: 'QEMU 7.2.22',
    known: 'measured',
    note: 'runs of one configuration: largest distance from their median.',
  },
  async predict(options) {
    return (await load(options)).map(predictConfiguration);
  },
  async validate(options) {
    const configurations = await load(options);
    const predictions = configurations.map(predictConfiguration);
    const single = configurations.flatMap((entry, i) => judge(entry, nth(predictions, i)));
    const limited = configurations.filter(({ config }) => config.link_mib_s !== undefined);
    const spread = judgeSpread(single, new Set(limited.map(({ config }) => config.id)));
    const verdicts = single.filter((entry) => entry.metric === 'verdict');
    const totals = single.filter((entry) => entry.metric === 'total_ms');
    const ranges = judgeRanges(single, predictions);
    const cases = [...ranges, ...spread, ...single];
    return {
      cases,
      summary: {
        ...summarize(cases),
        configurations: configurations.length,
        verdicts_right: verdicts.filter((entry) => entry.pass).length,
        verdicts_judged: verdicts.length,
        total_ms_judged: totals.length,
        error_percent: errorTable(single),
        own_scatter_percent: scatterTable(configurations),
      },
    };
  },
};
