// npm run bench -- [--quick] [--with-kernel] [SUITE...]: runs kernel benchmarks and stores reports/bench/SUITE.json.

import { writeWhole } from '../src/files/write-whole.ts';
import { printTable } from '../src/terminal/table.ts';
import { machineLoad } from './side-by-side.ts';
import { suites } from './suites.ts';

// Suites read it where they decide how much to run.
if (process.argv.includes('--quick')) process.env.VIRTCOST_BENCH = 'quick';
if (process.argv.includes('--with-kernel')) process.env.VIRTCOST_BENCH_KERNEL = '1';
const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const unknown = asked.filter((name) => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  process.stderr.write(
    `expected suites of ${Object.keys(suites).join(', ')}, found ${unknown.join(', ')}\n`,
  );
  process.exit(2);
}
for (const name of asked.length > 0 ? asked : Object.keys(suites)) {
  const load = machineLoad();
  process.stderr.write(
    `${name}: ${load.cpu}, Node ${load.node}, load ${load.loadAverage.toFixed(2)}\n`,
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
  await writeWhole(
    `reports/bench/${name}.json`,
    `${JSON.stringify({ load, comparisons }, null, 2)}\n`,
  );
}
