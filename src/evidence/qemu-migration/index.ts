import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { quantile } from 'simple-statistics';
import { readJson } from '../../files/read-input.ts';
import { bundledData } from '../bundled.ts';
import { type Suite, type SuiteOptions, summarize } from '../suite.ts';
import { type Judged, judge, judgeSpread } from './judge.ts';
import { predictRun } from './predict.ts';
import { type Configuration, readRuns } from './records.ts';

async function load(options: SuiteOptions): Promise<Configuration[]> {
  if (options.data) return readRuns(await readJson(options.data), options.data);
  const name = 'qemu-migration.json.gz';
  const text = gunzipSync(await readFile(bundledData(name))).toString('utf8');
  return readRuns(JSON.parse(text), name);
}

/** Median, p90 and worst absolute error per metric and group, in percent. */
function errorTable(cases: readonly Judged[]): Record<string, object> {
  const table: Record<string, object> = {};
  const keys = new Set(cases.map((entry) => `${entry.group} ${entry.metric}`));
  for (const key of keys) {
    const errors = cases
      .filter((entry) => `${entry.group} ${entry.metric}` === key && entry.error !== null)
      .map((entry) => 100 * Math.abs(entry.error!));
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
  async predict(options) {
    return (await load(options)).map(({ config }) => predictRun(config));
  },
  async validate(options) {
    const configurations = await load(options);
    const predictions = configurations.map(({ config }) => predictRun(config));
    const single = configurations.flatMap((entry, i) => judge(entry, predictions[i]!));
    const limited = configurations.filter(({ config }) => config.link_mib_s !== undefined);
    const spread = judgeSpread(single, new Set(limited.map(({ config }) => config.id)));
    const verdicts = single.filter((entry) => entry.metric === 'verdict');
    const totals = single.filter((entry) => entry.metric === 'total_ms');
    const inRange = totals.filter((entry) => {
      const { total_ms_low: low, total_ms_high: high } = predictions.find(
        (prediction) => prediction.id === entry.id,
      )!;
      const measured = entry.expected as number;
      return low !== null && high !== null && low <= measured && measured <= high;
    });
    const cases = [...spread, ...single];
    return {
      cases,
      summary: {
        ...summarize(cases),
        configurations: configurations.length,
        verdicts_right: verdicts.filter((entry) => entry.pass).length,
        verdicts_judged: verdicts.length,
        total_ms_inside_interval: inRange.length,
        total_ms_judged: totals.length,
        error_percent: errorTable(single),
      },
    };
  },
};
