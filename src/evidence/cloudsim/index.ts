import { present } from '../../elements.ts';
import { readJson } from '../../files/read-input.ts';
import { planetLabDays, readPlanetLabDay } from '../../formats/planetlab.ts';
import { Demand } from '../../plan/cloudsim/demand.ts';
import { policies } from '../../plan/cloudsim/policy.ts';
import { simulate } from '../../plan/cloudsim/simulate.ts';
import { bundledData } from '../bundled.ts';
import { type Case, type Prediction, type Suite, type SuiteOptions, summarize } from '../suite.ts';

interface Expected {
  day: string;
  policy: string;
  [metric: string]: unknown;
}

const units: Record<string, string> = {
  energy_kwh: 'kWh',
  migrations: 'migrations',
  slav_pct: '%',
  slatah_pct: '%',
  pdm_pct: '%',
  host_shutdowns: 'shutdowns',
};

/** Digits CloudSim prints of each figure. */
const printedDigits: Record<string, number> = {
  energy_kwh: 2,
  slav_pct: 5,
  slatah_pct: 2,
  pdm_pct: 2,
};

async function predictDays(options: SuiteOptions): Promise<Prediction[]> {
  const predictions: Prediction[] = [];
  for (const path of await planetLabDays(options.data ?? bundledData('planetlab'))) {
    const { day, percent } = await readPlanetLabDay(path);
    const demand = new Demand(percent);
    for (const policy of policies) {
      const outcome = simulate(demand, policy);
      predictions.push({
        id: `${day}/${policy.id}`,
        energy_kwh: outcome.energyKwh,
        migrations: outcome.migrations,
        slav_pct: 100 * outcome.slav,
        slatah_pct: 100 * outcome.slatah,
        pdm_pct: 100 * outcome.pdm,
        host_shutdowns: outcome.hostShutdowns,
      });
    }
  }
  return predictions;
}

/** Equal in every printed digit: the prediction rounded as Java's printf rounds. */
function printed(id: string, metric: string, expected: number, predicted: number): Case {
  const shown = Number(predicted.toFixed(printedDigits[metric] ?? 0));
  const error = expected === 0 ? (predicted === 0 ? 0 : null) : predicted / expected - 1;
  return {
    id,
    metric,
    unit: present(units[metric]),
    expected,
    predicted,
    error,
    bound: 0,
    pass: shown === expected,
  };
}

/** Equal up to the order of the last few additions. */
const LAST_DIGITS = 1e-12;

function precise(id: string, metric: string, expected: number, predicted: number): Case {
  const error = predicted / expected - 1;
  const pass = Math.abs(error) <= LAST_DIGITS;
  return {
    id: `${id} (full precision)`,
    metric,
    unit: present(units[metric]),
    expected,
    predicted,
    error,
    bound: LAST_DIGITS,
    pass,
  };
}

/** CloudSim 3.0.3's PlanetLab experiment, digit for digit, in its own file order. */
export const cloudsim: Suite = {
  id: 'cloudsim',
  title: 'CloudSim 3.0.3 PlanetLab consolidation',
  repeatability: {
    system: 'CloudSim 3.0.3',
    known: 'exact',
    note: 'a deterministic simulation: published digits are compared as printed.',
  },
  predict: predictDays,
  async validate(options) {
    const predictions = new Map((await predictDays(options)).map((entry) => [entry.id, entry]));
    const expected = (await readJson(bundledData('planetlab/expected.json'))) as {
      printed: Expected[];
      port: Expected[];
    };
    const judge = (rows: readonly Expected[], compare: typeof printed) =>
      rows.flatMap((row) => {
        const id = `${row.day}/${row.policy}`;
        const prediction = predictions.get(id);
        if (!prediction) return [];
        return Object.keys(units)
          .filter((metric) => typeof row[metric] === 'number')
          .map((metric) =>
            compare(id, metric, row[metric] as number, prediction[metric] as number),
          );
      });
    const cases = [...judge(expected.printed, printed), ...judge(expected.port, precise)];
    const judged = new Set(
      [...expected.printed, ...expected.port].map((row) => `${row.day}/${row.policy}`),
    );
    const listed = [...predictions.keys()]
      .filter((id) => !judged.has(id))
      .map((id) => ({ id, reason: 'no published figure of this day is known: predicted only' }));
    return { cases, summary: { ...summarize(cases), predictions: predictions.size, listed } };
  },
};
