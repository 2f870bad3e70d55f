// npm run bench -- [--quick] [--with-kernel] [--save-baseline NAME] [--baseline NAME] [--page] [--lang LANGUAGE] [SUITE...]: runs kernel
// benchmarks, stores reports/bench/SUITE.json and writes reports/bench/index.html of all that is stored. --quick is a look
// in under two minutes, in reports/bench/quick. --page writes the page alone.

import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { writeWhole } from '../src/files/write-whole.ts';
import { unknownName } from '../src/names.ts';
import { writePage } from '../src/report/page.ts';
import { chooseLanguage } from '../src/terminal/language.ts';
import { printTable } from '../src/terminal/table.ts';
import { version } from '../src/version.ts';
import { machineState } from './machine.ts';
import { benchPage, noiseOf } from './page.ts';
import { lookTime } from './quick.ts';
import {
  baselineFile,
  isBaselineName,
  resultFolder,
  type StoredSuite,
  storedBaselines,
  storedSuites,
} from './stored.ts';
import { suites } from './suites.ts';

function refuse(message: string): never {
  process.stderr.write(`bench: ${message}\n`);
  process.exit(2);
}

function asked() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        quick: { type: 'boolean' },
        'with-kernel': { type: 'boolean' },
        page: { type: 'boolean' },
        'save-baseline': { type: 'string' },
        baseline: { type: 'string' },
        lang: { type: 'string' },
      },
    });
  } catch (error) {
    return refuse((error as Error).message);
  }
}

/** Runs one suite, prints it and stores it. */
async function measure(name: string): Promise<void> {
  const load = await machineState();
  process.stderr.write(
    `${name}: ${load.cpu}, Node ${load.node}, ${(100 * (load.others ?? 0)).toFixed(0)} % of its processors used by others\n`,
  );
  const comparisons = await (await suites[name]!())();
  printTable(
    comparisons.map((row) => ({
      job: row.job,
      variant: row.variant,
      against: row.baseline,
      'ns/op': row.nsPerOperation,
      'p99 ns/op': row.p99NsPerOperation,
      'speed (minima)': row.speedByMinima,
      'speed (medians)': row.speedByMedians,
      range: `${row.range[0].toFixed(2)}-${row.range[1].toFixed(2)}`,
      claim: row.claimStands ? 'stands' : 'noisy',
    })),
  );
  const { leftOut } = lookTime;
  const stored: StoredSuite = { load, comparisons, ...(leftOut.length > 0 && { leftOut }) };
  const { median, most } = noiseOf(stored);
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  process.stderr.write(`${name}: noise ${percent(median)}, at most ${percent(most)}\n`);
  if (leftOut.length > 0)
    process.stderr.write(`${name}: no time in a look for ${leftOut.join('; ')}\n`);
  await writeWhole(`${folder}/${name}.json`, `${JSON.stringify(stored, null, 2)}\n`);
}

const { values, positionals } = asked();
const quick = values.quick === true;
const folder = resultFolder(quick);
try {
  chooseLanguage(values.lang);
} catch (error) {
  refuse((error as Error).message);
}
const unknown = positionals.find((name) => !Object.hasOwn(suites, name));
if (unknown !== undefined) refuse(unknownName('a suite', unknown, Object.keys(suites)));
const kept = values['save-baseline'];
if (kept !== undefined && !isBaselineName(kept))
  refuse(`--save-baseline: expected letters, digits, dots and dashes, found "${kept}".`);
if (kept !== undefined && quick)
  refuse('--save-baseline: expected a measurement to keep, found --quick, a look: leave it out.');
const baselines = storedBaselines();
const chosen = baselines.find(({ name }) => name === values.baseline);
if (values.baseline !== undefined && !chosen)
  refuse(
    `--baseline: ${unknownName(
      'a kept baseline',
      values.baseline,
      baselines.map(({ name }) => name),
    )}`,
  );
// Suites read it where they decide how much to run.
if (quick) process.env.VIRTCOST_BENCH = 'quick';
if (values['with-kernel']) process.env.VIRTCOST_BENCH_KERNEL = '1';
if (!values.page) {
  const names = positionals.length > 0 ? positionals : Object.keys(suites);
  for (const [i, name] of names.entries()) {
    lookTime.begin(names.length - i);
    await measure(name);
  }
}
const now = storedSuites(folder);
if (Object.keys(now).length === 0)
  refuse('expected stored results for the page, found none: run a suite.');
const date = new Date().toISOString();
if (kept !== undefined)
  await writeWhole(
    baselineFile(kept),
    `${JSON.stringify({ name: kept, date, suites: now }, null, 2)}\n`,
  );
await writePage(
  `${folder}/index.html`,
  benchPage(now, baselines, { chosen, processors: cpus().length, quick }),
  {
    command: `npm run bench -- ${process.argv.slice(2).join(' ')}`.trim(),
    version,
    date: date.slice(0, 10),
  },
);
process.stderr.write(`${folder}/index.html\n`);
